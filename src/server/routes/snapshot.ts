// GET /api/snapshot/:scope?after=<number>&protocol=<number>: the first fill, page by page.
import { promisify } from 'node:util'
import { gunzip } from 'node:zlib'
import { Hono } from 'hono'
import { accepts } from 'hono/accepts'
import { Problem } from '#domain/problem.ts'
import { newerTables, unsaidProtocol } from '#protocol/newerTables.ts'
import { nextPageHeader, paths } from '#protocol/paths.ts'
import { scopeSchema } from '#protocol/sync.ts'
import type { ServerContext } from '../context.ts'
import { parseParam } from '../middleware/body.ts'
import { getPerson, type AppEnv } from '../middleware/session.ts'
import { findWard } from '../store/wards.ts'
import { mayRead } from '../sync/grants.ts'
import { createSnapshotPages } from '../sync/snapshotPages.ts'

const inflate = promisify(gunzip)

export function snapshotRoutes({ db, keys }: ServerContext): Hono<AppEnv> {
  const pages = createSnapshotPages(db)
  return new Hono<AppEnv>().get(paths.snapshot, async (c) => {
    const { wardId, actor } = getPerson(c)
    const scope = parseParam(c, 'scope', scopeSchema)
    if (!mayRead(wardId, actor, scope)) throw new Problem('scopeNotGranted')
    const after = c.req.query('after') ?? '0'
    if (!/^\d{1,15}$/.test(after)) throw new Problem('requestMalformed', { field: 'after' })
    const protocol = c.req.query('protocol') ?? String(unsaidProtocol)
    if (!/^\d{1,5}$/.test(protocol)) throw new Problem('requestMalformed', { field: 'protocol' })
    const [ward, known] = await Promise.all([keys.get(wardId), findWard(db, wardId)])
    const epoch = known?.epoch ?? ''
    const hidden = newerTables(Number(protocol))
    const { bytes, next } = await pages.read({ ward, epoch, scope, after: Number(after), hidden })
    const encoding = accepts(c, {
      header: 'Accept-Encoding',
      supports: ['gzip', 'identity'],
      default: 'identity',
    })
    c.header('content-type', 'application/json')
    c.header('vary', 'Accept-Encoding')
    if (next !== undefined) c.header(nextPageHeader, String(next))
    if (encoding !== 'gzip') return c.body(new Uint8Array(await inflate(bytes)))
    c.header('content-encoding', 'gzip')
    return c.body(bytes)
  })
}
