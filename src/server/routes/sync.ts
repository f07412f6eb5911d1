// POST /api/sync: a phone says what it has, and hears what the ward has for it.
import { setImmediate } from 'node:timers/promises'
import { Hono } from 'hono'
import { Problem } from '#domain/problem.ts'
import { rowKey, type Scope } from '#domain/tables.ts'
import { newerTables } from '#protocol/newerTables.ts'
import { paths } from '#protocol/paths.ts'
import { syncRequestSchema } from '#protocol/sync.ts'
import { protocolVersion } from '#protocol/version.ts'
import type { ServerContext } from '../context.ts'
import { parseBody } from '../middleware/body.ts'
import { getPersonEvenIfLeft, type AppEnv } from '../middleware/session.ts'
import { findWard } from '../store/wards.ts'
import { grantsOf, mayRead } from '../sync/grants.ts'
import { hear } from '../sync/hear.ts'
import { tellNotices } from '../sync/notices.ts'
import { tellOutcomes } from '../sync/outcomes.ts'
import { pull, unknownCursor } from '../sync/pull.ts'
import { replyText } from '../sync/tell.ts'

export function syncRoutes(context: ServerContext): Hono<AppEnv> {
  const { db, keys, clock, newId, log, pokes } = context
  const logError = (err: unknown, about: Record<string, string>) =>
    log.error({ err, ...about }, 'command parked')
  return new Hono<AppEnv>().post(paths.sync, async (c) => {
    // Who has left may still send what they did before; each command is judged by its own day.
    const { wardId, memberId, actor, hasLeft } = getPersonEvenIfLeft(c)
    const request = await parseBody(c, syncRequestSchema)
    if (request.protocol > protocolVersion) throw new Problem('protocolUnknown')
    const { protocol, deviceId, commands, answers, status } = request
    const now = clock()
    const [ward, known] = await Promise.all([keys.get(wardId), findWard(db, wardId)])
    const epoch = known?.epoch ?? ''
    const said = { ward, actor, deviceId, protocol, commands, answers, status, now, newId }
    const heard = await hear(db, said, logError)
    pokes.publish(wardId, heard.touched, deviceId)
    // Whoever listens hears of it before what this phone is to be told is gathered.
    if (heard.touched.length > 0) await setImmediate()

    // Neither who has left nor a phone that is to erase itself hears of any row.
    const isTold = !hasLeft && !heard.isRevoked
    const isReadable = (scope: Scope) => isTold && mayRead(wardId, actor, scope)
    const grants = isTold ? grantsOf(wardId, actor) : []
    // Numbers of another epoch mean nothing here: begin anew.
    const cursorOf = (scope: Scope) => {
      const cursor = request.cursors[scope] ?? 0
      return request.epoch === epoch || cursor === 0 ? cursor : unknownCursor
    }
    const atHand = new Map(heard.written.map((row) => [rowKey(row.table, row.id), row]))
    const cursors = new Map(grants.map((scope) => [scope, cursorOf(scope)]))
    const hidden = newerTables(protocol)
    const scopes = await pull(db, ward, cursors, { atHand, hidden })
    const telling = { pages: scopes, mayRead: isReadable, atHand, hidden }
    const outcomes = await tellOutcomes(db, ward, heard.outcomes, telling)
    const notices =
      isTold && heard.mayHaveNotices
        ? await tellNotices(db, ward, memberId, { mayRead: isReadable, hidden })
        : []
    const { lastSeq, fork, gap } = heard
    const reply = replyText({
      epoch,
      serverTime: now,
      lastSeq,
      fork,
      outcomes,
      grants,
      scopes,
      ...(gap ? { gap } : {}),
      ...(heard.isRevoked ? { erase: true } : {}),
      ...(notices.length > 0 ? { notices } : {}),
    })
    const length = Buffer.byteLength(reply)
    return c.body(reply, 200, { 'content-type': 'application/json', 'content-length': `${length}` })
  })
}
