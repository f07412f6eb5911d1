// npm run backup -- <file>: the whole SQLite store as it is at one moment, sealed, while the server goes on.
import { existsSync, rmSync, statSync } from 'node:fs'
import { mkdtemp, rename } from 'node:fs/promises'
import { dirname, join, resolve } from 'node:path'
import type { Config } from '../config.ts'
import { ConfigError, reasonOf } from '../configError.ts'
import { flushFolder } from '../masterKey.ts'
import { sqliteFile } from '../openContext.ts'
import { openDatabase } from '../store/database.ts'
import { copyStore } from '../store/sqliteFile.ts'
import { createWardKeys } from '../store/wardKeys.ts'
import { sealFile } from './backupFile.ts'

/** Gives what to say when it is done. Throws ConfigError. */
export async function backUp(config: Config, args: readonly string[]): Promise<string> {
  const [named, ...others] = args
  if (named === undefined || named.startsWith('-') || others.length > 0)
    throw new ConfigError('Say where the backup goes: npm run backup -- <file>.')
  if (config.databaseUrl !== undefined) {
    throw new ConfigError(
      'DATABASE_URL is set: back a PostgreSQL database up with pg_dump, and encrypt what it gives.',
    )
  }
  const store = sqliteFile(config)
  if (!existsSync(store)) throw new ConfigError(`There is no database "${store}" to back up.`)
  const file = resolve(named)
  if (existsSync(file)) throw new ConfigError(`"${file}" exists; give the backup another name.`)
  await write(config, store, file)
  return `Backed up to "${file}" (${megabytes(file)} MB). It opens only with the master key in ${config.masterKeyFrom}.`
}

async function write(config: Config, store: string, file: string): Promise<void> {
  // The copy in plain lies where the store itself lies, never beside the backup.
  const folder = await mkdtemp(join(config.dataDir, 'backup-'))
  const [copy, part] = [join(folder, 'copy.sqlite'), `${file}.part`]
  try {
    await copyStore(store, copy)
    await checkKey(config, copy)
    rmSync(part, { force: true })
    await sealFile(copy, part, config)
    await rename(part, file)
    flushFolder(dirname(file))
  } catch (error) {
    rmSync(part, { force: true })
    if (error instanceof ConfigError) throw error
    throw new ConfigError(`The backup "${file}" cannot be made: ${reasonOf(error)}.`)
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}

/** Sealed with a key that does not fit what it holds, it would be found out when it is needed. */
async function checkKey({ masterKey, masterKeyFrom }: Config, copy: string): Promise<void> {
  const db = openDatabase(copy)
  try {
    if (await createWardKeys(db, masterKey).fit()) return
  } finally {
    await db.close()
  }
  throw new ConfigError(
    `The master key in ${masterKeyFrom} does not fit the database: ` +
      'back up with the MASTER_KEY, or the master.key, that the server uses.',
  )
}

function megabytes(file: string): string {
  return (statSync(file).size / 1_000_000).toFixed(1)
}
