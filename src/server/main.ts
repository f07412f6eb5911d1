// The one file of the server that does something when it is imported: it starts it.
import { createServer as createHttpsServer } from 'node:https'
import { createServer } from 'node:http'
import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { serve, type ServerType } from '@hono/node-server'
import { pino } from 'pino'
import { v7 } from 'uuid'
import { createIdentity } from './auth/identity.ts'
import { readConfig, type Config } from './config.ts'
import { ConfigError, reasonOf } from './configError.ts'
import type { ServerContext } from './context.ts'
import { createApp } from './createApp.ts'
import { issueSetupLink } from './routes/setup.ts'
import { sayWhyNot } from './startTrouble.ts'
import { openDatabase, type Database } from './store/database.ts'
import { createWardKeys } from './store/wardKeys.ts'
import { createPokes } from './sync/pokes.ts'
import { demoPassword, seedDemo } from './tasks/demo.ts'
import { keepTidy } from './tasks/tidy.ts'

const pagesDir = fileURLToPath(new URL('../../dist', import.meta.url))
/** A phone's open line for pokes would hold the server for ever. */
const graceful = 3_000

try {
  await start(readConfig(process.env, process.argv.slice(2)))
} catch (error) {
  process.stderr.write(`${sayWhyNot(error, process.env)}\n`)
  process.exit(1)
}

async function start(config: Config): Promise<void> {
  if (!existsSync(pagesDir)) throw new ConfigError('The page has not been built; run `npm run build` first.')
  const context = await createContext(config)
  const identity = createIdentity(context)
  const accounts = config.demo ? await seedDemo(context, identity) : []
  const app = createApp(context, { identity, pagesDir })
  const server = await listen(app.fetch, config)
  const link = await issueSetupLink(context)
  say(`Tổ Số: ${config.publicUrl}`)
  if (link) say(`Set it up once, in a browser: ${link}`)
  for (const { phone, name, role, team } of accounts)
    say(`${phone}  ${role.padEnd(9)}  ${[name, team].filter(Boolean).join(' · ')}`)
  if (accounts.length > 0) say(`Password of all of them: ${demoPassword}`)
  keepTidy(context, identity)
  for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => stop(server, context))
}

async function createContext(config: Config): Promise<ServerContext> {
  const db = await openStore(config)
  const keys = createWardKeys(db, config.masterKey)
  if (!(await keys.fit())) {
    throw new ConfigError(
      `The master key in ${config.masterKeyFrom} does not fit the database: ` +
        'start with the MASTER_KEY, or the master.key, that the data was begun with.',
    )
  }
  return {
    db,
    config,
    clock: Date.now,
    newId: () => v7(),
    // Only what is named here is written: no bodies, no headers, no names of people.
    log: pino({ serializers: { err: pino.stdSerializers.err }, level: config.logLevel }),
    keys,
    pokes: createPokes(),
  }
}

async function openStore({ databaseUrl, dataDir }: Config): Promise<Database> {
  const file = join(dataDir, 'to-so.sqlite')
  try {
    const db = openDatabase(databaseUrl ?? file)
    await db.migrate()
    return db
  } catch (error) {
    const where = databaseUrl === undefined ? `"${file}"` : 'of DATABASE_URL'
    throw new ConfigError(`The database ${where} cannot be opened: ${reasonOf(error)}.`)
  }
}

function listen(fetch: Parameters<typeof serve>[0]['fetch'], config: Config): Promise<ServerType> {
  const { port, host: hostname, tls } = config
  const made = tls ? { createServer: createHttpsServer, serverOptions: tls } : { createServer }
  return new Promise((resolve, reject) => {
    const server = serve({ fetch, port, hostname, ...made }, () => resolve(server))
    server.once('error', reject)
  })
}

function stop(server: ServerType, { db }: ServerContext): void {
  const end = () => void db.close().then(() => process.exit(0))
  server.close(end)
  if ('closeIdleConnections' in server) server.closeIdleConnections()
  setTimeout(() => {
    if ('closeAllConnections' in server) server.closeAllConnections()
  }, graceful).unref()
}

function say(line: string): void {
  process.stdout.write(`${line}\n`)
}
