// The rows in memory: what the ward has said (base), with what this phone still has to say replayed on top by the
// domain's own commands. Never stored, so there is no optimistic copy that could go stale.
import { carryOut, type Command } from '#domain/commands.ts'
import type { Actor } from '#domain/permissions.ts'
import { dayAt } from '#domain/period.ts'
import { Problem } from '#domain/problem.ts'
import { tableNames, type Row, type TableName, type Tables } from '#domain/tables.ts'
import type { WireRow } from '#protocol/sync.ts'

export interface View {
  find<T extends TableName>(table: T, id: string): Tables[T] | undefined
  /** Every row of a table, in no order. */
  all<T extends TableName>(table: T): Tables[T][]
  /** The version the ward gave a row; 0 while only this phone has it. It is the `base` of a correction. */
  verOf(table: TableName, id: string): number
  /** Whether a command that the ward has not answered yet touched this row. */
  isWaiting(table: TableName, id: string): boolean
  /** Counts up at every change. */
  readonly version: number
  /** Returns the way to stop listening. */
  onChange(listener: () => void): () => void
}

/** The view as those who feed it hold it: pull and push tell it what the ward said, a save what a person did. */
export interface FedView extends View {
  /** Throws the Problem for which a command would be refused; changes nothing. */
  check(command: Command): void
  /** Takes in what the ward said; of two versions of a row the higher stands. */
  takeIn(rows: readonly WireRow[]): void
  /** Replaces the list of commands that the ward has not answered, in their order. */
  setPending(commands: readonly Command[]): void
}

interface BaseRow {
  readonly ver: number
  readonly row: Row | null
}

export function createView(actor: Actor, clock: () => number): FedView {
  const base = new Map<TableName, Map<string, BaseRow>>(tableNames.map((table) => [table, new Map()]))
  let overlay = new Map<TableName, Map<string, Row>>()
  let pending: readonly Command[] = []
  let version = 0
  const listeners = new Set<() => void>()

  const find = <T extends TableName>(table: T, id: string) =>
    (overlay.get(table)?.get(id) ?? base.get(table)?.get(id)?.row ?? undefined) as Tables[T] | undefined

  const decide = (command: Command) =>
    carryOut(command, { actor, rows: { find }, at: command.at, today: dayAt(clock()) })

  function replay(): void {
    overlay = new Map(tableNames.map((table) => [table, new Map()]))
    for (const command of pending) {
      for (const { table, id, row } of writesOf(command)) overlay.get(table)?.set(id, row)
    }
    version++
    for (const listener of listeners) listener()
  }

  /** What the ward will most likely refuse shows nothing here; the command stays in the outbox until the ward says so. */
  function writesOf(command: Command) {
    try {
      return decide(command).writes
    } catch (error) {
      if (error instanceof Problem) return []
      throw error
    }
  }

  return {
    find,
    all<T extends TableName>(table: T) {
      const rows = new Map<string, Row>()
      for (const [id, { row }] of base.get(table) ?? []) if (row) rows.set(id, row)
      for (const [id, row] of overlay.get(table) ?? []) rows.set(id, row)
      return [...rows.values()] as Tables[T][]
    },
    verOf: (table, id) => base.get(table)?.get(id)?.ver ?? 0,
    isWaiting: (table, id) => overlay.get(table)?.has(id) ?? false,
    get version() {
      return version
    },
    onChange(listener) {
      listeners.add(listener)
      return () => listeners.delete(listener)
    },
    check(command) {
      decide(command)
    },
    takeIn(rows) {
      for (const { table, id, ver, row } of rows) {
        const known = base.get(table)?.get(id)
        if (!known || known.ver < ver) base.get(table)?.set(id, { ver, row })
      }
      replay()
    },
    setPending(commands) {
      pending = commands
      replay()
    },
  }
}
