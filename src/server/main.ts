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
import { ConfigError, readConfig, type Config } from './config.ts'
import type { ServerContext } from './context.ts'
import { createApp } from './createApp.ts'
import { issueSetupLink } from './routes/setup.ts'
import { openDatabase } from './store/database.ts'
import { createWardKeys } from './store/wardKeys.ts'
import { createPokes } from './sync/pokes.ts'
import { demoPassword, seedDemo } from './tasks/demo.ts'

const pagesDir = fileURLToPath(new URL('../../dist', import.meta.url))
/** A phone's open line for pokes would hold the server for ever. */
const graceful = 3_000

try {
  await start(readConfig(process.env, process.argv.slice(2)))
} catch (error) {
  process.stderr.write(`${toSentence(error)}\n`)
  process.exit(1)
}

async function start(config: Config): Promise<void> {
  if (!existsSync(pagesDir)) throw new ConfigError('The page has not been built; run `npm run build` first.')
  const context = await createContext(config)
  const identity = createIdentity(context)
  const accounts = config.demo ? await seedDemo(context, identity) : []
  const app = createApp(context, { identity, pagesDir })
  const server = await listen(app.fetch, config)
  say(`Tổ Số: ${config.publicUrl}`)
  const link = await issueSetupLink(context)
  if (link) say(`Set it up once, in a browser: ${link}`)
  for (const { phone, name, role, team } of accounts)
    say(`${phone}  ${role.padEnd(9)}  ${[name, team].filter(Boolean).join(' · ')}`)
  if (accounts.length > 0) say(`Password of all of them: ${demoPassword}`)
  for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => stop(server, context))
}

async function createContext(config: Config): Promise<ServerContext> {
  const db = openDatabase(config.databaseUrl ?? join(config.dataDir, 'to-so.sqlite'))
  await db.migrate().catch((error: unknown) => {
    throw new ConfigError(
      `The database cannot be opened: ${error instanceof Error ? error.message : 'unknown'}`,
    )
  })
  // Only what is named here is written: no bodies, no headers, no names of people.
  const log = pino({ serializers: { err: pino.stdSerializers.err }, level: process.env.LOG_LEVEL || 'info' })
  return {
    db,
    config,
    clock: Date.now,
    newId: () => v7(),
    log,
    keys: createWardKeys(db, config.masterKey),
    pokes: createPokes(),
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

function toSentence(error: unknown): string {
  if (error instanceof ConfigError) return error.message
  const code = error instanceof Error && 'code' in error ? error.code : undefined
  if (code === 'EADDRINUSE')
    return `PORT ${process.env.PORT || 8080} is in use by another program; choose another.`
  if (code === 'EACCES')
    return `PORT ${process.env.PORT || 8080} may not be used by this user; choose one above 1023.`
  if (code === 'EADDRNOTAVAIL' || code === 'ENOTFOUND')
    return `HOST is "${process.env.HOST}", but this machine has no such address.`
  return error instanceof Error ? (error.stack ?? error.message) : String(error)
}

function say(line: string): void {
  process.stdout.write(`${line}\n`)
}
