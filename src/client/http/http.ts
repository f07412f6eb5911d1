// One request to our server. Only an answer that is ours counts: a captive portal's page is `answerNotOurs`, no answer is
// `serverUnreachable`, and what the server refuses comes as its own Problem.
import * as v from 'valibot'
import { Problem } from '#domain/problem.ts'
import { memberHeader } from '#protocol/paths.ts'
import { problemAnswerSchema } from '#protocol/problem.ts'

export interface Ask {
  method?: 'GET' | 'POST' | 'PUT' | 'DELETE'
  body?: unknown
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
  return async (schema, path, { method = 'GET', body } = {}) => {
    const headers = new Headers({ accept: 'application/json' })
    const member = memberId()
    if (member !== undefined) headers.set(memberHeader, member)
    const answer = await send(fetch, path, { method, headers }, body)
    const content = await readBody(answer)
    if (!answer.ok) throw toProblem(answer, content)
    const parsed = v.safeParse(schema, content)
    if (!parsed.success) throw new Problem('answerNotOurs')
    return parsed.output
  }
}

async function send(
  fetch: typeof globalThis.fetch,
  path: string,
  { method, headers }: { method: string; headers: Headers },
  body: unknown,
) {
  const init: RequestInit = {
    method,
    headers,
    credentials: 'same-origin',
    signal: AbortSignal.timeout(timeout),
  }
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

function gzip(text: string): Promise<ArrayBuffer> {
  const packed = new Blob([text]).stream().pipeThrough(new CompressionStream('gzip'))
  return new Response(packed).arrayBuffer()
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
