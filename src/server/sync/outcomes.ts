// The rows that outcomes bring along. Most have just come with a page of the same reply and are left out; what the member
// may not read, or may no more, is never told, whoever wrote it.
import { rowKey, scopesOf, type Scope, type TableName } from '#domain/tables.ts'
import type { WireOutcome } from '#protocol/sync.ts'
import type { Decided } from '../store/commands.ts'
import type { Database } from '../store/database.ts'
import { findTexts, parseRow, type RowText, type StoredRow, type WardKey } from '../store/rows.ts'
import type { ScopePage } from './pull.ts'

/** An outcome as it is written into an answer (tell.ts). */
export type ToldOutcome = Omit<WireOutcome, 'rows'> & { readonly rows: readonly RowText[] }

interface Telling {
  readonly pages: readonly ScopePage[]
  readonly mayRead: (scope: Scope) => boolean
  /** Rows that need not be read, by row key. */
  readonly atHand: ReadonlyMap<string, RowText & StoredRow>
  /** Tables that the phone does not know. */
  readonly hidden: readonly TableName[]
}

export async function tellOutcomes(
  database: Database,
  ward: WardKey,
  decided: readonly Decided[],
  { pages, mayRead, atHand, hidden }: Telling,
): Promise<ToldOutcome[]> {
  const brought = new Set(pages.flatMap(({ rows }) => rows.map(({ table, id }) => rowKey(table, id))))
  const left = decided
    .flatMap(({ made }) => made)
    .filter(({ table, id }) => !hidden.includes(table) && !brought.has(rowKey(table, id)))
  const lacking = left.filter(({ table, id }) => !atHand.has(rowKey(table, id)))
  const found = lacking.length === 0 ? [] : await database.snapshot((tx) => findTexts(tx, ward, lacking))
  const known = left.flatMap(({ table, id }) => atHand.get(rowKey(table, id)) ?? [])
  const rows = new Map(
    [...known, ...found.map((told) => ({ ...told, ...parseRow(told) }))]
      .filter(({ row }) => scopesOf(ward.wardId, row).some(mayRead))
      .map((told) => [rowKey(told.table, told.id), told]),
  )
  return decided.map(({ made, ...outcome }) => ({
    ...outcome,
    rows: made.flatMap(({ table, id }) => rows.get(rowKey(table, id)) ?? []),
  }))
}
