// Many values in one statement: a placeholder for each would cost more to write down and to parse than the rows do.
// PostgreSQL takes an array for each column; SQLite, which is in the same process, runs an insert once for each row.
import { sql, SqliteAdapter, type Kysely, type RawBuilder } from 'kysely'
import type { Schema } from './schema.ts'
import { ForEach } from './sqliteStatements.ts'

type ColumnType = 'text' | 'bigint'
type Columns = Readonly<Record<string, ColumnType>>
export type Values = readonly (string | number | null)[]

function isSqlite(kysely: Kysely<Schema>): boolean {
  return kysely.getExecutor().adapter instanceof SqliteAdapter
}

/** Whether a column is one of many texts. */
export function isAmong(
  kysely: Kysely<Schema>,
  column: string,
  texts: readonly string[],
): RawBuilder<boolean> {
  const ref = sql.ref(column)
  return isSqlite(kysely)
    ? sql`${ref} in (select value from json_each(${JSON.stringify(texts)}))`
    : sql`${ref} = any(${texts}::text[])`
}

/** What an insert of rows takes: the ward, and then the columns. */
export function ofWard(
  kysely: Kysely<Schema>,
  wardId: string,
  columns: Columns,
  rows: readonly Values[],
): RawBuilder<unknown> {
  if (!isSqlite(kysely))
    return sql`select cast(${wardId} as text), x.* from ${listed(kysely, columns, rows)} as x`
  const others = Object.keys(columns).map(() => sql.raw('?'))
  return sql`values (${new ForEach(rows.map((row) => [wardId, ...row]))}, ${sql.join(others)})`
}

/** The rows as something to select from, with the columns named here in their order. */
export function listed(
  kysely: Kysely<Schema>,
  columns: Columns,
  rows: readonly Values[],
): RawBuilder<unknown> {
  const names = Object.keys(columns)
  if (isSqlite(kysely)) {
    const values = names.map((name, index) => sql`value ->> ${sql.lit(index)} as ${sql.ref(name)}`)
    return sql`(select ${sql.join(values)} from json_each(${JSON.stringify(rows)}))`
  }
  const arrays = Object.values(columns).map(
    (type, index) => sql`${rows.map((row) => row[index])}::${sql.raw(type)}[]`,
  )
  return sql`(select * from unnest(${sql.join(arrays)}) as list (${sql.join(names.map((name) => sql.ref(name)))}))`
}
