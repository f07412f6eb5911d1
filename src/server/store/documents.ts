// Rows of a ward as the domain knows them, for whoever reads without syncing.
import type { TableName, Tables } from '#domain/tables.ts'
import type { ServerContext } from '../context.ts'
import { allRows, findRows } from './rows.ts'

type Reader = Pick<ServerContext, 'db' | 'keys'>

/** Whole tables, all read in one moment. */
export async function readTables<T extends TableName>(
  { db, keys }: Reader,
  wardId: string,
  tables: readonly T[],
): Promise<{ [K in T]: Tables[K][] }> {
  const ward = await keys.get(wardId)
  return db.snapshot(async (tx) => {
    const read = {} as { [K in T]: Tables[K][] }
    for (const table of tables) {
      const rows = await allRows(tx, ward, table)
      read[table] = rows.map(({ row }) => row) as Tables[typeof table][]
    }
    return read
  })
}

/** Some rows of one table by id. */
export async function readSome<T extends TableName>(
  { db, keys }: Reader,
  wardId: string,
  table: T,
  ids: readonly string[],
): Promise<Map<string, Tables[T]>> {
  const ward = await keys.get(wardId)
  const rows = await db.snapshot((tx) =>
    findRows(
      tx,
      ward,
      ids.map((id) => ({ table, id })),
    ),
  )
  return new Map(rows.map(({ id, row }) => [id, row as Tables[T]]))
}
