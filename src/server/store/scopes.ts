// Scopes and their numbers. A number is given only under the lock of the scope's row, so that the order of commits is
// the order of numbers and no reader ever skips one. Nothing else may assign a number.
import type { Scope, TableName } from '#domain/tables.ts'
import { addCheck, rowCheck, subtractCheck } from '#protocol/checksum.ts'
import type { Database, Transaction } from './database.ts'
import { chunks, toStoredRow, type StoredRow, type WardKey } from './rows.ts'

export interface ScopeState {
  readonly scope: Scope
  head: number
  count: number
  checksum: number
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

/** Gives a written row its number in a locked scope, and keeps count and checksum. `before` is its version until now. */
export function numberRow(state: ScopeState, key: string, before: number | undefined, ver: number): number {
  if (before === undefined) state.count += 1
  else state.checksum = subtractCheck(state.checksum, rowCheck(key, before))
  state.checksum = addCheck(state.checksum, rowCheck(key, ver))
  state.head += 1
  return state.head
}

export async function saveScopes(
  tx: Transaction,
  wardId: string,
  states: Iterable<ScopeState>,
  numbered: readonly { scope: Scope; table: TableName; id: string; cursor: number }[],
): Promise<void> {
  for (const some of chunks(numbered)) {
    await tx
      .insertInto('row_scopes')
      .values(
        some.map(({ scope, table, id, cursor }) => ({
          ward_id: wardId,
          scope,
          tbl: table,
          row_id: id,
          cursor,
        })),
      )
      .onConflict((conflict) =>
        conflict
          .columns(['ward_id', 'scope', 'tbl', 'row_id'])
          .doUpdateSet((eb) => ({ cursor: eb.ref('excluded.cursor') })),
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

/** The next rows of a scope after a number, in the order of their numbers. */
export async function rowsAfter(
  tx: Transaction,
  ward: WardKey,
  scope: Scope,
  after: number,
  limit: number,
): Promise<(StoredRow & { cursor: number })[]> {
  const rows = await tx
    .selectFrom('row_scopes as s')
    .innerJoin('rows as r', (join) =>
      join
        .onRef('r.ward_id', '=', 's.ward_id')
        .onRef('r.tbl', '=', 's.tbl')
        .onRef('r.row_id', '=', 's.row_id'),
    )
    .select(['r.tbl', 'r.row_id', 'r.ver', 'r.doc', 's.cursor'])
    .where('s.ward_id', '=', ward.wardId)
    .where('s.scope', '=', scope)
    .where('s.cursor', '>', after)
    .orderBy('s.cursor')
    .limit(limit)
    .execute()
  return rows.map((row) => ({ ...toStoredRow(ward, row), cursor: row.cursor }))
}
