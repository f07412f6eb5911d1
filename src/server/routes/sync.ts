// POST /api/sync: a phone says what it has, and hears what the ward has for it.
import { Hono } from 'hono'
import { Problem } from '#domain/problem.ts'
import type { Scope } from '#domain/tables.ts'
import { paths } from '#protocol/paths.ts'
import { syncRequestSchema, type SyncReplyToSend } from '#protocol/sync.ts'
import { protocolVersion } from '#protocol/version.ts'
import type { ServerContext } from '../context.ts'
import { parseBody } from '../middleware/body.ts'
import { getPersonEvenIfLeft, type AppEnv } from '../middleware/session.ts'
import { findWard } from '../store/wards.ts'
import { grantsOf, mayRead } from '../sync/grants.ts'
import { hear } from '../sync/hear.ts'
import { tellOutcomes } from '../sync/outcomes.ts'
import { pull } from '../sync/pull.ts'

export function syncRoutes(context: ServerContext): Hono<AppEnv> {
  const { db, keys, clock, log, pokes } = context
  const logError = (err: unknown, about: Record<string, string>) =>
    log.error({ err, ...about }, 'command parked')
  return new Hono<AppEnv>().post(paths.sync, async (c) => {
    // Who has left may still send what they did before; each command is judged by its own day.
    const { wardId, actor, hasLeft } = getPersonEvenIfLeft(c)
    const request = await parseBody(c, syncRequestSchema)
    if (request.protocol > protocolVersion) throw new Problem('protocolUnknown')
    const { deviceId, commands, status } = request
    const now = clock()
    const [ward, known] = await Promise.all([keys.get(wardId), findWard(db, wardId)])
    const epoch = known?.epoch ?? ''
    const heard = await hear(db, { ward, actor, deviceId, commands, status, now }, logError)
    pokes.publish(wardId, heard.touched, deviceId)
    const grants = hasLeft ? [] : grantsOf(wardId, actor)
    // Numbers of another epoch mean nothing here: begin anew.
    const cursors = request.epoch === epoch ? request.cursors : ({} as Record<Scope, number>)
    const scopes = await pull(db, ward, new Map(grants.map((scope) => [scope, cursors[scope] ?? 0])))
    const outcomes = await tellOutcomes(db, ward, heard.outcomes, {
      pages: scopes,
      mayRead: (scope) => !hasLeft && mayRead(wardId, actor, scope),
    })
    const { lastSeq, fork } = heard
    const reply: SyncReplyToSend = { epoch, serverTime: now, lastSeq, fork, outcomes, grants, scopes }
    return c.json(reply)
  })
}
