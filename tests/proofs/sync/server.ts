// The ward's server without a socket: the real app on a real store, that can be killed around a commit, started anew and
// put back to what a backup holds. Who is asking is told by a cookie that names the account: signing in is proven
// elsewhere (tests/server/signingIn.spec.ts) and would take most of the time here.
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { CompiledQuery } from 'kysely'
import { pino } from 'pino'
import { v7 } from 'uuid'
import type { Identity } from '../../../src/server/auth/identity.ts'
import { readConfig } from '../../../src/server/config.ts'
import type { ServerContext } from '../../../src/server/context.ts'
import { createApp } from '../../../src/server/createApp.ts'
import { openDatabase, type Database } from '../../../src/server/store/database.ts'
import { createWardKeys } from '../../../src/server/store/wardKeys.ts'
import { createPokes } from '../../../src/server/sync/pokes.ts'
import { origin } from '../../support/server.ts'

export interface ModelServer {
  readonly dialect: Database['dialect']
  /** Milliseconds since 1970. */
  now: number
  /** As it runs now; another one after a restart. */
  readonly context: ServerContext
  /** Bugs that the server wrote into its log. */
  readonly errors: unknown[]
  handle(request: Request): Promise<Response>
  /** Handles a request and is killed around its commit; false when nothing was to be committed. */
  handleAndDie(request: Request, when: 'before' | 'after'): Promise<boolean>
  restart(): void
  /** When every request has been handled, also those whose phone has died meanwhile. */
  idle(): Promise<void>
  close(): Promise<void>
}

class Killed extends Error {}

export async function startModelServer(databaseUrl?: string): Promise<ModelServer> {
  const dataDir = mkdtempSync(join(tmpdir(), 'to-so-model-'))
  const config = readConfig({ DATA_DIR: dataDir, PUBLIC_URL: origin })
  const real = openDatabase(databaseUrl ?? join(dataDir, 'to-so.sqlite'))
  await makeHasty(real)
  await real.migrate()
  let armed: 'before' | 'after' | undefined

  const db: Database = {
    ...real,
    async transact(work) {
      const result = await real.transact(async (tx) => {
        const done = await work(tx)
        if (armed === 'before') throw new Killed()
        return done
      })
      if (armed === 'after') throw new Killed()
      return result
    },
  }
  const server = { dialect: real.dialect, now: Date.UTC(2026, 10, 20, 5), errors: [] as unknown[] }
  let context = begin()
  let app = createApp(context, { identity: byCookie })

  function begin(): ServerContext {
    return {
      db,
      config,
      clock: () => server.now,
      newId: () => v7(),
      log: pino({ level: 'error' }, { write: (line: string) => void noteError(line) }),
      keys: createWardKeys(db, config.masterKey),
      pokes: createPokes(),
    }
  }

  /** What was under way beside the request that killed it may tell of that only after the restart. */
  function noteError(line: string): void {
    const error = JSON.parse(line) as { err?: { type?: string } }
    if (armed === undefined && error.err?.type !== Killed.name) server.errors.push(error)
  }

  function restart(): void {
    context = begin()
    app = createApp(context, { identity: byCookie })
  }

  const underWay = new Set<Promise<Response>>()

  async function handle(request: Request): Promise<Response> {
    const handling = Promise.resolve(app.fetch(request))
    underWay.add(handling)
    try {
      return await handling
    } finally {
      underWay.delete(handling)
    }
  }

  return Object.defineProperty(
    Object.assign(server, {
      handle,
      async handleAndDie(request: Request, when: 'before' | 'after') {
        armed = when
        const answer = await handle(request)
        armed = undefined
        restart()
        return answer.status === 500
      },
      restart,
      async idle() {
        await Promise.allSettled(underWay)
      },
      async close() {
        await real.close()
        rmSync(dataDir, { recursive: true, force: true })
      },
    }),
    'context',
    { get: () => context },
  ) as unknown as ModelServer
}

/** Nobody pulls the plug of this machine, and waiting for its disk proves nothing here. */
async function makeHasty({ dialect, kysely }: Database): Promise<void> {
  if (dialect === 'sqlite') await kysely.executeQuery(CompiledQuery.raw('pragma synchronous = off'))
}

export const cookieOf = (userId: string) => `account=${userId}`

const no = () => Promise.reject(new Error('Nobody signs in here'))
const byCookie: Identity = {
  findSession(headers) {
    const userId = /account=(\S+)/.exec(headers.get('cookie') ?? '')?.[1]
    return Promise.resolve(userId === undefined ? undefined : { userId, cookies: [] })
  },
  signIn: no,
  beginSession: no,
  signOut: no,
  hashPassword: no,
  createUser: no,
  forgetOldSessions: no,
}
