// What the browser's storage says, as a Problem.
import { Problem } from '#domain/problem.ts'

/** `diskFull` or `storageFailed`. Chromium reports a full disk as the reason of an aborted transaction. */
export function toStorageProblem(error: unknown): Problem {
  return new Problem(isQuota(error) ? 'diskFull' : 'storageFailed')
}

function isQuota(error: unknown): boolean {
  if (!(error instanceof Error)) return false
  return error.name === 'QuotaExceededError' || ('inner' in error && isQuota(error.inner))
}
