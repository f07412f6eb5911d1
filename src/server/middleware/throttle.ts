// A loose limit per address on what a guesser would try: a whole team sits behind one address, so tight limits are per
// account (store/attempts.ts). Counted in memory; a restart forgives.
import { getConnInfo } from '@hono/node-server/conninfo'
import type { Context, MiddlewareHandler } from 'hono'
import { RateLimiterMemory, RateLimiterRes } from 'rate-limiter-flexible'
import { Problem } from '#domain/problem.ts'

const attempts = 300
const seconds = 300

/** Throws `tooManyRequests` with the seconds to wait. */
export function throttle(): MiddlewareHandler {
  const limiter = new RateLimiterMemory({ points: attempts, duration: seconds })
  return async (c, next) => {
    if (c.req.method !== 'GET' || c.req.path.includes('/invites/')) {
      await limiter.consume(addressOf(c)).catch((refused: unknown) => {
        if (!(refused instanceof RateLimiterRes)) throw refused
        throw new Problem('tooManyRequests', { details: { seconds: Math.ceil(refused.msBeforeNext / 1000) } })
      })
    }
    await next()
  }
}

/** A server that is called without a socket (in tests) sees one address. */
function addressOf(c: Context): string {
  return c.env && 'incoming' in c.env ? (getConnInfo(c).remote.address ?? '') : ''
}
