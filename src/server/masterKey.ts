// The key above all keys: it wraps each ward's key, signs sessions, and folds phone numbers. It comes from the
// configuration, or from a file that is made at the first start; losing it loses what is sealed.
import { randomBytes } from 'node:crypto'
import { closeSync, fsyncSync, openSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { ConfigError, reasonOf } from './configError.ts'

const bytes = 32

export function readMasterKey(text: string | undefined): Buffer | undefined {
  if (!text) return undefined
  const key = Buffer.from(text, 'base64')
  if (key.length !== bytes) {
    throw new ConfigError(
      'MASTER_KEY must be 32 random bytes in base64, as `openssl rand -base64 32` prints them.',
    )
  }
  return key
}

/** The key in a file that only the server's user can read. */
export function keyInFile(dataDir: string): { masterKey: Buffer; masterKeyFrom: string } {
  const path = join(dataDir, 'master.key')
  makeOnce(path, dataDir)
  const masterKey = Buffer.from(read(path), 'base64')
  if (masterKey.length !== bytes)
    throw new ConfigError(`"${path}" must hold 32 bytes in base64; restore it from a backup.`)
  return { masterKey, masterKeyFrom: path }
}

/** On the disk, and its name too, before anything is sealed with it: a power cut must not leave data without its key. */
function makeOnce(path: string, dataDir: string): void {
  try {
    const text = `${randomBytes(bytes).toString('base64')}\n`
    writeFileSync(path, text, { flag: 'wx', mode: 0o600, flush: true })
    flushFolder(dataDir)
  } catch (error) {
    const exists = error instanceof Error && 'code' in error && error.code === 'EEXIST'
    if (!exists) throw new ConfigError(`DATA_DIR is "${dataDir}", but nothing can be written there.`)
  }
}

/** Until then a power cut may forget that a file was made or renamed in it. */
export function flushFolder(folder: string): void {
  if (process.platform === 'win32') return
  const handle = openSync(folder, 'r')
  try {
    fsyncSync(handle)
  } finally {
    closeSync(handle)
  }
}

function read(path: string): string {
  try {
    return readFileSync(path, 'utf8')
  } catch (error) {
    throw new ConfigError(
      `"${path}" must be the file of the master key, but cannot be read: ${reasonOf(error)}.`,
    )
  }
}
