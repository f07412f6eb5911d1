// The rows of a ward: read by place, written whole. Documents of tables with personal data are sealed.
import { tables, type Row, type RowRef, type TableName } from '#domain/tables.ts'
import type { Transaction } from './database.ts'
import { seal, unseal } from './sealing.ts'

export interface StoredRow {
  readonly table: TableName
  readonly id: string
  readonly ver: number
  readonly row: Row
}

/** A ward and the key to its sealed columns. */
export interface WardKey {
  readonly wardId: string
  readonly key: Buffer
}

/** PostgreSQL takes 65,535 parameters and SQLite 32,766 in a statement; this many rows stay well below. */
export const rowsPerStatement = 500

export async function findRows(
  tx: Transaction,
  ward: WardKey,
  refs: readonly RowRef[],
): Promise<StoredRow[]> {
  const found: StoredRow[] = []
  for (const [table, ids] of Map.groupBy(refs, (ref) => ref.table)) {
    const wanted = [...new Set(ids.map((ref) => ref.id))]
    for (const some of chunks(wanted)) {
      const rows = await tx
        .selectFrom('rows')
        .select(['tbl', 'row_id', 'ver', 'doc'])
        .where('ward_id', '=', ward.wardId)
        .where('tbl', '=', table)
        .where('row_id', 'in', some)
        .execute()
      found.push(...rows.map((row) => toStoredRow(ward, row)))
    }
  }
  return found
}

/** Every row of a table. */
export async function allRows<T extends TableName>(
  tx: Transaction,
  ward: WardKey,
  table: T,
): Promise<StoredRow[]> {
  const rows = await tx
    .selectFrom('rows')
    .select(['tbl', 'row_id', 'ver', 'doc'])
    .where('ward_id', '=', ward.wardId)
    .where('tbl', '=', table)
    .execute()
  return rows.map((row) => toStoredRow(ward, row))
}

export async function saveRows(tx: Transaction, ward: WardKey, rows: readonly StoredRow[]): Promise<void> {
  for (const some of chunks(rows)) {
    await tx
      .insertInto('rows')
      .values(
        some.map(({ table, id, ver, row }) => ({
          ward_id: ward.wardId,
          tbl: table,
          row_id: id,
          ver,
          doc: toDocument(ward, table, id, JSON.stringify(row)),
        })),
      )
      .onConflict((conflict) =>
        conflict.columns(['ward_id', 'tbl', 'row_id']).doUpdateSet((eb) => ({
          ver: eb.ref('excluded.ver'),
          doc: eb.ref('excluded.doc'),
        })),
      )
      .execute()
  }
}

/** A text of a table as it is kept: sealed where the table holds personal data. */
export function toDocument(ward: WardKey, table: TableName, id: string, text: string): string {
  return tables[table].personal ? seal(ward.key, `${table}/${id}`, text) : text
}

export function fromDocument(ward: WardKey, table: TableName, id: string, document: string): string {
  return tables[table].personal ? unseal(ward.key, `${table}/${id}`, document) : document
}

export function toStoredRow(
  ward: WardKey,
  kept: { tbl: string; row_id: string; ver: number; doc: string },
): StoredRow {
  const table = kept.tbl as TableName
  const row = JSON.parse(fromDocument(ward, table, kept.row_id, kept.doc)) as Row
  return { table, id: kept.row_id, ver: kept.ver, row }
}

export function chunks<T>(list: readonly T[], size = rowsPerStatement): T[][] {
  return Array.from({ length: Math.ceil(list.length / size) }, (_, n) => list.slice(n * size, (n + 1) * size))
}
