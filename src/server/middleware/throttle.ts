// A loose limit per address on what a guesser would try: a whole team sits behind one address, so tight limits are per
// account (store/attempts.ts). Counted in memory; a restart forgives.
import { getConnInfo } from '@hono/node-server/conninfo'
import type { Context, MiddlewareHandler } from 'hono'
import { RateLimiterMemory, RateLimiterRes } from 'rate-limiter-flexible'
import { Problem } from '#domain/problem.ts'
import type { Config } from '../config.ts'

const attempts = 300
const seconds = 300

/** Throws `tooManyRequests` with the seconds to wait. */
export function throttle({ trustedProxies }: Config): MiddlewareHandler {
  const limiter = new RateLimiterMemory({ points: attempts, duration: seconds })
  return async (c, next) => {
    if (c.req.method !== 'GET' || c.req.path.includes('/invites/')) {
      await limiter.consume(addressOf(c, trustedProxies)).catch((refused: unknown) => {
        if (!(refused instanceof RateLimiterRes)) throw refused
        throw new Problem('tooManyRequests', { details: { seconds: Math.ceil(refused.msBeforeNext / 1000) } })
      })
    }
    await next()
  }
}

/**
 * Every proxy appends whom it was called by. The last of them calls us, so each that we trust leads one entry back from
 * the right; what stands further left was written by strangers.
 */
function addressOf(c: Context, trustedProxies: number): string {
  const told = trustedProxies > 0 ? (c.req.header('x-forwarded-for') ?? '') : ''
  const callers = [...told.split(',').map((entry) => entry.trim()), socketOf(c)].filter(
    (entry) => entry !== '',
  )
  return callers.at(-1 - trustedProxies) ?? callers[0] ?? ''
}

/** A server that is called without a socket (in tests) sees one address. */
function socketOf(c: Context): string {
  return c.env && 'incoming' in c.env ? (getConnInfo(c).remote.address ?? '') : 'nobody'
}
