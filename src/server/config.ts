// What the person who starts the server decides, read once from the environment. Every wrong value is said in one
// sentence that names the variable, what it was, and what it may be.
import { accessSync, constants, mkdirSync, readFileSync } from 'node:fs'
import { resolve } from 'node:path'
import { createSecureContext } from 'node:tls'
import { ConfigError, reasonOf } from './configError.ts'
import { keyInFile, readMasterKey } from './masterKey.ts'

export const logLevels = ['error', 'warn', 'info', 'debug'] as const

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
  /** Where the master key was found, in words for the person at the terminal. */
  readonly masterKeyFrom: string
  /** How many proxies in front of the server say truly who called them. */
  readonly trustedProxies: number
  /** How many exchanges with phones are in work at once; who comes beyond them is told to come again. */
  readonly maxInWork: number
  readonly logLevel: (typeof logLevels)[number]
  readonly demo: boolean
}

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
  const logLevel = readLogLevel(env.LOG_LEVEL || 'info')
  const trustedProxies = readTrustedProxies(env.TRUST_PROXY || '0')
  const maxInWork = readMaxInWork(env.MAX_IN_WORK || '100')
  const tls = readTls(env)
  const databaseUrl = readDatabaseUrl(env.DATABASE_URL)
  if (demo && databaseUrl !== undefined) {
    throw new ConfigError('DATABASE_URL is set, but the demo keeps to a folder of its own; start it without.')
  }
  // Beside the real data, never in it: whoever looks around must not find, or change, what is meant to last.
  const dataDir = resolve(env.DATA_DIR || 'data') + (demo ? '-demo' : '')
  return {
    port,
    host,
    dataDir,
    databaseUrl,
    publicUrl: readPublicUrl(env.PUBLIC_URL || `${tls ? 'https' : 'http'}://localhost:${port}`),
    tls,
    ...findMasterKey(demo ? undefined : env.MASTER_KEY, dataDir, databaseUrl),
    trustedProxies,
    maxInWork,
    logLevel,
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

function readTrustedProxies(text: string): number {
  if (!/^\d$/.test(text)) {
    throw new ConfigError(`TRUST_PROXY is "${text}", but it must be the number of proxies in front, 0 to 9.`)
  }
  return Number(text)
}

function readMaxInWork(text: string): number {
  if (!/^\d{1,5}$/.test(text) || Number(text) < 1) {
    throw new ConfigError(`MAX_IN_WORK is "${text}", but it must be a whole number from 1 to 99999.`)
  }
  return Number(text)
}

function readLogLevel(text: string): Config['logLevel'] {
  const level = logLevels.find((known) => known === text)
  if (!level) throw new ConfigError(`LOG_LEVEL is "${text}", but it must be one of ${logLevels.join(', ')}.`)
  return level
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
  const cert = readPem('TLS_CERT', env.TLS_CERT)
  const key = readPem('TLS_KEY', env.TLS_KEY)
  checkPem(`TLS_CERT is "${env.TLS_CERT}", but that is no certificate in PEM`, { cert })
  checkPem(`TLS_KEY is "${env.TLS_KEY}", but that is no key in PEM for the certificate of TLS_CERT`, {
    cert,
    key,
  })
  return { cert, key }
}

function readPem(name: string, path: string): string {
  try {
    return readFileSync(path, 'utf8')
  } catch {
    throw new ConfigError(`${name} is "${path}", but that file cannot be read.`)
  }
}

function checkPem(sentence: string, pem: { cert: string; key?: string }): void {
  try {
    createSecureContext(pem)
  } catch (error) {
    throw new ConfigError(`${sentence} (${reasonOf(error)}).`)
  }
}

/** Servers that share a PostgreSQL and are given the key keep nothing in a folder, and make none. */
function findMasterKey(
  given: string | undefined,
  dataDir: string,
  databaseUrl: string | undefined,
): Pick<Config, 'masterKey' | 'masterKeyFrom'> {
  const masterKey = readMasterKey(given)
  if (!masterKey || databaseUrl === undefined) makeDataDir(dataDir)
  return masterKey ? { masterKey, masterKeyFrom: 'MASTER_KEY' } : keyInFile(dataDir)
}

function makeDataDir(dataDir: string): void {
  try {
    mkdirSync(dataDir, { recursive: true, mode: 0o700 })
    accessSync(dataDir, constants.W_OK)
  } catch {
    throw new ConfigError(`DATA_DIR is "${dataDir}", but nothing can be written there.`)
  }
}
