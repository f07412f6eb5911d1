// GET /api/history/:table/:id: who made a row, and every value that anybody gave it since, also those that gave way.
import { Hono } from 'hono'
import * as v from 'valibot'
import { Problem } from '#domain/problem.ts'
import { idSchema } from '#domain/schema.ts'
import { rowKey, scopesOf, tableNames, type RowRef } from '#domain/tables.ts'
import type { RowHistory } from '#protocol/history.ts'
import { paths } from '#protocol/paths.ts'
import type { ServerContext } from '../context.ts'
import { parseParam } from '../middleware/body.ts'
import { getPerson, type AppEnv } from '../middleware/session.ts'
import { readSome } from '../store/documents.ts'
import { findHistory } from '../store/history.ts'
import { findMaker } from '../store/makers.ts'
import { mayRead } from '../sync/grants.ts'

export function historyRoutes(context: ServerContext): Hono<AppEnv> {
  return new Hono<AppEnv>().get(paths.history, async (c) => {
    const { wardId, actor } = getPerson(c)
    const table = parseParam(c, 'table', v.picklist(tableNames))
    const id = parseParam(c, 'id', idSchema)
    const row = (await readSome(context, wardId, table, [id])).get(id)
    if (!row) throw new Problem('notFound')
    if (!scopesOf(wardId, row).some((scope) => mayRead(wardId, actor, scope)))
      throw new Problem('scopeNotGranted')
    return c.json(await tell(context, wardId, { table, id }))
  })
}

async function tell(context: ServerContext, wardId: string, ref: RowRef): Promise<RowHistory> {
  const { db, keys } = context
  const ward = await keys.get(wardId)
  const maker = await findMaker(db, wardId, ref)
  const history = await db.snapshot((tx) => findHistory(tx, ward, [ref]))
  const entries = (history.get(rowKey(ref.table, ref.id)) ?? []).toReversed()
  const authors = [maker, ...entries].flatMap((one) => one?.memberId ?? [])
  const members = await readSome(context, wardId, 'members', authors)
  const nameOf = (memberId: string) => members.get(memberId)?.name ?? ''
  return {
    // The server's own device is nobody.
    made: maker && members.has(maker.memberId) ? { ...maker, memberName: nameOf(maker.memberId) } : null,
    changes: entries.map(({ path, value, at, memberId, stood, ver }) => {
      return { path, value, at, memberId, memberName: nameOf(memberId), stood, ver }
    }),
  }
}
