// What only one process of this machine may do at a moment, as workers that prepare the same thing.
import { mkdirSync } from 'node:fs'
import { tmpdir, userInfo } from 'node:os'
import { join } from 'node:path'
import SqliteDatabase from 'better-sqlite3'

const patience = 120_000

/**
 * Waits until no other process is at it, also blocking, so keep it short. SQLite holds the lock: the system lets go of it when its
 * process dies, so that none is ever left behind.
 */
export function oneAtATime<T>(what: string, work: () => T): T {
  // One user may not open another's file.
  const folder = join(tmpdir(), `to-so-locks-${userInfo().uid}`)
  mkdirSync(folder, { recursive: true })
  const lock = new SqliteDatabase(join(folder, what), { timeout: patience })
  try {
    lock.exec('begin exclusive')
    return work()
  } finally {
    lock.close()
  }
}
