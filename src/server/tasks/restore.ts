// npm run restore -- <file>: puts the store back as it was in a backup. What phones have sent since is missing in it, so
// every ward gets a new epoch, by which they know that they must offer it again. A PostgreSQL database is put back by
// pg_restore, and `npm run restore -- --new-epoch` follows.
import { constants, copyFileSync, existsSync, renameSync, rmSync } from 'node:fs'
import { mkdtemp } from 'node:fs/promises'
import { join, resolve } from 'node:path'
import { parseArgs } from 'node:util'
import { v7 } from 'uuid'
import type { Config } from '../config.ts'
import { ConfigError, reasonOf } from '../configError.ts'
import { flushFolder } from '../masterKey.ts'
import { openContext, sqliteFile } from '../openContext.ts'
import { openDatabase } from '../store/database.ts'
import { holdsWard, isInUse, isWhole } from '../store/sqliteFile.ts'
import { createWardKeys } from '../store/wardKeys.ts'
import { beginNewEpoch } from '../store/wards.ts'
import { openFile } from './backupFile.ts'

/** Gives what to say when it is done. Throws ConfigError. */
export async function restore(config: Config, args: readonly string[]): Promise<string> {
  const { file, replace, newEpoch } = readArgs(args)
  if (newEpoch) return giveNewEpoch(config)
  if (config.databaseUrl !== undefined) {
    throw new ConfigError(
      'DATABASE_URL is set: restore a PostgreSQL database with pg_restore, then run `npm run restore -- --new-epoch`.',
    )
  }
  const store = sqliteFile(config)
  checkTarget(store, replace)
  const folder = await mkdtemp(join(config.dataDir, 'restore-'))
  try {
    const fresh = join(folder, 'fresh.sqlite')
    await openFile(file, fresh, config)
    await prepare(config, file, fresh)
    const old = keepOld(store)
    renameSync(fresh, store)
    flushFolder(config.dataDir)
    const said = `Restored from "${file}". Phones will send again what they have sent since.`
    return old === undefined ? said : `${said} What was here before is in "${old}".`
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}

function readArgs(args: readonly string[]) {
  const options = { replace: { type: 'boolean' }, 'new-epoch': { type: 'boolean' } } as const
  const { values, positionals } = tryParse()
  const [file, ...others] = positionals
  const newEpoch = values['new-epoch'] === true
  if (others.length > 0 || newEpoch === (file !== undefined))
    throw new ConfigError(
      'Say what to restore: npm run restore -- <file>, or npm run restore -- --new-epoch.',
    )
  return { file: resolve(file ?? ''), replace: values.replace === true, newEpoch }

  function tryParse() {
    try {
      return parseArgs({ args: [...args], options, allowPositionals: true })
    } catch (error) {
      throw new ConfigError(`${reasonOf(error)}.`)
    }
  }
}

async function giveNewEpoch(config: Config): Promise<string> {
  const { db, pokes, newId } = await openContext(config)
  try {
    const wards = await beginNewEpoch(db, newId)
    if (wards === 0) throw new ConfigError('There is no ward in the database.')
    return 'A new epoch has begun. Phones will send again what they have sent since the backup was made.'
  } finally {
    await pokes.close()
    await db.close()
  }
}

function checkTarget(store: string, replace: boolean): void {
  if (!existsSync(store)) return
  if (looksSo(() => isInUse(store)))
    throw new ConfigError(`A server is using "${store}"; stop it, and restore again.`)
  if (!replace && looksSo(() => holdsWard(store), true)) {
    throw new ConfigError(
      `"${store}" holds a ward; to put the backup in its place, add --replace (it is kept beside it).`,
    )
  }
}

/** A file that SQLite cannot read is what a backup is for. */
function looksSo(look: () => boolean, otherwise = false): boolean {
  try {
    return look()
  } catch {
    return otherwise
  }
}

/** Brings the store up to date and gives it new epochs while nobody uses it yet. */
async function prepare({ masterKey, masterKeyFrom }: Config, file: string, fresh: string): Promise<void> {
  if (!looksSo(() => isWhole(fresh)))
    throw new ConfigError(`The store in the backup "${file}" is not whole; take an earlier backup.`)
  const db = openDatabase(fresh)
  try {
    await db.migrate()
    if (!(await createWardKeys(db, masterKey).fit()))
      throw new ConfigError(
        `The master key in ${masterKeyFrom} does not fit the store in the backup "${file}".`,
      )
    await beginNewEpoch(db, () => v7())
  } finally {
    await db.close()
  }
}

/** A copy of what is there, for nothing is thrown away. A log that belongs to it must not be taken for the new one's. */
function keepOld(store: string): string | undefined {
  const stamp = new Date().toISOString().slice(0, 19).replaceAll(/[-:]/g, '')
  const old = `${store}.before-${stamp}`
  for (const log of ['-wal', '-shm']) if (existsSync(store + log)) renameSync(store + log, old + log)
  if (!existsSync(store)) return undefined
  copyFileSync(store, old, constants.COPYFILE_FICLONE)
  return old
}
