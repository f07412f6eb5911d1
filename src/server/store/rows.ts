// The rows of a ward: read by place, written whole. Documents of tables with personal data are sealed.
import { sql } from 'kysely'
import { tables, type Row, type RowRef, type TableName } from '#domain/tables.ts'
import { isAmong, listed, ofWard } from './bulk.ts'
import type { Transaction } from './database.ts'
import { seal, unseal } from './sealing.ts'

export interface StoredRow {
  readonly table: TableName
  readonly id: string
  readonly ver: number
  readonly row: Row
}

/** A row to be written: what it takes the place of, and which command made it. */
export interface WrittenRow extends StoredRow {
  /** Its document as JSON. */
  readonly text: string
  /** The version that stands there now; none for a new row. */
  readonly before: number | undefined
  readonly maker: string
}

/** A row as it is passed on: its document is JSON already, and nobody looks into it on the way. */
export interface RowText extends RowRef {
  readonly ver: number
  readonly text: string
}

/** Thrown when a row is not as it was read. */
export class RowChanged extends Error {}

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
  return (await findTexts(tx, ward, refs)).map(parseRow)
}

export async function findTexts(tx: Transaction, ward: WardKey, refs: readonly RowRef[]): Promise<RowText[]> {
  const found: RowText[] = []
  for (const [table, ids] of Map.groupBy(refs, (ref) => ref.table)) {
    const wanted = [...new Set(ids.map((ref) => ref.id))]
    const rows = await tx
      .selectFrom('rows')
      .select(['tbl', 'row_id', 'ver', 'doc'])
      .where('ward_id', '=', ward.wardId)
      .where('tbl', '=', table)
      .where(isAmong(tx, 'row_id', wanted))
      .execute()
    for (const row of rows) found.push(toRowText(ward, row))
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

const written = { tbl: 'text', row_id: 'text', ver: 'bigint', doc: 'text' } as const
const made = { ...written, maker: 'text' } as const

/**
 * A new row is plainly inserted: where another transaction makes the same id at the same moment, one of them fails
 * (`isClash`) and none is written over. Throws `RowChanged` when a row is not as it was.
 */
export async function saveRows(tx: Transaction, ward: WardKey, rows: readonly WrittenRow[]): Promise<void> {
  const document = ({ table, id, text }: WrittenRow) => toDocument(ward, table, id, text)
  // In one order for everybody, so that no two wait for each other.
  const fresh = rows.filter(({ before }) => before === undefined).sort((a, b) => (a.id < b.id ? -1 : 1))
  if (fresh.length > 0) {
    const values = fresh.map((row) => [row.table, row.id, row.ver, document(row), row.maker])
    await tx
      .insertInto('rows')
      .columns(['ward_id', 'tbl', 'row_id', 'ver', 'doc', 'maker'])
      .expression(ofWard(tx, ward.wardId, made, values))
      .execute()
  }
  const changed = rows.flatMap((row) =>
    row.before === undefined ? [] : [[row.table, row.id, row.ver, document(row), row.before]],
  )
  if (changed.length === 0) return
  const list = listed(tx, { ...written, before: 'bigint' }, changed)
  const { numAffectedRows } = await sql`update rows set ver = x.ver, doc = x.doc from ${list} as x
    where rows.ward_id = ${ward.wardId} and rows.tbl = x.tbl and rows.row_id = x.row_id
    and rows.ver = x.before`.execute(tx)
  if (Number(numAffectedRows) !== changed.length) throw new RowChanged()
}

/** A text of a table as it is kept: sealed where the table holds personal data. */
export function toDocument(ward: WardKey, table: TableName, id: string, text: string): string {
  return tables[table].personal ? seal(ward.key, `${table}/${id}`, text) : text
}

export function fromDocument(ward: WardKey, table: TableName, id: string, document: string): string {
  return tables[table].personal ? unseal(ward.key, `${table}/${id}`, document) : document
}

interface KeptRow {
  tbl: string
  row_id: string
  ver: number
  doc: string
}

export function toRowText(ward: WardKey, kept: KeptRow): RowText {
  const table = kept.tbl as TableName
  return { table, id: kept.row_id, ver: kept.ver, text: fromDocument(ward, table, kept.row_id, kept.doc) }
}

export function parseRow({ table, id, ver, text }: RowText): StoredRow {
  return { table, id, ver, row: JSON.parse(text) as Row }
}

export function toStoredRow(ward: WardKey, kept: KeptRow): StoredRow {
  return parseRow(toRowText(ward, kept))
}

export function chunks<T>(list: readonly T[], size = rowsPerStatement): T[][] {
  return Array.from({ length: Math.ceil(list.length / size) }, (_, n) => list.slice(n * size, (n + 1) * size))
}
