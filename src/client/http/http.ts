// One request to our server. Only an answer that is ours counts: a captive portal's page is `answerNotOurs`, no answer is
// `serverUnreachable`, and what the server refuses comes as its own Problem.
import * as v from 'valibot'
import { Problem } from '#domain/problem.ts'
import { memberHeader } from '#protocol/paths.ts'
import { problemAnswerSchema } from '#protocol/problem.ts'
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
    const signal = givenUp ? AbortSignal.any([tooLong, givenUp]) : tooLong
    const answer = await unless(signal, send(fetch, path, { method, headers, signal }, body))
    if (answer.ok) onHeaders?.(answer.headers)
    const content = await unless(signal, readBody(answer))
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
function unless<T>(signal: AbortSignal, promise: Promise<T>): Promise<T> {
  return new Promise((resolve, reject) => {
    const giveUp = () => reject(new Problem('serverUnreachable'))
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
    throw new Problem(error instanceof SyntaxError ? 'answerNotOurs' : 'serverUnreachable')
  }
}

function toProblem(answer: Response, content: unknown): Problem {
  const parsed = v.safeParse(problemAnswerSchema, content)
  if (!parsed.success) return new Problem(answer.status >= 500 ? 'serverUnreachable' : 'answerNotOurs')
  const { problem } = parsed.output
  const seconds = Number(answer.headers.get('retry-after'))
  if (!seconds || problem.details) return Problem.fromReport(problem)
  return Problem.fromReport({ ...problem, details: { seconds } })
}

/** Parts that are undefined are left out. */
export function toQuery(parts: Record<string, string | number | undefined>): URLSearchParams {
  const query = new URLSearchParams()
  for (const [name, value] of Object.entries(parts)) if (value !== undefined) query.set(name, String(value))
  return query
}
