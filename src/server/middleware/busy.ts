// After a restart, or when a network comes back, every phone of a ward speaks at once. What cannot be done soon is
// refused before anything of it is read, each phone for a while of its own, so that they do not all come back together.
import { randomInt } from 'node:crypto'
import type { MiddlewareHandler } from 'hono'
import { Problem } from '#domain/problem.ts'
import type { Config } from '../config.ts'

const [leastWait, mostWait] = [2, 20]

/** Counts what is in work on all the paths it is used for. Throws `serverBusy` with the seconds to wait. */
export function createGate({ maxInWork }: Pick<Config, 'maxInWork'>): MiddlewareHandler {
  let inWork = 0
  return async (_, next) => {
    if (inWork >= maxInWork) {
      throw new Problem('serverBusy', { details: { seconds: randomInt(leastWait, mostWait + 1) } })
    }
    inWork++
    try {
      await next()
    } finally {
      inWork--
    }
  }
}
