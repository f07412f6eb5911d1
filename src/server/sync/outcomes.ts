// The rows that outcomes bring along. Most have just come with a page of the same reply and are left out; what the member
// may not read, or may no more, is never told, whoever wrote it.
import { rowKey, scopesOf, type Scope } from '#domain/tables.ts'
import type { ScopeChanges, WireOutcome } from '#protocol/sync.ts'
import type { Decided } from '../store/commands.ts'
import type { Database } from '../store/database.ts'
import { findRows, type WardKey } from '../store/rows.ts'

export async function tellOutcomes(
  database: Database,
  ward: WardKey,
  decided: readonly Decided[],
  { pages, mayRead }: { pages: readonly ScopeChanges[]; mayRead: (scope: Scope) => boolean },
): Promise<WireOutcome[]> {
  const brought = new Set(pages.flatMap(({ rows }) => rows.map(({ table, id }) => rowKey(table, id))))
  const left = decided.flatMap(({ made }) => made).filter(({ table, id }) => !brought.has(rowKey(table, id)))
  const found = left.length === 0 ? [] : await database.snapshot((tx) => findRows(tx, ward, left))
  const rows = new Map(
    found
      .filter(({ row }) => scopesOf(ward.wardId, row).some(mayRead))
      .map((row) => [rowKey(row.table, row.id), row]),
  )
  return decided.map(({ made, ...outcome }) => ({
    ...outcome,
    rows: made.flatMap(({ table, id }) => rows.get(rowKey(table, id)) ?? []),
  }))
}
