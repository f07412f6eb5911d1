// What the browser's storage says, as a Problem; and what is done when it is full.
import { Problem } from '#domain/problem.ts'
import type { PhoneDatabase } from './database.ts'

/** `diskFull` or `storageFailed`; a Problem as it is. Chromium reports a full disk as the reason of an aborted transaction. */
export function toStorageProblem(error: unknown): Problem {
  if (error instanceof Problem) return error
  return new Problem(isQuota(error) ? 'diskFull' : 'storageFailed')
}

export function isQuota(error: unknown): boolean {
  if (!(error instanceof Error)) return false
  return error.name === 'QuotaExceededError' || beneath(error).some(isQuota)
}

/** Dexie wraps the browser's own error, and gathers those of many writes in one. */
export function beneath(error: Error): readonly unknown[] {
  if (isGathered(error)) return error.failures
  return 'inner' in error && error.inner ? [error.inner] : []
}

export function isGathered(error: Error): error is Error & { failures: unknown[] } {
  return 'failures' in error && Array.isArray(error.failures)
}

/** Runs an operation, and again whenever room could be made for it; then `diskFull`. `now` in milliseconds since 1970. */
export async function withRoom<T>(
  database: PhoneDatabase,
  operation: () => PromiseLike<T>,
  now = Date.now(),
): Promise<T> {
  try {
    return await operation()
  } catch (error) {
    if (!isQuota(error)) throw error
    if (!(await makeRoom(database, now))) throw new Problem('diskFull')
    return withRoom(database, operation, now)
  }
}

/** A disk may be so full that nothing can even be deleted. */
async function makeRoom(database: PhoneDatabase, now: number): Promise<boolean> {
  try {
    const { dropUnwanted } = await import('./rare/makeRoom.ts')
    return await dropUnwanted(database, now)
  } catch {
    return false
  }
}
