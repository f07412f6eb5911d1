// The rows in memory: what the ward has said, with what this phone still has to say carried out on top by the domain's
// own commands. It is never stored; whoever reads it (lists, search, figures) is a plain function over it.
import { carryOut, rowsNeededBy, type Command, type World } from '#domain/commands.ts'
import { codesAmong } from '#domain/dossierCodes.ts'
import type { Actor } from '#domain/permissions.ts'
import { dayAt } from '#domain/period.ts'
import { Problem } from '#domain/problem.ts'
import {
  rowKey,
  tableNames,
  tables,
  type Row,
  type RowRef,
  type Scope,
  type TableName,
  type Tables,
} from '#domain/tables.ts'
import type { Notice, WireRow } from '#protocol/sync.ts'
import type { PendingCommand } from '../db/outbox.ts'
import type { ReviewedCommand } from '../db/review.ts'
import { createHeardRows, type Sum } from './heard.ts'

export type { PendingCommand, ReviewedCommand }

export interface View {
  find<T extends TableName>(table: T, id: string): Tables[T] | undefined
  /** Every row of a table, in no order. */
  all<T extends TableName>(table: T): Tables[T][]
  /** Every row of a table as the ward has it, without what this phone still has to say; in no order. */
  heard<T extends TableName>(table: T): Tables[T][]
  /** The version the ward gave a row; 0 while only this phone has it. It is the `base` of a correction. */
  verOf(table: TableName, id: string): number
  /** Whether a command that the ward has not answered yet touched this row, or names it and could not be shown here. */
  isWaiting(table: TableName, id: string): boolean
  /** What the ward has not answered, in the order of sending. */
  readonly pending: readonly PendingCommand[]
  /** What a person must look at, the newest first. */
  readonly review: readonly ReviewedCommand[]
  /** What the ward told this member and they have not seen, the newest first. */
  readonly notices: readonly Notice[]
  /** Counts up at every change. */
  readonly version: number
  /** Returns the way to stop listening. */
  onChange(listener: () => void): () => void
}

/** What came to pass, all of it shown at once. */
export interface News {
  /** Everything that the ward has said: what is not among it is gone. */
  base?: readonly WireRow[] | undefined
  /** Scopes that this phone holds no more. */
  left?: readonly Scope[]
  /** Rows that stand in a scope no more, though they may stand in another. */
  removed?: readonly (RowRef & { scope: Scope })[]
  /** What the ward said; of two versions of a row the higher stands. */
  rows?: readonly WireRow[]
  /** The whole list of what waits. */
  pending?: readonly PendingCommand[]
  /** The whole list of what a person must look at. */
  review?: readonly ReviewedCommand[]
  /** The whole list of what the ward told, the newest first. */
  notices?: readonly Notice[]
}

/** The view as those who feed it hold it: pull and push tell it what the ward said, a save what a person did. */
export interface FedView extends View {
  /** Throws the Problem for which a command would be refused; changes nothing. */
  check(command: Command): void
  /** Carries one more command out on top. */
  add(pending: PendingCommand): void
  hear(news: News): void
  /** Count and checksum of what the ward has said of a scope. */
  sumOf(scope: Scope): Sum
}

export function createView(actor: () => Actor, clock: () => number): FedView {
  const base = createHeardRows()
  const overlay = new Map<TableName, Map<string, Row>>(tableNames.map((table) => [table, new Map()]))
  let pending: readonly PendingCommand[] = []
  let review: readonly ReviewedCommand[] = []
  let notices: readonly Notice[] = []
  /** Rows of which commands that wait speak though they are refused here. */
  const named = new Set<string>()
  let version = 0
  const listeners = new Set<() => void>()

  const find = <T extends TableName>(table: T, id: string) =>
    (overlay.get(table)?.get(id) ?? base.get(table, id)?.row ?? undefined) as Tables[T] | undefined

  const codes = codesAmong(() => all('dossiers'), { find })
  const worldOf = ({ at }: Command): World => ({ actor: actor(), rows: { find }, at, today: dayAt(clock()) })

  function all<T extends TableName>(table: T): Tables[T][] {
    const top = overlay.get(table)
    const rows: Row[] = []
    for (const [id, { row }] of base.of(table)) if (row && !top?.has(id)) rows.push(row)
    for (const row of top?.values() ?? []) rows.push(row)
    return rows as Tables[T][]
  }

  function tell(): void {
    version++
    for (const listener of listeners) listener()
  }

  /**
   * What the ward will most likely refuse, or has decided already, changes nothing here; the command stays in the outbox
   * until the ward says so, and what it speaks of waits. That another team gave a code first is the ward's to say: until
   * then what was saved is shown.
   */
  function lay(command: Command): void {
    try {
      for (const { table, id, row } of carryOut(command, worldOf(command)).writes)
        overlay.get(table)?.set(id, row)
    } catch (error) {
      if (!(error instanceof Problem)) throw error
      for (const { table, id } of rowsNeededBy(command))
        if (tables[table].scope === 'team') named.add(rowKey(table, id))
    }
  }

  function replay(): void {
    for (const rows of overlay.values()) rows.clear()
    named.clear()
    for (const { command } of pending) lay(command)
  }

  return {
    find,
    all,
    heard<T extends TableName>(table: T) {
      const rows: Row[] = []
      for (const { row } of base.of(table).values()) if (row) rows.push(row)
      return rows as Tables[T][]
    },
    verOf: (table, id) => base.get(table, id)?.ver ?? 0,
    isWaiting: (table, id) =>
      overlay.get(table)?.has(id) === true || (named.size > 0 && named.has(rowKey(table, id))),
    sumOf: base.sumOf,
    get pending() {
      return pending
    },
    get review() {
      return review
    },
    get notices() {
      return notices
    },
    get version() {
      return version
    },
    onChange(listener) {
      listeners.add(listener)
      return () => listeners.delete(listener)
    },
    check(command) {
      carryOut(command, { ...worldOf(command), codes })
    },
    add(one) {
      const isLast = (pending.at(-1)?.seq ?? 0) < one.seq
      pending = isLast ? [...pending, one] : inOrder([...pending, one])
      if (isLast) lay(one.command)
      else replay()
      tell()
    },
    hear(news) {
      if (news.base) base.clear()
      for (const scope of news.left ?? []) base.leave(scope)
      for (const { scope, table, id } of news.removed ?? []) base.remove(scope, table, id)
      for (const row of news.base ?? []) base.hear(row)
      for (const row of news.rows ?? []) base.hear(row)
      pending = news.pending ? inOrder(news.pending) : pending
      review = news.review ?? review
      notices = news.notices ?? notices
      replay()
      tell()
    },
  }
}

/** In the order of sending; two that are saved at one moment may come in any. */
function inOrder(pending: readonly PendingCommand[]): readonly PendingCommand[] {
  const isInOrder = pending.every(({ seq }, index) => index === 0 || (pending[index - 1]?.seq ?? 0) < seq)
  return isInOrder ? pending : [...pending].sort((a, b) => a.seq - b.seq)
}
