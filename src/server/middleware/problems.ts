// The one place that turns what went wrong into an answer. A Problem is told as it is; anything else is a bug: it is
// logged and told only as `serverFailed`.
import type { Context, ErrorHandler } from 'hono'
import type { ContentfulStatusCode } from 'hono/utils/http-status'
import { HTTPException } from 'hono/http-exception'
import { Problem, problemCodes } from '#domain/problem.ts'
import type { ProblemAnswer } from '#protocol/problem.ts'
import type { ServerContext } from '../context.ts'

export function answerProblems(context: ServerContext): ErrorHandler {
  return (error, c) => {
    const problem = toProblem(error)
    if (problem.code === 'serverFailed') {
      context.log.error({ err: error, method: c.req.method, route: c.req.routePath }, 'request failed')
    }
    return answer(c, problem)
  }
}

export function answerNotFound(c: Context): Response {
  return answer(c, new Problem('notFound'))
}

function answer(c: Context, problem: Problem): Response {
  const body: ProblemAnswer = { problem: problem.toReport() }
  const wait = secondsToWait(problem)
  if (wait > 0) c.header('Retry-After', String(wait))
  return c.json(body, problemCodes[problem.code] as ContentfulStatusCode)
}

/** The details that our own page words, as proxies and other clients understand them. */
function secondsToWait({ code, details }: Problem): number {
  if (problemCodes[code] !== 429 && code !== 'serverBusy') return 0
  const { seconds = 0, minutes = 0, hours = 0 } = details ?? {}
  return Number(seconds) + 60 * Number(minutes) + 3600 * Number(hours)
}

function toProblem(error: unknown): Problem {
  if (error instanceof Problem) return error
  if (error instanceof HTTPException && error.status === 413) return new Problem('requestTooLarge')
  return new Problem('serverFailed')
}
