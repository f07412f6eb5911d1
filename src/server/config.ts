// What the person who starts the server decides, read once from the environment. Every wrong value is said in one
// sentence that names the variable, what it was, and what it may be.
import { randomBytes } from 'node:crypto'
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join, resolve } from 'node:path'

export interface Config {
  readonly port: number
  readonly host: string
  /** Where the SQLite file and the master key live; absolute. */
  readonly dataDir: string
  /** A PostgreSQL address; without one the store is a SQLite file in dataDir. */
  readonly databaseUrl: string | undefined
  /** Where phones reach the server, without a slash at the end. */
  readonly publicUrl: string
  readonly tls: { readonly cert: string; readonly key: string } | undefined
  /** 32 bytes that wrap each ward's key; without MASTER_KEY a file in dataDir holds them. */
  readonly masterKey: Buffer
  readonly demo: boolean
}

export class ConfigError extends Error {}

type Environment = Readonly<Record<string, string | undefined>>
const loopback = ['127.0.0.1', '::1', 'localhost']

/** Throws ConfigError with a sentence for the person at the terminal. */
export function readConfig(env: Environment, args: readonly string[] = []): Config {
  const demo = args.includes('--demo')
  const unknown = args.find((arg) => arg !== '--demo')
  if (unknown) throw new ConfigError(`"${unknown}" is not an option; the only one is --demo.`)
  const port = readPort(env.PORT || '8080')
  const host = env.HOST || (demo ? '127.0.0.1' : '0.0.0.0')
  if (demo && !loopback.includes(host)) {
    throw new ConfigError(
      `HOST is "${host}", but the demo has known passwords and listens on 127.0.0.1, ::1 or localhost only.`,
    )
  }
  const tls = readTls(env)
  const dataDir = resolve(env.DATA_DIR || (demo ? 'data-demo' : 'data'))
  return {
    port,
    host,
    dataDir,
    databaseUrl: readDatabaseUrl(env.DATABASE_URL),
    publicUrl: readPublicUrl(env.PUBLIC_URL || `${tls ? 'https' : 'http'}://localhost:${port}`),
    tls,
    masterKey: readMasterKey(env.MASTER_KEY) ?? masterKeyIn(dataDir),
    demo,
  }
}

export function isHttps(config: Config): boolean {
  return config.publicUrl.startsWith('https:')
}

function readPort(text: string): number {
  const port = Number(text)
  if (!/^\d+$/.test(text) || port < 1 || port > 65_535) {
    throw new ConfigError(`PORT is "${text}", but it must be a whole number from 1 to 65535.`)
  }
  return port
}

function readDatabaseUrl(text: string | undefined): string | undefined {
  if (!text) return undefined
  if (!/^postgres(ql)?:\/\//.test(text) || !URL.canParse(text)) {
    throw new ConfigError(
      'DATABASE_URL must be like postgres://user:password@host:5432/name; leave it out to use SQLite.',
    )
  }
  return text
}

function readPublicUrl(text: string): string {
  const url = URL.canParse(text) ? new URL(text) : undefined
  if (
    !url ||
    !/^https?:$/.test(url.protocol) ||
    url.pathname !== '/' ||
    url.search ||
    url.hash ||
    url.username
  ) {
    throw new ConfigError(
      `PUBLIC_URL is "${text}", but it must be like https://toso.example.vn, with no path behind it.`,
    )
  }
  return url.origin
}

function readTls(env: Environment): Config['tls'] {
  if (!env.TLS_CERT && !env.TLS_KEY) return undefined
  if (!env.TLS_CERT || !env.TLS_KEY) {
    throw new ConfigError(
      'TLS_CERT and TLS_KEY belong together: give the paths of both PEM files, or of neither.',
    )
  }
  return { cert: readPem('TLS_CERT', env.TLS_CERT), key: readPem('TLS_KEY', env.TLS_KEY) }
}

function readPem(name: string, path: string): string {
  try {
    return readFileSync(path, 'utf8')
  } catch {
    throw new ConfigError(`${name} is "${path}", but that file cannot be read.`)
  }
}

function readMasterKey(text: string | undefined): Buffer | undefined {
  if (!text) return undefined
  const key = Buffer.from(text, 'base64')
  if (key.length !== 32) {
    throw new ConfigError(
      'MASTER_KEY must be 32 random bytes in base64, as `openssl rand -base64 32` prints them.',
    )
  }
  return key
}

/** The key in a file that only the server's user can read; made at the first start. Losing it loses the sealed columns. */
function masterKeyIn(dataDir: string): Buffer {
  const path = join(dataDir, 'master.key')
  try {
    mkdirSync(dataDir, { recursive: true, mode: 0o700 })
    writeFileSync(path, `${randomBytes(32).toString('base64')}\n`, { flag: 'wx', mode: 0o600 })
  } catch (error) {
    const exists = error instanceof Error && 'code' in error && error.code === 'EEXIST'
    if (!exists) throw new ConfigError(`DATA_DIR is "${dataDir}", but nothing can be written there.`)
  }
  const key = Buffer.from(readFileSync(path, 'utf8'), 'base64')
  if (key.length !== 32)
    throw new ConfigError(`"${path}" must hold 32 bytes in base64; restore it from a backup.`)
  return key
}
