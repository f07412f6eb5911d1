// The store of a server process, opened beside it or after it: to put a ward into it, and to look whether it is whole.
import { join } from 'node:path'
import { pino } from 'pino'
import { v7 } from 'uuid'
import { readConfig } from '../../src/server/config.ts'
import type { ServerContext } from '../../src/server/context.ts'
import { openDatabase } from '../../src/server/store/database.ts'
import { createWardKeys } from '../../src/server/store/wardKeys.ts'
import { createPokes } from '../../src/server/sync/pokes.ts'

/** `databaseUrl`: left out, its SQLite file; `masterKey`: left out, the one in its folder. The caller closes `db`. */
export function openStoreOf(
  server: { dataDir: string },
  databaseUrl?: string,
  masterKey?: string,
): ServerContext {
  const config = readConfig({ DATA_DIR: server.dataDir, DATABASE_URL: databaseUrl, MASTER_KEY: masterKey })
  const db = openDatabase(config.databaseUrl ?? join(config.dataDir, 'to-so.sqlite'))
  return {
    db,
    config,
    clock: Date.now,
    newId: () => v7(),
    log: pino({ level: 'silent' }),
    keys: createWardKeys(db, config.masterKey),
    pokes: createPokes(),
  }
}
