// Scopes and their numbers. A number is given only under the lock of the scope's row, so that the order of commits is
// the order of numbers and no reader ever skips one. Nothing else may assign a number.
import { rowKey, type RowRef, type Scope, type TableName } from '#domain/tables.ts'
import { addCheck, rowCheck, subtractCheck } from '#protocol/checksum.ts'
import { ofWard } from './bulk.ts'
import type { Database, Transaction } from './database.ts'
import { parseRow, toRowText, type RowText, type StoredRow, type WardKey } from './rows.ts'

export interface ScopeState {
  readonly scope: Scope
  head: number
  count: number
  checksum: number
}

/** A number that was given: to a row that was written, or to one that has gone to another scope. */
export interface NumberedRow {
  readonly scope: Scope
  readonly table: TableName
  readonly id: string
  readonly cursor: number
  readonly isRemoved: boolean
}

/** Locks the scopes until the transaction ends, in one order for everybody, making those that are new. */
export async function lockScopes(
  database: Database,
  tx: Transaction,
  wardId: string,
  scopes: readonly Scope[],
): Promise<Map<Scope, ScopeState>> {
  const sorted = [...scopes].sort()
  if (sorted.length === 0) return new Map()
  await tx
    .insertInto('scopes')
    .values(sorted.map((scope) => ({ ward_id: wardId, scope, head: 0, count: 0, checksum: 0 })))
    .onConflict((conflict) => conflict.columns(['ward_id', 'scope']).doNothing())
    .execute()
  const select = tx
    .selectFrom('scopes')
    .select(['scope', 'head', 'count', 'checksum'])
    .where('ward_id', '=', wardId)
    .where('scope', 'in', sorted)
    .orderBy('scope')
  // On SQLite the transaction itself is the lock: `begin immediate` lets one writer in.
  const states = await (database.dialect === 'postgres' ? select.forUpdate() : select).execute()
  return byScope(states)
}

/**
 * Gives a written row its number in a locked scope, and keeps count and checksum. `before` is its version until now; none
 * where it did not stand in this scope.
 */
export function numberRow(state: ScopeState, key: string, before: number | undefined, ver: number): number {
  if (before === undefined) state.count += 1
  else state.checksum = subtractCheck(state.checksum, rowCheck(key, before))
  state.checksum = addCheck(state.checksum, rowCheck(key, ver))
  state.head += 1
  return state.head
}

/** The number under which a row leaves a locked scope; `before` is the version that stood in it. */
export function numberRemoval(state: ScopeState, key: string, before: number): number {
  state.count -= 1
  state.checksum = subtractCheck(state.checksum, rowCheck(key, before))
  state.head += 1
  return state.head
}

const columns = { scope: 'text', tbl: 'text', row_id: 'text', cursor: 'bigint', removed: 'bigint' } as const

export async function saveScopes(
  tx: Transaction,
  wardId: string,
  states: Iterable<ScopeState>,
  numbered: readonly NumberedRow[],
): Promise<void> {
  if (numbered.length > 0) {
    const rows = numbered.map((one) => [one.scope, one.table, one.id, one.cursor, one.isRemoved ? 1 : 0])
    await tx
      .insertInto('row_scopes')
      .columns(['ward_id', 'scope', 'tbl', 'row_id', 'cursor', 'removed'])
      .expression(ofWard(tx, wardId, columns, rows))
      .onConflict((conflict) =>
        conflict.columns(['ward_id', 'scope', 'tbl', 'row_id']).doUpdateSet((eb) => ({
          cursor: eb.ref('excluded.cursor'),
          removed: eb.ref('excluded.removed'),
        })),
      )
      .execute()
  }
  for (const { scope, head, count, checksum } of states) {
    await tx
      .updateTable('scopes')
      .set({ head, count, checksum })
      .where('ward_id', '=', wardId)
      .where('scope', '=', scope)
      .execute()
  }
}

/** Scopes as they stand; one in which nothing ever stood is left out. */
export async function findScopes(
  tx: Transaction,
  wardId: string,
  scopes: readonly Scope[],
): Promise<Map<Scope, ScopeState>> {
  if (scopes.length === 0) return new Map()
  const states = await tx
    .selectFrom('scopes')
    .select(['scope', 'head', 'count', 'checksum'])
    .where('ward_id', '=', wardId)
    .where('scope', 'in', [...scopes])
    .execute()
  return byScope(states)
}

function byScope(states: readonly (Omit<ScopeState, 'scope'> & { scope: string })[]): Map<Scope, ScopeState> {
  return new Map(states.map((state) => [state.scope as Scope, { ...state, scope: state.scope as Scope }]))
}

/** Every row that stands in a scope now. */
export async function rowsOfScope(tx: Transaction, ward: WardKey, scope: Scope): Promise<StoredRow[]> {
  const entries = await entriesAfter(tx, ward, scope, { after: 0, limit: Number.MAX_SAFE_INTEGER })
  return entries.flatMap(({ told }) => (told ? parseRow(told) : []))
}

/** The numbers of a scope, with the rows they were given to. */
function inScope(tx: Transaction, wardId: string, scope: Scope) {
  return tx
    .selectFrom('row_scopes as s')
    .innerJoin('rows as r', (join) =>
      join
        .onRef('r.ward_id', '=', 's.ward_id')
        .onRef('r.tbl', '=', 's.tbl')
        .onRef('r.row_id', '=', 's.row_id'),
    )
    .where('s.ward_id', '=', wardId)
    .where('s.scope', '=', scope)
}

/** Count and checksum of the rows of some tables that stand in a scope. */
export async function sumOfTables(
  tx: Transaction,
  wardId: string,
  scope: Scope,
  tables: readonly TableName[],
): Promise<{ count: number; checksum: number }> {
  const rows = await inScope(tx, wardId, scope)
    .select(['r.tbl', 'r.row_id', 'r.ver'])
    .where('s.removed', '=', 0)
    .where('s.tbl', 'in', [...tables])
    .execute()
  const check = rows.map(({ tbl, row_id: id, ver }) => rowCheck(rowKey(tbl as TableName, id), ver))
  return { count: rows.length, checksum: check.reduce(addCheck, 0) }
}

/** What stands under a number: a row, or the place of one that stands here no more. */
export interface ScopeEntry extends RowRef {
  readonly cursor: number
  readonly told: RowText | undefined
}

export interface ScopePart {
  readonly after: number
  readonly limit: number
  /** Rows whose text is at hand, by row key. */
  readonly atHand?: ReadonlyMap<string, RowText> | undefined
}

/** What stands in a scope after a number, in the order of the numbers. */
export async function entriesAfter(
  tx: Transaction,
  ward: WardKey,
  scope: Scope,
  { after, limit, atHand }: ScopePart,
): Promise<ScopeEntry[]> {
  const entries = await inScope(tx, ward.wardId, scope)
    .select(['r.tbl', 'r.row_id', 'r.ver', 'r.doc', 's.cursor', 's.removed'])
    .where('s.cursor', '>', after)
    .orderBy('s.cursor')
    .limit(limit)
    .execute()
  return entries.map(({ cursor, removed, ...kept }) => {
    const [table, id] = [kept.tbl as TableName, kept.row_id]
    const known = atHand?.get(rowKey(table, id))
    const text = () => (known?.ver === kept.ver ? known : toRowText(ward, kept))
    return { table, id, cursor, told: removed === 1 ? undefined : text() }
  })
}
