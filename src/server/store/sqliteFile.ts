// The file of an SQLite store, looked at from outside: by a process that is not the server.
import SqliteDatabase from 'better-sqlite3'

/** Copies the whole store as it is at one moment, while a server may be writing to it. */
export async function copyStore(from: string, to: string): Promise<void> {
  const source = new SqliteDatabase(from, { readonly: true, fileMustExist: true })
  try {
    // All pages in one step: between two steps another process may write, and then SQLite begins from the first page.
    await source.backup(to, { progress: () => Number.MAX_SAFE_INTEGER })
  } finally {
    source.close()
  }
}

/** Whether some process has it open. If none has, its log has been written into it and is gone afterwards. */
export function isInUse(path: string): boolean {
  return look(path, (database) => {
    try {
      database.pragma('locking_mode = EXCLUSIVE')
      database.exec('begin exclusive; commit')
      return false
    } catch (error) {
      if (codeOf(error).startsWith('SQLITE_BUSY')) return true
      throw error
    }
  })
}

/** Also for a file that was made but never filled. */
export function holdsWard(path: string): boolean {
  return look(path, (database) => {
    const isBegun = database.prepare(`select 1 from sqlite_master where name = 'wards'`).get() !== undefined
    return isBegun && database.prepare('select 1 from wards').get() !== undefined
  })
}

/** Whether every page of it is as SQLite wrote it. */
export function isWhole(path: string): boolean {
  return look(path, (database) => database.pragma('integrity_check', { simple: true }) === 'ok')
}

function look<T>(path: string, see: (database: SqliteDatabase.Database) => T): T {
  const database = new SqliteDatabase(path, { fileMustExist: true, timeout: 0 })
  try {
    return see(database)
  } finally {
    database.close()
  }
}

function codeOf(error: unknown): string {
  return error instanceof Error && 'code' in error ? String(error.code) : ''
}
