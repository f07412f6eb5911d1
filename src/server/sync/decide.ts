// A batch of commands against the rows as they are: each is carried out on what those before it left. Nothing is
// written here; what should be written comes back.
import {
  carryOut,
  parseCommand,
  rowsNeededBy,
  scopeKindOf,
  type Command,
  type RowWrite,
} from '#domain/commands.ts'
import type { PastChange } from '#domain/merge.ts'
import { dayAt } from '#domain/period.ts'
import type { Actor } from '#domain/permissions.ts'
import { Problem } from '#domain/problem.ts'
import {
  rowKey,
  scopesOf,
  teamScope,
  wardScope,
  type RowRef,
  type Scope,
  type TableName,
  type Tables,
} from '#domain/tables.ts'
import { isCommandName } from '#domain/commands.ts'
import type { WireCommand } from '#protocol/sync.ts'
import type { Decided } from '../store/commands.ts'
import type { Transaction } from '../store/database.ts'
import { findHistory, type HistoryEntry } from '../store/history.ts'
import { findRows, type StoredRow, type WardKey } from '../store/rows.ts'
import { numberRow, type ScopeState } from '../store/scopes.ts'

export type LogError = (error: unknown, about: Record<string, string>) => void

/** Thrown when commands write into scopes that are not locked. */
export class ScopesMissing extends Error {
  readonly scopes: readonly Scope[]

  constructor(scopes: readonly Scope[]) {
    super('scopes to lock')
    this.scopes = scopes
  }
}

interface Asked {
  readonly ward: WardKey
  readonly actor: Actor
  readonly deviceId: string
  readonly commands: readonly WireCommand[]
  readonly now: number
}

export interface Batch {
  readonly written: StoredRow[]
  readonly numbered: { scope: Scope; table: TableName; id: string; cursor: number }[]
  readonly moved: Set<ScopeState>
  readonly history: HistoryEntry[]
  readonly commands: { command: WireCommand; at: number; decided: Decided }[]
}

/** The scopes that these commands will most likely move; what they touch beyond them shows when rows are read. */
export function scopesAtFirst({ ward, actor, commands }: Asked): Scope[] {
  const kinds = new Set(commands.flatMap(({ name }) => (isCommandName(name) ? [scopeKindOf(name)] : [])))
  return [
    ...(kinds.has('ward') ? [wardScope(ward.wardId)] : []),
    ...(kinds.has('team') ? actor.teamIds.map(teamScope) : []),
  ]
}

/** Throws `ScopesMissing` with every scope to lock besides; then nothing of the batch may be written. */
export async function decideBatch(
  tx: Transaction,
  asked: Asked,
  locked: Map<Scope, ScopeState>,
  logError: LogError,
): Promise<Batch> {
  const { ward, actor, deviceId, now } = asked
  const parsed = asked.commands.map((command) => ({ command, ...parse(command, now) }))
  const refs: RowRef[] = parsed.flatMap(({ ready }) => (ready ? rowsNeededBy(ready) : []))
  const member: RowRef = { table: 'members', id: actor.memberId }
  const stored = await findRows(tx, ward, [...refs, member])
  const before = new Map(stored.map((row) => [rowKey(row.table, row.id), row.ver]))
  // Also for a base of 0: the author may have corrected a row of their own before the answer came that it stands here.
  const history = await findHistory(
    tx,
    ward,
    refs.filter(({ table, id }) => before.has(rowKey(table, id))),
  )
  const current = new Map(stored.map((row) => [rowKey(row.table, row.id), row]))
  const find = <T extends TableName>(table: T, id: string) =>
    current.get(rowKey(table, id))?.row as Tables[T] | undefined
  const leftOn = find('members', actor.memberId)?.leftOn ?? null

  const batch: Batch = { written: [], numbered: [], moved: new Set(), history: [], commands: [] }
  const written = new Set<string>()

  for (const { command, ready, refusal, at } of parsed) {
    const decide = (): Decided => {
      if (refusal) throw refusal
      if (!ready) throw new Problem('argumentsMalformed')
      if (leftOn !== null && dayAt(at) > leftOn) throw new Problem('memberLeft')
      const changesSince = (table: TableName, id: string, base: number): PastChange[] =>
        (history.get(rowKey(table, id)) ?? []).filter(
          (past) => past.stood && past.ver > base && past.deviceId !== deviceId,
        )
      const world = { actor, rows: { find }, at, today: dayAt(now), changesSince }
      const { outcome, writes } = carryOut(ready, world)
      for (const write of writes) keep(write, command.id, at)
      return {
        id: command.id,
        seq: command.seq,
        outcome,
        made: writes.map(({ table, id }) => ({ table, id })),
      }
    }
    batch.commands.push({ command, at, decided: decideOrRefuse(command, decide, logError) })
  }

  const missing = new Set<Scope>()
  for (const key of written) {
    const row = current.get(key)
    if (!row) continue
    batch.written.push(row)
    for (const scope of scopesOf(ward.wardId, row.row)) {
      const state = locked.get(scope)
      if (!state) {
        missing.add(scope)
        continue
      }
      const cursor = numberRow(state, key, before.get(key), row.ver)
      batch.numbered.push({ scope, table: row.table, id: row.id, cursor })
      batch.moved.add(state)
    }
  }
  // All at once, so that one more try is enough.
  if (missing.size > 0) throw new ScopesMissing([...missing])
  return batch

  function keep({ table, id, row, stands, lost }: RowWrite, commandId: string, at: number): void {
    const key = rowKey(table, id)
    const ver = (current.get(key)?.ver ?? 0) + 1
    current.set(key, { table, id, ver, row })
    written.add(key)
    const entry = { table, id, ver, at, commandId, deviceId, memberId: actor.memberId }
    batch.history.push(
      ...stands.map((change) => ({ ...entry, ...change, stood: true })),
      ...lost.map((change) => ({ ...entry, ...change, stood: false })),
    )
  }
}

function parse(command: WireCommand, now: number): { ready?: Command; refusal?: Problem; at: number } {
  // A clock that runs ahead must not win every conflict of the coming days.
  const at = Math.min(command.at, now)
  try {
    return { ready: parseCommand({ ...command, args: command.args }), at }
  } catch (error) {
    if (error instanceof Problem) return { refusal: error, at }
    throw error
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
