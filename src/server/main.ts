// The one file of the server that does something when it is imported: it starts it, or does what the command line asks.
import { createServer as createHttpsServer } from 'node:https'
import { createServer } from 'node:http'
import { existsSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { serve, type ServerType } from '@hono/node-server'
import { createIdentity } from './auth/identity.ts'
import { readConfig, type Config } from './config.ts'
import { ConfigError } from './configError.ts'
import type { ServerContext } from './context.ts'
import { createApp } from './createApp.ts'
import { openContext } from './openContext.ts'
import { issueSetupLink } from './routes/setup.ts'
import { sayWhyNot } from './startTrouble.ts'
import { backUp } from './tasks/backup.ts'
import { demoPassword, seedDemo } from './tasks/demo.ts'
import { rescue } from './tasks/rescue.ts'
import { restore } from './tasks/restore.ts'
import { keepTidy } from './tasks/tidy.ts'

const pagesDir = fileURLToPath(new URL('../../dist', import.meta.url))
/** A phone's open line for pokes would hold the server for ever. */
const graceful = 3_000

/** What is done once, on the server's machine; each gives what to say about it. */
const tasks = new Map([
  ['backup', backUp],
  ['restore', restore],
  ['rescue', rescue],
])

try {
  const [name = '', ...args] = process.argv.slice(2)
  const task = tasks.get(name)
  if (task) say(await task(readConfig(process.env), args))
  else await start(readConfig(process.env, process.argv.slice(2)))
} catch (error) {
  process.stderr.write(`${sayWhyNot(error, process.env)}\n`)
  process.exit(1)
}

async function start(config: Config): Promise<void> {
  if (!existsSync(pagesDir)) throw new ConfigError('The page has not been built; run `npm run build` first.')
  const context = await openContext(config)
  const identity = createIdentity(context)
  const accounts = config.demo ? await seedDemo(context, identity) : []
  const app = createApp(context, { identity, pagesDir })
  const server = await listen(app.fetch, config)
  const link = await issueSetupLink(context)
  say(
    `Tổ Số: ${config.publicUrl}`,
    ...(link ? [`Set it up once, in a browser: ${link}`] : []),
    ...accounts.map(
      ({ phone, name, role, team }) =>
        `${phone}  ${role.padEnd(9)}  ${[name, team].filter(Boolean).join(' · ')}`,
    ),
    ...(accounts.length > 0 ? [`Password of all of them: ${demoPassword}`] : []),
  )
  keepTidy(context, identity)
  for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => stop(server, context))
}

function listen(fetch: Parameters<typeof serve>[0]['fetch'], config: Config): Promise<ServerType> {
  const { port, host: hostname, tls } = config
  const made = tls ? { createServer: createHttpsServer, serverOptions: tls } : { createServer }
  return new Promise((resolve, reject) => {
    const server = serve({ fetch, port, hostname, ...made }, () => resolve(server))
    server.once('error', reject)
  })
}

function stop(server: ServerType, { db, pokes }: ServerContext): void {
  const end = async () => {
    await pokes.close()
    await db.close()
    process.exit(0)
  }
  server.close(() => void end())
  if ('closeIdleConnections' in server) server.closeIdleConnections()
  setTimeout(() => {
    if ('closeAllConnections' in server) server.closeAllConnections()
  }, graceful).unref()
}

/** All of it at once: whoever waits for the first line finds the others as well. */
function say(...lines: string[]): void {
  process.stdout.write(lines.map((line) => `${line}\n`).join(''))
}
