// One request to our server. Only an answer that is ours counts: a captive portal's page is `answerNotOurs`, no answer is
// `serverUnreachable`, and what the server refuses comes as its own Problem.
import * as v from 'valibot'
import { Problem } from '#domain/problem.ts'
import { memberHeader } from '#protocol/paths.ts'
import { problemAnswerSchema } from '#protocol/problem.ts'
import { anySignal } from './anySignal.ts'
import { gzip } from './gzip.ts'

export interface Ask {
  method?: 'GET' | 'POST' | 'PUT' | 'DELETE'
  body?: unknown
  /** For whom it asks, if not for whose data is open by now. */
  member?: string
  /** Aborted when nobody waits for the answer any more. */
  signal?: AbortSignal | undefined
  /** Hears of the headers of a good answer before its body has come. */
  onHeaders?: ((headers: Headers) => void) | undefined
}

/** Throws a Problem, never anything else. */
export type Http = <Schema extends v.GenericSchema>(
  schema: Schema,
  path: string,
  ask?: Ask,
) => Promise<v.InferOutput<Schema>>

const timeout = 30_000
/** Below this, gzip gains nothing. */
const worthCompressing = 1500

/** For an answer without a body. */
export const nothing = v.undefined_()

/** `memberId`: for whom this page asks; undefined while nobody's data is open. */
export function createHttp(fetch: typeof globalThis.fetch, memberId: () => string | undefined): Http {
  return async (schema, path, ask = {}) => {
    const { method = 'GET', body, member = memberId(), signal: givenUp, onHeaders } = ask
    const headers = new Headers({ accept: 'application/json' })
    if (member !== undefined) headers.set(memberHeader, member)
    const tooLong = AbortSignal.timeout(timeout)
    const signal = givenUp ? anySignal([tooLong, givenUp]) : tooLong
    const answer = await unless({ signal, tooLong }, send(fetch, path, { method, headers, signal }, body))
    if (answer.ok) onHeaders?.(answer.headers)
    // A proxy before our server says so in words of its own.
    if (answer.status === 413) throw new Problem('requestTooLarge')
    const content = await unless({ signal, tooLong }, readBody(answer))
    if (!answer.ok) throw toProblem(answer, content)
    // The server says "done" by 204 alone: an empty page is somebody else's.
    if (content === undefined && answer.status !== 204) throw new Problem('answerNotOurs')
    const parsed = v.safeParse(schema, content)
    if (!parsed.success) throw new Problem('answerNotOurs')
    return parsed.output
  }
}

async function send(
  fetch: typeof globalThis.fetch,
  path: string,
  { method, headers, signal }: { method: string; headers: Headers; signal: AbortSignal },
  body: unknown,
) {
  const init: RequestInit = { method, headers, credentials: 'same-origin', signal }
  if (body !== undefined) {
    const text = JSON.stringify(body)
    headers.set('content-type', 'application/json')
    const isLong = text.length > worthCompressing && 'CompressionStream' in globalThis
    if (isLong) headers.set('content-encoding', 'gzip')
    init.body = isLong ? await gzip(text) : text
  }
  try {
    return await fetch(path, init)
  } catch {
    throw new Problem('serverUnreachable')
  }
}

/** A page that slept may have requests that neither end nor hear that they should. */
function unless<T>(
  { signal, tooLong }: { signal: AbortSignal; tooLong: AbortSignal },
  promise: Promise<T>,
): Promise<T> {
  return new Promise((resolve, reject) => {
    const giveUp = () =>
      reject(new Problem('serverUnreachable', tooLong.aborted ? { details: { late: 1 } } : {}))
    if (signal.aborted) giveUp()
    signal.addEventListener('abort', giveUp, { once: true })
    promise.then(resolve, reject).finally(() => signal.removeEventListener('abort', giveUp))
  })
}

/** Undefined for an empty body. */
async function readBody(answer: Response): Promise<unknown> {
  try {
    const text = await answer.text()
    return text === '' ? undefined : (JSON.parse(text) as unknown)
  } catch (error) {
    if (error instanceof SyntaxError) throw new Problem('answerNotOurs', askedToWait(answer))
    throw new Problem('serverUnreachable')
  }
}

function toProblem(answer: Response, content: unknown): Problem {
  const parsed = v.safeParse(problemAnswerSchema, content)
  const wait = askedToWait(answer)
  if (!parsed.success) return new Problem(answer.status >= 500 ? 'serverUnreachable' : 'answerNotOurs', wait)
  return Problem.fromReport({ ...wait, ...parsed.output.problem })
}

const longestAsked = 3600

/** Whoever cannot serve now says when it can: in seconds, or as a date. */
function askedToWait({ headers }: Response): { details?: { seconds: number } } {
  const said = headers.get('retry-after') ?? ''
  const seconds = /^\d+$/.test(said) ? Number(said) : Math.ceil((Date.parse(said) - Date.now()) / 1000)
  return seconds > 0 ? { details: { seconds: Math.min(seconds, longestAsked) } } : {}
}

/** Parts that are undefined are left out. */
export function toQuery(parts: Record<string, string | number | undefined>): URLSearchParams {
  const query = new URLSearchParams()
  for (const [name, value] of Object.entries(parts)) if (value !== undefined) query.set(name, String(value))
  return query
}
