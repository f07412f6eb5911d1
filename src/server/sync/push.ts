// What a phone sends is decided here, in its order, in one transaction: effects, history, commands with their outcomes
// and the device's last number commit together or not at all. A command that was decided before gets its outcome again.
import { Problem } from '#domain/problem.ts'
import type { Actor } from '#domain/permissions.ts'
import type { Scope } from '#domain/tables.ts'
import type { WireCommand, WireOutcome } from '#protocol/sync.ts'
import type { Poke } from '#protocol/events.ts'
import { findDecided, lockDevice, saveCommands, setLastSeq, type Decided } from '../store/commands.ts'
import type { Database, Transaction } from '../store/database.ts'
import { saveHistory } from '../store/history.ts'
import { findRows, saveRows, type WardKey } from '../store/rows.ts'
import { lockScopes, saveScopes } from '../store/scopes.ts'
import { decideBatch, scopesAtFirst, ScopesMissing, type LogError } from './decide.ts'
import { rowKey } from '#domain/tables.ts'

export interface Push {
  readonly ward: WardKey
  readonly actor: Actor
  readonly deviceId: string
  /** Numbered without a gap, in order. */
  readonly commands: readonly WireCommand[]
  /** The server's time, milliseconds since 1970. */
  readonly now: number
}

export interface PushReply {
  readonly lastSeq: number
  readonly fork: boolean
  readonly outcomes: WireOutcome[]
  /** The scopes whose heads moved. */
  readonly touched: Poke[]
}

/** Throws `deviceUnknown`, or `requestMalformed` when a number is missing between two commands. */
export async function push(database: Database, asked: Push, logError: LogError): Promise<PushReply> {
  const scopes = new Set<Scope>(scopesAtFirst(asked))
  for (;;) {
    try {
      return await database.transact((tx) => pushIn(database, tx, asked, [...scopes], logError))
    } catch (error) {
      // A row stood in a scope that nobody could know before reading it: once more, with that scope locked as well.
      if (!(error instanceof ScopesMissing) || error.scopes.every((scope) => scopes.has(scope))) throw error
      for (const scope of error.scopes) scopes.add(scope)
    }
  }
}

async function pushIn(
  database: Database,
  tx: Transaction,
  asked: Push,
  scopes: Scope[],
  logError: LogError,
): Promise<PushReply> {
  const { ward, actor, deviceId, commands, now } = asked
  const lastSeq = await lockDevice(database, tx, ward.wardId, deviceId)
  if (lastSeq === undefined) throw new Problem('deviceUnknown')
  const old = commands.filter(({ seq }) => seq <= lastSeq)
  const fresh = commands.filter(({ seq }) => seq > lastSeq)
  if (fresh.some(({ seq }, index) => seq !== lastSeq + 1 + index)) {
    throw new Problem('requestMalformed', { details: { expected: lastSeq + 1 } })
  }
  const seen = await findDecided(tx, ward.wardId, { deviceId, seqs: old.map(({ seq }) => seq) })
  const idBySeq = new Map(seen.map(({ seq, id }) => [seq, id]))
  if (old.some(({ seq, id }) => idBySeq.has(seq) && idBySeq.get(seq) !== id)) {
    return { lastSeq, fork: true, outcomes: [], touched: [] }
  }
  const carried = await findDecided(tx, ward.wardId, { ids: fresh.map(({ id }) => id) })
  const known = new Set(carried.map(({ id }) => id))
  const locked = await lockScopes(database, tx, ward.wardId, scopes)
  const news = fresh.filter(({ id }) => !known.has(id))
  const batch = await decideBatch(tx, { ...asked, commands: news }, locked, logError)

  await saveRows(tx, ward, batch.written)
  await saveScopes(tx, ward.wardId, batch.moved, batch.numbered)
  await saveHistory(tx, ward, batch.history)
  await saveCommands(tx, ward, { deviceId, memberId: actor.memberId, receivedAt: now }, batch.commands)
  const newLast = fresh.at(-1)?.seq ?? lastSeq
  if (newLast !== lastSeq) await setLastSeq(tx, ward.wardId, deviceId, newLast)

  const seqById = new Map(commands.map(({ id, seq }) => [id, seq]))
  const decided = [...seen, ...carried, ...batch.commands.map((command) => command.decided)]
  const outcomes = await withRows(
    tx,
    ward,
    decided.map((one) => ({ ...one, seq: seqById.get(one.id) ?? one.seq })),
  )
  return {
    lastSeq: newLast,
    fork: false,
    outcomes: outcomes.sort((a, b) => a.seq - b.seq),
    touched: [...batch.moved].map(({ scope, head }) => ({ scope, head })),
  }
}

async function withRows(tx: Transaction, ward: WardKey, decided: readonly Decided[]): Promise<WireOutcome[]> {
  const rows = await findRows(
    tx,
    ward,
    decided.flatMap(({ made }) => made),
  )
  const byKey = new Map(rows.map((row) => [rowKey(row.table, row.id), row]))
  return decided.map(({ made, ...outcome }) => ({
    ...outcome,
    rows: made.flatMap(({ table, id }) => byKey.get(rowKey(table, id)) ?? []),
  }))
}
