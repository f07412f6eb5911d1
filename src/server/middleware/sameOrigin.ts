// A request that changes something must come from our own page. Browsers say where it came from in Sec-Fetch-Site, older
// ones in Origin; what says neither is no browser and carries no one's cookie by accident.
import type { MiddlewareHandler } from 'hono'
import { Problem } from '#domain/problem.ts'
import type { Config } from '../config.ts'

const harmless = ['GET', 'HEAD', 'OPTIONS']

export function sameOrigin(config: Config): MiddlewareHandler {
  return async (c, next) => {
    if (!harmless.includes(c.req.method) && isForeign(config, c.req.raw.headers, c.req.url))
      throw new Problem('originForeign')
    await next()
  }
}

function isForeign(config: Config, headers: Headers, url: string): boolean {
  const origin = headers.get('origin')
  if (origin === config.publicUrl) return false
  const site = headers.get('sec-fetch-site')
  if (site) return site !== 'same-origin' && site !== 'none'
  if (!origin) return false
  return !URL.canParse(origin) || new URL(origin).host !== (headers.get('host') ?? new URL(url).host)
}
