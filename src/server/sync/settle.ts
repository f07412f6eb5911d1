// What a lead or manager does with a refused or parked command of somebody they answer for: take it, so that it is
// carried out with their rights while its author stays its author, or dismiss it. Both may be said twice.
import * as v from 'valibot'
import { formerActors, type Member } from '#domain/member.ts'
import { isAllowed, type Actor } from '#domain/permissions.ts'
import { Problem } from '#domain/problem.ts'
import type { Scope } from '#domain/tables.ts'
import { idSchema } from '#domain/schema.ts'
import type { Poke } from '#protocol/events.ts'
import type { Taken } from '#protocol/stuck.ts'
import type { SettledNotice } from '#protocol/sync.ts'
import type { ServerContext } from '../context.ts'
import { lockCommand, type WholeCommand } from '../store/commands.ts'
import type { Database, Transaction } from '../store/database.ts'
import { saveNotices } from '../store/notices.ts'
import { findRows, type WardKey } from '../store/rows.ts'
import { lockScopes } from '../store/scopes.ts'
import { saveOutcome, settleCommands } from '../store/settling.ts'
import { arrive } from './arrive.ts'
import { decideBatch, scopesAtFirst } from './decide.ts'
import { saveBatch } from './saveBatch.ts'
import { withScopes } from './withScopes.ts'

/** Who settles, and in which ward. */
export interface Settler {
  readonly wardId: string
  readonly actor: Actor
}

/** Whether this lead or manager answers for the author of a command that was done at `at`. */
export function maySettle(actor: Actor, author: Member | undefined, at: number): boolean {
  const teamIds = author ? [author, ...formerActors(author, at)].flatMap((one) => one.teamIds) : []
  return [{}, ...teamIds.map((teamId) => ({ teamId }))].some((subject) =>
    isAllowed('settleStuck', actor, subject),
  )
}

/**
 * Throws `notFound`, or `notAllowed` unless `maySettle`. One that is refused again is left as it was, and the reason comes
 * back; one that somebody settled before is answered with its outcome as it stands.
 */
export async function takeStuck(
  context: ServerContext,
  { wardId, actor }: Settler,
  commandId: string,
): Promise<Taken> {
  const { db, keys, pokes } = context
  const ward = await keys.get(wardId)
  const { taken, touched, told } = await withScopes(db, [], (tx, scopes) =>
    takeWithin(context, tx, { ward, actor, commandId, scopes }),
  )
  pokes.publish(wardId, touched)
  if (told !== undefined) pokes.wake(wardId, told)
  return taken
}

async function takeWithin(
  { db, clock, newId, log }: ServerContext,
  tx: Transaction,
  asked: { ward: WardKey; actor: Actor; commandId: string; scopes: readonly Scope[] },
): Promise<{ taken: Taken; touched: Poke[]; told?: string | undefined }> {
  const { ward, actor } = asked
  const stuck = await findSettleable(db, tx, asked)
  const { id, memberId: author, payload, outcome, problem } = stuck
  if (!isOpen(stuck)) return { taken: { outcome, ...(problem && { problem }) }, touched: [] }
  const now = clock()
  // As it was done: the time was held to that of its arrival.
  const arrived = [arrive({ ...payload, at: stuck.at }, { protocol: payload.protocol, now })]
  const guess = scopesAtFirst(ward.wardId, actor, arrived)
  const locked = await lockScopes(db, tx, ward.wardId, [...new Set([...guess, ...asked.scopes])])
  const by = { ward, actor, author, madeOn: stuck.deviceId, isInOrder: false, revokedAt: null }
  const batch = await decideBatch(tx, { ...by, arrived, now, newId }, locked, (err, about) =>
    log.error({ err, ...about }, 'command parked'),
  )
  const decided = batch.commands[0]?.decided
  if (!decided) throw new Error('A command without an outcome')
  const taken = { outcome: decided.outcome, ...(decided.problem && { problem: decided.problem }) }
  if (taken.outcome === 'refused' || taken.outcome === 'parked') return { taken, touched: [] }
  await saveBatch(tx, ward, batch, now)
  const told = await settle(tx, ward, stuck, { as: 'taken', by: actor.memberId, at: now, newId })
  await saveOutcome(tx, ward.wardId, { ...decided, id })
  return { taken, touched: [...batch.numbered.moved].map(({ scope, head }) => ({ scope, head })), told }
}

/** Throws `notFound`, or `notAllowed` unless `maySettle`. */
export async function dismissStuck(
  { db, keys, clock, newId, pokes }: ServerContext,
  { wardId, actor }: Settler,
  commandId: string,
): Promise<void> {
  const ward = await keys.get(wardId)
  const told = await db.transact(async (tx) => {
    const stuck = await findSettleable(db, tx, { ward, actor, commandId })
    if (!isOpen(stuck)) return undefined
    return settle(tx, ward, stuck, { as: 'dismissed', by: actor.memberId, at: clock(), newId })
  })
  if (told !== undefined) pokes.wake(wardId, told)
}

/** Held until the transaction ends, so that of two who settle it at once one comes second. */
async function findSettleable(
  db: Database,
  tx: Transaction,
  { ward, actor, commandId }: { ward: WardKey; actor: Actor; commandId: string },
): Promise<WholeCommand> {
  const command = await lockCommand(db, tx, ward, commandId)
  if (!command) throw new Problem('notFound')
  const [member] = await findRows(tx, ward, [{ table: 'members', id: command.memberId }])
  if (!maySettle(actor, member?.row as Member | undefined, command.at)) throw new Problem('notAllowed')
  return command
}

function isOpen({ outcome, settledAt }: WholeCommand): boolean {
  return (outcome === 'refused' || outcome === 'parked') && settledAt === null
}

/** Its author is told, unless they did it themselves; gives who is told. */
async function settle(
  tx: Transaction,
  ward: WardKey,
  { id, memberId, payload, at: doneAt }: WholeCommand,
  { as, by, at, newId }: { as: 'taken' | 'dismissed'; by: string; at: number; newId: () => string },
): Promise<string | undefined> {
  await settleCommands(tx, { wardId: ward.wardId, ids: [id] }, { as, by, at })
  if (memberId === by) return undefined
  const work = { name: payload.name, at: doneAt, ids: idsIn(payload.args) }
  const notice: SettledNotice = { id: newId(), kind: 'settled', commandId: id, as, by, at, work }
  await saveNotices(tx, ward, [{ memberId, notice }], at)
  return memberId
}

/** The rows that a command names, also one that this server could not read. */
function idsIn(args: unknown): Record<string, string> {
  const ids: Record<string, string> = {}
  if (typeof args !== 'object' || args === null) return ids
  if ('resident' in args) Object.assign(ids, idsIn(args.resident))
  for (const [name, value] of Object.entries(args)) {
    if (name.endsWith('Id') && v.is(idSchema, value)) ids[name] = value
  }
  return ids
}
