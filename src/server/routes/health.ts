// GET /api/health: whether the server answers and reaches its database.
import { Hono } from 'hono'
import { paths } from '#protocol/paths.ts'
import { protocolVersion } from '#protocol/version.ts'
import type { ServerContext } from '../context.ts'
import { hasMembers } from '../store/members.ts'

export function healthRoutes({ db }: ServerContext): Hono {
  return new Hono().get(paths.health, async (c) => {
    return c.json({ ok: true, isSetUp: await hasMembers(db), protocol: protocolVersion })
  })
}
