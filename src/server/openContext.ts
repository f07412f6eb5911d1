// Opens the store as the configuration says, and puts around it what routes and tasks are given.
import { join } from 'node:path'
import { pino } from 'pino'
import { v7 } from 'uuid'
import type { Config } from './config.ts'
import { ConfigError, reasonOf } from './configError.ts'
import type { ServerContext } from './context.ts'
import { openDatabase, type Database } from './store/database.ts'
import { createWardKeys } from './store/wardKeys.ts'
import { createPokes } from './sync/pokes.ts'
import { sharePokes } from './sync/sharedPokes.ts'

/** Throws ConfigError when the database cannot be opened or the master key is another's. */
export async function openContext(config: Config): Promise<ServerContext> {
  const db = await openStore(config)
  // Only what is named here is written: no bodies, no headers, no names of people.
  const log = pino({ serializers: { err: pino.stdSerializers.err }, level: config.logLevel })
  const base = { db, config, log, clock: Date.now, newId: () => v7() }
  const keys = createWardKeys(db, config.masterKey)
  if (!(await keys.fit())) {
    throw new ConfigError(
      `The master key in ${config.masterKeyFrom} does not fit the database: ` +
        'start with the MASTER_KEY, or the master.key, that the data was begun with.',
    )
  }
  const pokes = config.databaseUrl === undefined ? createPokes() : sharePokes(base, config.databaseUrl)
  return { ...base, keys, pokes }
}

export function sqliteFile({ dataDir }: Pick<Config, 'dataDir'>): string {
  return join(dataDir, 'to-so.sqlite')
}

async function openStore(config: Config): Promise<Database> {
  const file = sqliteFile(config)
  try {
    const db = openDatabase(config.databaseUrl ?? file)
    await db.migrate()
    return db
  } catch (error) {
    const where = config.databaseUrl === undefined ? `"${file}"` : 'of DATABASE_URL'
    throw new ConfigError(`The database ${where} cannot be opened: ${reasonOf(error)}.`)
  }
}
