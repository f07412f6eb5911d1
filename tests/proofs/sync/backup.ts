// A backup of one ward, taken and put back row by row: every table that begins with the ward.
import type { Kysely } from 'kysely'
import { v7 } from 'uuid'
import type { Database } from '../../../src/server/store/database.ts'

/** Rows by table. */
export type Backup = ReadonlyMap<string, Record<string, unknown>[]>
type AnyTables = Kysely<Record<string, Record<string, unknown>>>

const known = new WeakMap<object, string[]>()

async function wardTables(kysely: Database['kysely']): Promise<string[]> {
  const found = known.get(kysely)
  if (found) return found
  const tables = (await kysely.introspection.getTables()).filter(({ columns }) =>
    columns.some(({ name }) => name === 'ward_id'),
  )
  const names = tables.map(({ name }) => name)
  known.set(kysely, names)
  return names
}

export async function takeBackup({ kysely }: Database, wardId: string): Promise<Backup> {
  const backup = new Map<string, Record<string, unknown>[]>()
  for (const table of await wardTables(kysely)) {
    const rows = await (kysely as unknown as AnyTables)
      .selectFrom(table)
      .selectAll()
      .where('ward_id', '=', wardId)
      .execute()
    backup.set(table, rows)
  }
  return backup
}

/** `isAnnounced`: whoever put it back has told the server so, and the epoch is another one. */
export async function putBack(
  db: Database,
  wardId: string,
  backup: Backup,
  isAnnounced: boolean,
): Promise<void> {
  await db.transact(async (tx) => {
    const kysely = tx as unknown as AnyTables
    for (const [table, rows] of backup) {
      await kysely.deleteFrom(table).where('ward_id', '=', wardId).execute()
      for (let start = 0; start < rows.length; start += 200)
        await kysely
          .insertInto(table)
          .values(rows.slice(start, start + 200))
          .execute()
    }
    if (isAnnounced)
      await tx.updateTable('wards').set({ epoch: v7() }).where('ward_id', '=', wardId).execute()
  })
}
