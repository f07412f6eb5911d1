// The rows in memory: what the ward has said, with what this phone still has to say carried out on top by the domain's
// own commands. It is never stored; whoever reads it (lists, search, figures) is a plain function over it.
import { carryOut, type Command } from '#domain/commands.ts'
import type { Actor } from '#domain/permissions.ts'
import { dayAt } from '#domain/period.ts'
import { Problem } from '#domain/problem.ts'
import { tableNames, type Row, type TableName, type Tables } from '#domain/tables.ts'
import type { WireRow } from '#protocol/sync.ts'
import type { PendingCommand } from '../db/outbox.ts'
import type { ReviewedCommand } from '../db/review.ts'

export type { PendingCommand, ReviewedCommand }

export interface View {
  find<T extends TableName>(table: T, id: string): Tables[T] | undefined
  /** Every row of a table, in no order. */
  all<T extends TableName>(table: T): Tables[T][]
  /** Every row of a table as the ward has it, without what this phone still has to say; in no order. */
  heard<T extends TableName>(table: T): Tables[T][]
  /** The version the ward gave a row; 0 while only this phone has it. It is the `base` of a correction. */
  verOf(table: TableName, id: string): number
  /** Whether a command that the ward has not answered yet touched this row. */
  isWaiting(table: TableName, id: string): boolean
  /** What the ward has not answered, in the order of sending. */
  readonly pending: readonly PendingCommand[]
  /** What a person must look at, the newest first. */
  readonly review: readonly ReviewedCommand[]
  /** Counts up at every change. */
  readonly version: number
  /** Returns the way to stop listening. */
  onChange(listener: () => void): () => void
}

/** What came to pass, all of it shown at once. */
export interface News {
  /** What the ward said; of two versions of a row the higher stands. */
  rows?: readonly WireRow[]
  /** Rows that this phone may not keep any more. */
  gone?: readonly { table: TableName; id: string }[]
  /** The whole list of what waits. */
  pending?: readonly PendingCommand[]
  /** The whole list of what a person must look at. */
  review?: readonly ReviewedCommand[]
}

/** The view as those who feed it hold it: pull and push tell it what the ward said, a save what a person did. */
export interface FedView extends View {
  /** Throws the Problem for which a command would be refused; changes nothing. */
  check(command: Command): void
  /** Carries one more command out on top. */
  add(pending: PendingCommand): void
  hear(news: News): void
}

interface BaseRow {
  readonly ver: number
  readonly row: Row | null
}

export function createView(actor: () => Actor, clock: () => number): FedView {
  const base = new Map<TableName, Map<string, BaseRow>>(tableNames.map((table) => [table, new Map()]))
  const overlay = new Map<TableName, Map<string, Row>>(tableNames.map((table) => [table, new Map()]))
  let pending: readonly PendingCommand[] = []
  let review: readonly ReviewedCommand[] = []
  let version = 0
  const listeners = new Set<() => void>()

  const find = <T extends TableName>(table: T, id: string) =>
    (overlay.get(table)?.get(id) ?? base.get(table)?.get(id)?.row ?? undefined) as Tables[T] | undefined

  const decide = (command: Command) =>
    carryOut(command, { actor: actor(), rows: { find }, at: command.at, today: dayAt(clock()) })

  function tell(): void {
    version++
    for (const listener of listeners) listener()
  }

  /** What the ward will most likely refuse shows nothing here; the command stays in the outbox until the ward says so. */
  function lay(command: Command): void {
    try {
      for (const { table, id, row } of decide(command).writes) overlay.get(table)?.set(id, row)
    } catch (error) {
      if (!(error instanceof Problem)) throw error
    }
  }

  function replay(): void {
    for (const rows of overlay.values()) rows.clear()
    for (const { command } of pending) lay(command)
  }

  return {
    find,
    all<T extends TableName>(table: T) {
      const top = overlay.get(table)
      const rows: Row[] = []
      for (const [id, { row }] of base.get(table) ?? []) if (row && !top?.has(id)) rows.push(row)
      for (const row of top?.values() ?? []) rows.push(row)
      return rows as Tables[T][]
    },
    heard<T extends TableName>(table: T) {
      const rows: Row[] = []
      for (const { row } of base.get(table)?.values() ?? []) if (row) rows.push(row)
      return rows as Tables[T][]
    },
    verOf: (table, id) => base.get(table)?.get(id)?.ver ?? 0,
    isWaiting: (table, id) => overlay.get(table)?.has(id) ?? false,
    get pending() {
      return pending
    },
    get review() {
      return review
    },
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
    add(one) {
      pending = [...pending, one]
      lay(one.command)
      tell()
    },
    hear(news) {
      for (const { table, id } of news.gone ?? []) base.get(table)?.delete(id)
      for (const { table, id, ver, row } of news.rows ?? []) {
        const known = base.get(table)?.get(id)
        if (!known || known.ver < ver) base.get(table)?.set(id, { ver, row })
      }
      pending = news.pending ?? pending
      review = news.review ?? review
      replay()
      tell()
    },
  }
}
