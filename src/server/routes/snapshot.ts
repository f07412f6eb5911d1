// GET /api/snapshot/:scope?after=<number>: the first fill, page by page.
import { Hono } from 'hono'
import { Problem } from '#domain/problem.ts'
import { paths } from '#protocol/paths.ts'
import type { SnapshotPage } from '#protocol/snapshot.ts'
import { scopeSchema } from '#protocol/sync.ts'
import type { ServerContext } from '../context.ts'
import { parseParam } from '../middleware/body.ts'
import { getPerson, type AppEnv } from '../middleware/session.ts'
import { findWard } from '../store/wards.ts'
import { mayRead } from '../sync/grants.ts'
import { pull } from '../sync/pull.ts'

export function snapshotRoutes({ db, keys }: ServerContext): Hono<AppEnv> {
  return new Hono<AppEnv>().get(paths.snapshot, async (c) => {
    const { wardId, actor } = getPerson(c)
    const scope = parseParam(c, 'scope', scopeSchema)
    if (!mayRead(wardId, actor, scope)) throw new Problem('scopeNotGranted')
    const after = c.req.query('after') ?? '0'
    if (!/^\d{1,15}$/.test(after)) throw new Problem('requestMalformed', { field: 'after' })
    const [ward, known] = await Promise.all([keys.get(wardId), findWard(db, wardId)])
    const [changes] = await pull(db, ward, new Map([[scope, Number(after)]]))
    if (!changes) throw new Problem('notFound')
    const { rows, to, more, count, checksum } = changes
    const page: SnapshotPage = { epoch: known?.epoch ?? '', scope, rows, to, more, count, checksum }
    return c.json(page)
  })
}
