// A whole server without a socket: the real app on a SQLite file (or a database that a suite brings), and browsers that
// keep their cookies.
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { pino } from 'pino'
import { v7 } from 'uuid'
import type { NewInvite, Session, Setup } from '#protocol/session.ts'
import { createApp } from '../../src/server/createApp.ts'
import { readConfig } from '../../src/server/config.ts'
import type { ServerContext } from '../../src/server/context.ts'
import { issueSetupLink } from '../../src/server/routes/setup.ts'
import { openDatabase } from '../../src/server/store/database.ts'
import { createWardKeys } from '../../src/server/store/wardKeys.ts'
import { createPokes } from '../../src/server/sync/pokes.ts'

export interface TestServer {
  readonly context: ServerContext
  /** Milliseconds since 1970; tests move it. */
  now: number
  /** The whole app on the same store, with a built page. */
  withPages(pagesDir: string): { fetch(request: Request): Response | Promise<Response> }
  /** A browser of its own; `other`: what the server that it asks has another one of, as a database that breaks. */
  browser(other?: Partial<ServerContext>): Browser
  /** Sets the ward up and gives the manager's browser. */
  setUp(setup?: Partial<Setup>): Promise<{ browser: Browser; session: Session }>
  close(): Promise<void>
}

export interface Browser {
  readonly fetch: typeof globalThis.fetch
  request(method: string, path: string, body?: unknown): Promise<Answer>
}

export interface Answer {
  readonly status: number
  readonly headers: Headers
  /** Parsed JSON; undefined for an empty answer. */
  // eslint-disable-next-line @typescript-eslint/no-explicit-any -- tests look into answers of every shape
  readonly body: any
}

export const origin = 'http://localhost:8080'
export const password = 'mat-khau-thu'
export const managerPhone = '0912000001'

/** `databaseUrl`: a PostgreSQL address, where a suite loops over both databases; `env`: settings as the host gives them. */
export async function aServer(
  options: { databaseUrl?: string; now?: number; pagesDir?: string; env?: Record<string, string> } = {},
): Promise<TestServer> {
  const dataDir = mkdtempSync(join(tmpdir(), 'to-so-server-'))
  const config = readConfig({ DATA_DIR: dataDir, PUBLIC_URL: origin, ...options.env })
  const db = openDatabase(options.databaseUrl ?? join(dataDir, 'to-so.sqlite'))
  await db.migrate()
  const server = { now: options.now ?? Date.now() }
  const context: ServerContext = {
    db,
    config,
    clock: () => server.now,
    newId: () => v7(),
    log: pino({ level: 'silent' }),
    keys: createWardKeys(db, config.masterKey),
    pokes: createPokes(),
  }
  const app = createApp(context, options.pagesDir === undefined ? {} : { pagesDir: options.pagesDir })
  const browser = (other?: Partial<ServerContext>) => {
    const asked = other ? createApp({ ...context, ...other }) : app
    return aBrowser((request) => Promise.resolve(asked.fetch(request)))
  }
  return Object.assign(server, {
    context,
    browser,
    withPages: (pagesDir: string) => createApp(context, { pagesDir }),
    async setUp(setup: Partial<Setup> = {}) {
      const manager = browser()
      const link = await issueSetupLink(context)
      const body: Setup = {
        token: link?.split('#')[1] ?? '',
        wardName: 'Phường Thử',
        teams: [
          { kind: 'neighbourhood', name: 'Khu phố Một' },
          { kind: 'neighbourhood', name: 'Khu phố Hai' },
        ],
        managerName: 'Nguyễn Quản Lý',
        phone: managerPhone,
        password,
        ...setup,
      }
      const { body: session } = await manager.request('POST', '/api/setup', body)
      return { browser: manager, session: session as Session }
    },
    async close() {
      await db.close()
      rmSync(dataDir, { recursive: true, force: true })
    },
  })
}

export function aBrowser(send: (request: Request) => Promise<Response>): Browser {
  const cookies = new Map<string, string>()
  const fetch = async (input: RequestInfo | URL, init: RequestInit = {}) => {
    const headers = new Headers(init.headers)
    if (cookies.size > 0) headers.set('cookie', [...cookies].map((pair) => pair.join('=')).join('; '))
    const path = typeof input === 'string' ? input : input instanceof URL ? input.href : input.url
    const answer = await send(new Request(new URL(path, origin), { ...init, headers }))
    for (const cookie of answer.headers.getSetCookie()) {
      const [name = '', value = ''] = cookie.split(';')[0]?.split('=') ?? []
      if (/max-age=0/i.test(cookie)) cookies.delete(name)
      else cookies.set(name, value)
    }
    return answer
  }
  return {
    fetch,
    async request(method, path, body) {
      const sent =
        body === undefined
          ? {}
          : { body: JSON.stringify(body), headers: { 'content-type': 'application/json' } }
      const answer = await fetch(path, { method, ...sent })
      const text = await answer.text()
      const isJson = answer.headers.get('content-type')?.includes('json')
      return {
        status: answer.status,
        headers: answer.headers,
        body: text && isJson ? JSON.parse(text) : text || undefined,
      }
    },
  }
}

/** Somebody whom the manager invited and who joined, with their browser. */
export async function joinedBy(
  server: TestServer,
  manager: Browser,
  invite: NewInvite,
  phone: string,
): Promise<{ browser: Browser; session: Session }> {
  const { body: made } = await manager.request('POST', '/api/invites', invite)
  const token = String(made.link).split('#')[1] ?? ''
  const browser = server.browser()
  const { body: session } = await browser.request('POST', `/api/invites/${token}/join`, { phone, password })
  return { browser, session: session as Session }
}
