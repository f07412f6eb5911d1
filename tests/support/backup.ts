// A backup of the whole server store, and what an operator does with it: put back, with a new epoch or, as a disk that
// lost its last minutes, without one.
import { sql } from 'kysely'
import { v7 } from 'uuid'
import type { Database } from '../../src/server/store/database.ts'
import { beginNewEpoch } from '../../src/server/store/wards.ts'

export interface Backup {
  restore(options?: { isNewEpoch?: boolean }): Promise<void>
}

type Row = Record<string, unknown>

/** Of an SQLite store. */
export async function takeBackup(db: Database): Promise<Backup> {
  const tables = await tablesOf(db)
  const kept = new Map<string, readonly Row[]>()
  for (const table of tables) {
    const { rows } = await sql<Row>`select * from ${sql.table(table)}`.execute(db.kysely)
    kept.set(table, rows)
  }
  return {
    async restore({ isNewEpoch = true } = {}) {
      await db.transact(async (tx) => {
        await sql`pragma defer_foreign_keys = on`.execute(tx)
        for (const table of tables) await sql`delete from ${sql.table(table)}`.execute(tx)
        for (const [table, rows] of kept) {
          for (const row of rows) {
            const columns = sql.join(Object.keys(row).map((name) => sql.id(name)))
            await sql`insert into ${sql.table(table)} (${columns}) values (${sql.join(Object.values(row))})`.execute(
              tx,
            )
          }
        }
      })
      if (isNewEpoch) await beginNewEpoch(db, () => v7())
    },
  }
}

async function tablesOf(db: Database): Promise<string[]> {
  const { rows } = await sql<{ name: string }>`
    select name from sqlite_master where type = 'table' and name not like 'sqlite_%'`.execute(db.kysely)
  return rows.map(({ name }) => name)
}
