import { Problem } from '#domain/problem.ts'

/** For what nobody waits for, and what is tried again: a Problem is no news, anything else is a bug and surfaces. */
export function unlessProblem(error: unknown): void {
  if (!(error instanceof Problem)) throw error
}
