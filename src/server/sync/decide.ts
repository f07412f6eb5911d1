// A batch of commands against the rows as they are: each is carried out on what those before it left. Nothing is
// written here; what should be written comes back.
import { carryOut, rowsNeededBy, scopeKindOf, type RowWrite } from '#domain/commands.ts'
import type { CodeChange } from '#domain/dossierCodes.ts'
import { formerActors } from '#domain/member.ts'
import { dayAt } from '#domain/period.ts'
import type { Actor } from '#domain/permissions.ts'
import { Problem } from '#domain/problem.ts'
import {
  rowKey,
  teamScope,
  wardScope,
  type RowRef,
  type Scope,
  type TableName,
  type Tables,
} from '#domain/tables.ts'
import type { WireCommand } from '#protocol/sync.ts'
import type { Decided } from '../store/commands.ts'
import type { Transaction } from '../store/database.ts'
import { findHistory, type HistoryEntry } from '../store/history.ts'
import type { NoticeFor } from '../store/notices.ts'
import { findRows, type StoredRow, type WardKey, type WrittenRow } from '../store/rows.ts'
import type { ScopeState } from '../store/scopes.ts'
import type { Arrived } from './arrive.ts'
import { findBatchCodes } from './codes.ts'
import { findEpochBegan } from '../store/wards.ts'
import { numberAll, type Numbered } from './number.ts'
import { noticesOf } from './overridden.ts'

export type LogError = (error: unknown, about: Record<string, string>) => void

export interface Asked {
  readonly ward: WardKey
  /** With whose rights. */
  readonly actor: Actor
  /** Whose commands they are, where somebody else takes them. */
  readonly author?: string | undefined
  /** The phone on which they were made. */
  readonly madeOn: string
  /** Whether they come in the order in which that phone made them, so that none of its own changes is news to it. */
  readonly isInOrder: boolean
  /** When that phone was revoked: what was done later does not count. */
  readonly revokedAt: number | null
  readonly arrived: readonly Arrived[]
  readonly now: number
  readonly newId: () => string
}

export interface Batch {
  readonly written: WrittenRow[]
  readonly numbered: Numbered
  readonly history: HistoryEntry[]
  readonly notices: NoticeFor[]
  readonly codes: readonly CodeChange[]
  readonly commands: { command: WireCommand; at: number; decided: Decided }[]
}

/** The scopes that these commands will most likely move; what they touch beyond them shows when rows are read. */
export function scopesAtFirst(wardId: string, actor: Actor, arrived: readonly Arrived[]): Scope[] {
  const kinds = new Set(arrived.flatMap(({ ready }) => (ready ? [scopeKindOf(ready.name)] : [])))
  return [
    ...(kinds.has('ward') ? [wardScope(wardId)] : []),
    ...(kinds.has('team') ? actor.teamIds.map(teamScope) : []),
  ]
}

/** Throws `ScopesMissing` (withScopes.ts); then nothing of the batch may be written. */
export async function decideBatch(
  tx: Transaction,
  asked: Asked,
  locked: ReadonlyMap<Scope, ScopeState>,
  logError: LogError,
): Promise<Batch> {
  const { ward, actor, author, madeOn, now } = asked
  const memberId = author ?? actor.memberId
  const refs: RowRef[] = asked.arrived.flatMap(({ ready }) => (ready ? rowsNeededBy(ready) : []))
  const stored = await findRows(tx, ward, [...refs, { table: 'members', id: actor.memberId }])
  const before = new Map(stored.map((row) => [rowKey(row.table, row.id), row]))
  // Also for a base of 0: the author may have corrected a row of their own before the answer came that it stands here.
  const history = await findHistory(
    tx,
    ward,
    refs.filter(({ table, id }) => before.has(rowKey(table, id))),
  )
  const codes = await findBatchCodes(tx, ward.wardId, asked.arrived, stored)
  const current = new Map<string, StoredRow>(before)
  const find = <T extends TableName>(table: T, id: string) =>
    current.get(rowKey(table, id))?.row as Tables[T] | undefined
  const historyOf = (table: TableName, id: string) => history.get(rowKey(table, id)) ?? []
  // A version that was seen in a store of before means nothing in this one: there the times decide.
  const epochBegan = history.size > 0 ? await findEpochBegan(tx, ward.wardId) : 0
  const isRival = (past: HistoryEntry, base: number, at: number) =>
    past.ver > base || (at < epochBegan && past.at > at)
  const changesSince =
    (at: number) =>
    (table: TableName, id: string, base: number): HistoryEntry[] =>
      historyOf(table, id).filter(
        (past) => past.stood && isRival(past, base, at) && !(asked.isInOrder && past.deviceId === madeOn),
      )
  // Whoever takes another's command does so today; a phone's commands are judged by the day they were done.
  const member = author === undefined ? find('members', actor.memberId) : undefined

  const batch: Omit<Batch, 'written' | 'numbered' | 'codes'> = { history: [], notices: [], commands: [] }
  /** By row key, the command that wrote it first: it made the row, if the row is new. */
  const written = new Map<string, string>()

  for (const { command, ready, failure, at } of asked.arrived) {
    const decide = (): Decided => {
      if (!ready) throw failure
      if (asked.revokedAt !== null && at > asked.revokedAt) throw new Problem('deviceRevoked')
      if (member?.leftOn != null && dayAt(at) > member.leftOn) throw new Problem('memberLeft')
      const formerly = member ? formerActors(member, at) : []
      const world = {
        actor,
        formerly,
        rows: { find },
        at,
        now,
        today: dayAt(now),
        codes,
        changesSince: changesSince(at),
      }
      const carriedOut = carryOut(ready, author === undefined ? world : { ...world, author })
      const { outcome, writes } = carriedOut
      for (const write of writes) keep(write, command.id, at)
      codes.note(carriedOut.codes)
      return {
        id: command.id,
        seq: command.seq,
        outcome,
        made: writes.map(({ table, id }) => ({ table, id })),
      }
    }
    batch.commands.push({ command, at, decided: decideOrRefuse(command, decide, logError) })
  }

  const pairs = [...written].flatMap(([key, maker]) => {
    const row = current.get(key)
    return row ? [{ before: before.get(key), now: row, maker }] : []
  })
  return {
    ...batch,
    codes: codes.changed(),
    numbered: numberAll(ward.wardId, pairs, locked),
    written: pairs.map(({ before: old, now: row, maker }) => {
      return { ...row, text: JSON.stringify(row.row), before: old?.ver, maker }
    }),
  }

  function keep(write: RowWrite, commandId: string, at: number): void {
    const { table, id, row, stands, lost } = write
    const key = rowKey(table, id)
    const ver = (current.get(key)?.ver ?? 0) + 1
    current.set(key, { table, id, ver, row })
    if (!written.has(key)) written.set(key, commandId)
    const entry = { table, id, ver, at, commandId, deviceId: madeOn, memberId }
    batch.history.push(
      ...stands.map((change) => ({ ...entry, ...change, stood: true })),
      ...lost.map((change) => ({ ...entry, ...change, stood: false })),
    )
    batch.notices.push(...noticesOf(write, { commandId, memberId, at }, historyOf(table, id), asked.newId))
  }
}

/** A Problem refuses the command. Anything else is a bug of ours: the command is kept, parked, and stops no other. */
function decideOrRefuse({ id, seq, name }: WireCommand, decide: () => Decided, logError: LogError): Decided {
  try {
    return decide()
  } catch (error) {
    if (error instanceof Problem) return { id, seq, outcome: 'refused', problem: error.toReport(), made: [] }
    logError(error, { command: name, commandId: id })
    return { id, seq, outcome: 'parked', problem: { code: 'serverFailed' }, made: [] }
  }
}
