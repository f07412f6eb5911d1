// What a phone sends is decided here, in its order, in one transaction: effects, history, commands with their outcomes
// and what the device says of itself commit together or not at all. A command that was decided before, here or on an
// earlier device of the same member, gets its outcome again.
import { Problem } from '#domain/problem.ts'
import type { Actor } from '#domain/permissions.ts'
import type { Scope } from '#domain/tables.ts'
import type { WireCommand } from '#protocol/sync.ts'
import type { Poke } from '#protocol/events.ts'
import { findDecided, saveCommands, type Decided, type KeptCommand } from '../store/commands.ts'
import { isUniqueViolation, type Database, type Transaction } from '../store/database.ts'
import { lockDevice, saveDevice, type DeviceStatus } from '../store/devices.ts'
import { saveHistory } from '../store/history.ts'
import { saveRows, type WardKey } from '../store/rows.ts'
import { lockScopes, saveScopes } from '../store/scopes.ts'
import { decideBatch, scopesAtFirst, ScopesMissing, type LogError } from './decide.ts'

export interface Push {
  readonly ward: WardKey
  readonly actor: Actor
  readonly deviceId: string
  /** Numbered without a gap, in order, each id once. */
  readonly commands: readonly WireCommand[]
  /** Left out by the server's own device. */
  readonly status?: DeviceStatus
  /** The server's time, milliseconds since 1970. */
  readonly now: number
}

export interface PushReply {
  readonly lastSeq: number
  readonly fork: boolean
  /** In order of seq, without the rows (outcomes.ts). */
  readonly outcomes: readonly Decided[]
  /** The scopes whose heads moved. */
  readonly touched: readonly Poke[]
}

const mostTries = 8

/** Throws `deviceUnknown`, or `requestMalformed` when a number is missing between two commands. */
export async function push(database: Database, asked: Push, logError: LogError): Promise<PushReply> {
  const scopes = new Set<Scope>(scopesAtFirst(asked))
  for (let tries = 1; ; tries++) {
    try {
      return await database.transact((tx) => pushIn(database, tx, asked, [...scopes], logError))
    } catch (error) {
      if (tries === mostTries || !isWorthAnotherTry(error)) throw error
      if (error instanceof ScopesMissing) for (const scope of error.scopes) scopes.add(scope)
    }
  }
}

/**
 * A row stood in a scope that nobody could know before reading it: once more, with that scope locked as well. Or another
 * device carried the same command at the same moment: once more, now it is decided.
 */
function isWorthAnotherTry(error: unknown): boolean {
  return error instanceof ScopesMissing || isUniqueViolation(error)
}

async function pushIn(
  database: Database,
  tx: Transaction,
  asked: Push,
  scopes: Scope[],
  logError: LogError,
): Promise<PushReply> {
  const { ward, actor, deviceId, commands, status, now } = asked
  const { wardId } = ward
  const lastSeq = await lockDevice(database, tx, wardId, deviceId)
  if (lastSeq === undefined) throw new Problem('deviceUnknown')
  const fresh = commands.filter(({ seq }) => seq > lastSeq)
  if (fresh.some(({ seq }, index) => seq !== lastSeq + 1 + index)) {
    throw new Problem('requestMalformed', { details: { expected: lastSeq + 1 } })
  }
  const locked = await lockScopes(database, tx, wardId, scopes)
  // Only now: whoever carried one of these commands into the same scopes meanwhile has ended.
  const ids = commands.map(({ id }) => id)
  const known = new Map((await findDecided(tx, wardId, ids)).map((one) => [one.id, one]))
  // A number that was decided, with an id that never was: two phones count under one device id.
  if (commands.some(({ seq, id }) => seq <= lastSeq && !known.has(id))) {
    return { lastSeq, fork: true, outcomes: [], touched: [] }
  }
  const news = fresh.filter(({ id }) => !known.has(id))
  const batch = await decideBatch(tx, { ...asked, commands: news }, locked, logError)

  await saveRows(tx, ward, batch.written)
  await saveScopes(tx, wardId, batch.moved, batch.numbered)
  await saveHistory(tx, ward, batch.history)
  await saveCommands(tx, ward, { deviceId, memberId: actor.memberId, receivedAt: now }, batch.commands)
  const newLast = fresh.at(-1)?.seq ?? lastSeq
  const heard = status && { status: withoutSent(status, commands.length), at: now }
  await saveDevice(tx, { wardId, deviceId }, { lastSeq: newLast, heard })

  const decided = new Map(batch.commands.map((one) => [one.decided.id, one.decided]))
  return {
    lastSeq: newLast,
    fork: false,
    outcomes: commands.flatMap(({ id, seq }) => {
      const kept = known.get(id)
      return kept ? tellAgain(kept, seq, actor) : (decided.get(id) ?? [])
    }),
    touched: [...batch.moved].map(({ scope, head }) => ({ scope, head })),
  }
}

/** Under the number that it has here. To anybody but its author it is not told: they have no business with its id. */
function tellAgain({ memberId, ...kept }: KeptCommand, seq: number, actor: Actor): Decided {
  if (memberId === actor.memberId) return { ...kept, seq }
  return { id: kept.id, seq, outcome: 'refused', problem: new Problem('notAllowed').toReport(), made: [] }
}

/** What has arrived waits no more. */
function withoutSent(status: DeviceStatus, sent: number): DeviceStatus {
  const unsent = Math.max(0, status.unsent - sent)
  return { ...status, unsent, oldestUnsentAt: unsent === 0 ? null : status.oldestUnsentAt }
}
