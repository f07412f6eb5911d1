// What strangers, broken phones and curious members may send to any route, on both databases: whatever it is, the answer
// is a Problem or a stored refusal. Nothing fails, nothing is left behind, and nobody reads what is another team's. The
// routes come from the app itself; one without an example below fails the first test.
import { once } from 'node:events'
import { connect, type AddressInfo } from 'node:net'
import { gzipSync } from 'node:zlib'
import { serve } from '@hono/node-server'
import fc from 'fast-check'
import * as v from 'valibot'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { commands } from '#domain/commands.ts'
import { dayAt } from '#domain/period.ts'
import { problemCodes } from '#domain/problem.ts'
import { isTeam } from '#domain/unit.ts'
import { memberHeader, pathTo } from '#protocol/paths.ts'
import { problemAnswerSchema } from '#protocol/problem.ts'
import { createApp } from '../../src/server/createApp.ts'
import { readTables } from '../../src/server/store/documents.ts'
import { bothDatabases, kinds } from '../support/databases.ts'
import { mutationsOf, nested, oddForDatabases, oddParts, oddTexts, oddValues } from '../support/oddInput.ts'
import { aPlainPhone } from '../support/plainPhone.ts'
import { aServer, joinedBy, password, type Browser, type TestServer } from '../support/server.ts'

const addressOf = bothDatabases()
const json = { 'content-type': 'application/json' }

interface Route {
  readonly method: string
  readonly path: string
}

/** A good request. `body` is undefined where the route takes none, and a text where it takes any bytes. */
interface Example {
  readonly parts?: Record<string, string>
  readonly query?: string
  readonly body?: unknown
}

describe.each(kinds)('on %s', (kind) => {
  let server: TestServer
  let app: ReturnType<typeof createApp>
  let volunteer: Browser
  let wardId: string
  let teamId: string
  let otherTeamId: string
  let deviceId: string
  let otherDeviceId: string
  let otherAssistId: string
  let refusedId: string
  let routes: Route[]
  let callers = 0

  beforeAll(async () => {
    // Behind a proxy that names the caller, so that each request comes from an address of its own.
    server = await aServer({ databaseUrl: await addressOf(kind, 'bad_input'), env: { TRUST_PROXY: '1' } })
    app = createApp(server.context)
    routes = app.routes.filter(({ method, path }) => method !== 'ALL' && path.startsWith('/api'))
    const { browser: manager, session } = await server.setUp()
    wardId = session.ward.id
    const { units } = await readTables(server.context, wardId, ['units'])
    ;[teamId = '', otherTeamId = ''] = units.filter(isTeam).map(({ id }) => id)
    const join = (name: string, team: string, phone: string) =>
      joinedBy(server, manager, { name, role: 'volunteer', teamIds: [team] }, phone)
    volunteer = (await join('Trần Văn Mẫu', teamId, '0912000101')).browser
    deviceId = await aDevice()
    await writePrivateThings((await join('Lê Thị Khác', otherTeamId, '0912000102')).browser)
  })
  afterAll(() => server.close())
  beforeEach(() => {
    callers = 0
  })

  /** The other team's: what must show up in no answer to our volunteer. */
  const secrets = ['Kín', '0987654321', 'k'.repeat(44), password]

  async function writePrivateThings(other: Browser): Promise<void> {
    otherDeviceId = server.context.newId()
    await other.request('PUT', `/api/devices/${otherDeviceId}`, { name: 'Máy Kín', dataKey: 'k'.repeat(44) })
    const phone = aPlainPhone({ fetch: other.fetch, deviceId: otherDeviceId, clock: () => server.now })
    const visit = aVisit(otherTeamId)
    otherAssistId = visit.assistId
    const consent = { textVersion: '1', on: visit.on, method: 'spoken' as const, memberId: wardId }
    const fields = {
      name: 'Bùi Thị Kín',
      birthYear: 1970,
      phone: '0987654321',
      idHash: null,
      idLastFour: null,
      consents: { keepRecord: consent },
    }
    const resident = { kind: 'new' as const, residentId: server.context.newId(), fields }
    phone.save('recordAssist', { ...visit, resident, note: 'Kín' })
    refusedId = phone.save('recordAssist', { ...aVisit(teamId), note: 'Kín' }).id
    await phone.syncAll()
    expect([...phone.outcomes.values()]).toEqual(['applied', 'refused'])
  }

  async function aDevice(): Promise<string> {
    const id = server.context.newId()
    await volunteer.request('PUT', `/api/devices/${id}`, { name: 'x', dataKey: 'a'.repeat(44) })
    return id
  }

  const aVisit = (team: string) => ({
    assistId: server.context.newId(),
    teamId: team,
    on: dayAt(server.now),
    place: 'home' as const,
    helpMode: null,
    resident: { kind: 'none' as const },
    items: { [server.context.newId()]: { kind: 'account' as const, account: 'nationalPortal' as const } },
    dossiers: [],
    note: 'gặp lại thứ sáu',
  })

  const aSync = (about: object[] = [], fields: object = {}) => ({
    protocol: 1,
    deviceId,
    epoch: null,
    commands: about.map((fields, index) => ({
      id: server.context.newId(),
      seq: index + 1,
      name: 'recordAssist',
      args: aVisit(teamId),
      at: server.now,
      base: 0,
      ...fields,
    })),
    cursors: { [`team:${teamId}`]: 0 },
    answers: [{ id: server.context.newId(), as: 'seen' }],
    status: {
      unsent: about.length,
      oldestUnsentAt: null,
      appVersion: 'x',
      now: server.now,
      review: 0,
      restarts: 0,
    },
    ...fields,
  })

  const period = `from=2026-01-01&to=2026-12-31`
  const signIn = { phone: '0912999999', password: 'sai-mat-khau' }
  const examples: Record<string, () => Example> = {
    'GET /api/health': () => ({}),
    'GET /api/openapi.json': () => ({}),
    'GET /api/setup': () => ({ query: 'token=x' }),
    'POST /api/setup': () => ({
      body: {
        token: 'x',
        wardName: 'Phường',
        teams: [{ kind: 'desk', name: 'Tổ' }],
        managerName: 'A',
        ...signIn,
      },
    }),
    'GET /api/session': () => ({}),
    'POST /api/session': () => ({ body: signIn }),
    'DELETE /api/session': () => ({}),
    'GET /api/devices': () => ({}),
    'GET /api/devices/:deviceId': () => ({ parts: { deviceId: otherDeviceId } }),
    'PUT /api/devices/:deviceId': () => ({
      parts: { deviceId: otherDeviceId },
      body: { name: 'máy', dataKey: 'b'.repeat(44) },
    }),
    'POST /api/devices/:deviceId/revoke': () => ({ parts: { deviceId: otherDeviceId } }),
    'POST /api/devices/:deviceId/erased': () => ({ parts: { deviceId: otherDeviceId } }),
    'GET /api/invites': () => ({}),
    'POST /api/invites': () => ({ body: { name: 'Mới', role: 'volunteer', teamIds: [otherTeamId] } }),
    'GET /api/invites/:token': () => ({ parts: { token: 'x' } }),
    'DELETE /api/invites/:token': () => ({ parts: { token: otherAssistId } }),
    'POST /api/invites/:token/join': () => ({ parts: { token: 'x' }, body: signIn }),
    'POST /api/sync': () => ({ body: aSync([{}]) }),
    'GET /api/snapshot/:scope': () => ({ parts: { scope: `team:${otherTeamId}` }, query: 'after=0' }),
    'GET /api/events': () => ({ query: `device=${otherDeviceId}` }),
    'GET /api/history/:table/:id': () => ({ parts: { table: 'assists', id: otherAssistId } }),
    'GET /api/stuck': () => ({}),
    'POST /api/stuck/:commandId/take': () => ({ parts: { commandId: refusedId } }),
    'POST /api/stuck/:commandId/dismiss': () => ({ parts: { commandId: refusedId } }),
    'POST /api/teams/:teamId/move': () => ({ parts: { teamId: otherTeamId }, body: { toTeamId: teamId } }),
    'POST /api/rescue': () => ({
      body: JSON.stringify({ toSo: 'rescue', version: 1, wardId, enc: '', sealed: '' }),
    }),
    'GET /api/rescues': () => ({}),
    'GET /api/rescues/:rescueId': () => ({ parts: { rescueId: otherAssistId } }),
    'GET /api/figures': () => ({ query: period }),
    'GET /api/figures/records': () => ({ query: `${period}&indicator=assists&teamId=${otherTeamId}` }),
  }
  const exampleOf = ({ method, path }: Route) => examples[`${method} ${path}`]?.() ?? {}
  const withBody = () => routes.filter((route) => exampleOf(route).body !== undefined)

  interface Sent {
    readonly route: Route
    readonly by?: Browser
    readonly parts?: Record<string, string>
    readonly query?: string | undefined
    readonly body?: string | Uint8Array<ArrayBuffer> | undefined
    readonly headers?: Record<string, string>
  }

  /** Sends it and looks at the answer as every answer must be. Whether it was accepted. */
  async function send({ route, by = volunteer, headers = json, body, ...place }: Sent): Promise<boolean> {
    const { method, path } = route
    const example = exampleOf(route)
    const query = place.query ?? example.query
    const parts = { ...example.parts, ...place.parts }
    const raw = path.replace(/:(\w+)/g, (_, name: string) => parts[name] ?? '')
    const from = { 'x-forwarded-for': `10.0.${Math.floor(callers / 250)}.${callers++ % 250}` }
    // Signing out would end the fuzzing.
    const asker = method === 'DELETE' && path === '/api/session' ? server.browser() : by
    const answer = await asker.fetch(query === undefined ? raw : `${raw}?${query}`, {
      method,
      headers: { ...headers, ...from },
      ...(body === undefined || method === 'GET' ? {} : { body }),
    })
    return look(answer, `${method} ${raw} ${String(body).slice(0, 200)}`)
  }

  async function look(answer: Response, about: string): Promise<boolean> {
    if (answer.headers.get('content-type')?.startsWith('text/event-stream')) {
      await answer.body?.cancel()
      return true
    }
    const text = await answer.text()
    for (const secret of secrets) expect(text, about).not.toContain(secret)
    if (answer.status < 400) return true
    expect([answer.status, text], about).toEqual([expect.toBeOneOf(refusals), expect.any(String)])
    const { problem } = v.parse(problemAnswerSchema, JSON.parse(text))
    expect(problemCodes[problem.code], about).toBe(answer.status)
    expect(text, about).not.toMatch(/\.ts|node_modules|select |insert |constraint/i)
    return false
  }
  const refusals = [...new Set(Object.values(problemCodes))].filter((status) => status < 500)

  /** Rows of every table, but for the counted sign-ins. */
  async function countRows(): Promise<Map<string, number>> {
    const { kysely } = server.context.db
    const tables = await kysely.introspection.getTables()
    const counts = tables
      .filter(({ name }) => name !== 'sign_in_attempts')
      .map(async ({ name }) => {
        const { count } = await kysely
          .selectFrom(name as 'rows')
          .select(({ fn }) => fn.countAll().as('count'))
          .executeTakeFirstOrThrow()
        return [name, Number(count)] as const
      })
    return new Map(await Promise.all(counts))
  }

  /** What was refused leaves nothing; one that was accepted leaves a handful of rows. */
  async function expectNoGrowth(work: () => Promise<number>): Promise<void> {
    const before = await countRows()
    const accepted = await work()
    for (const [table, count] of await countRows())
      expect(count - (before.get(table) ?? 0), table).toBeLessThanOrEqual(accepted * 4)
  }

  it('every route has an example here', () => {
    const known = routes.map(({ method, path }) => `${method} ${path}`)
    expect(known.filter((name) => !examples[name])).toEqual([])
    expect(known.length).toBeGreaterThan(15)
  })

  it('a good request about another team’s things brings nothing of them', async () => {
    for (const route of routes) {
      const { body } = exampleOf(route)
      const text = typeof body === 'string' ? body : body && JSON.stringify(body)
      await send({ route, body: text as string | undefined })
      await send({ route, body: text as string | undefined, by: server.browser() })
    }
  })

  it('a body of bytes, of no JSON, endlessly deep, too large or packed wrongly is refused', async () => {
    const bytes = (text: string) => new Uint8Array(Buffer.from(text))
    const packed = (body: Uint8Array | string) => new Uint8Array(gzipSync(body))
    const gzip = { ...json, 'content-encoding': 'gzip' }
    const sound = packed(`{"protocol":1${' '.repeat(5_000)}}`)
    const bodies: [string, string | Uint8Array<ArrayBuffer> | undefined, Record<string, string>][] = [
      ['nothing', undefined, json],
      ['no JSON', '{', json],
      ['null', 'null', json],
      ['a list', '[]', json],
      ['a text', '"x"', json],
      ['bytes that are no UTF-8', new Uint8Array([0xff, 0xfe, 0xc0, 0x80]), json],
      ['deep JSON', nested(20_000), json],
      ['deep JSON in a field', `{"phone":${nested(20_000)}}`, json],
      ['prototype keys', '{"__proto__":{"admin":true},"constructor":{"prototype":{"admin":true}}}', json],
      ['10 MB', new Uint8Array(10_000_000).fill(32), json],
      ['a bomb of 50 MB', packed(Buffer.alloc(50_000_000, 32)), gzip],
      ['half a gzip', sound.slice(0, sound.length / 2), gzip],
      ['gzip that is none', bytes('{}'), gzip],
      ['gzip twice', packed(sound), gzip],
      ['gzip and more', new Uint8Array([...sound, 1, 2, 3]), gzip],
      ['an unknown packing', bytes('{}'), { ...json, 'content-encoding': 'br' }],
      ['two packings', sound, { ...json, 'content-encoding': 'gzip, gzip' }],
      ['a form', 'phone=1&password=2', { 'content-type': 'application/x-www-form-urlencoded' }],
      ['parts', '--x\r\n\r\n--x--', { 'content-type': 'multipart/form-data; boundary=x' }],
      ['a page', '<h1>x</h1>', { 'content-type': 'text/html' }],
    ]
    for (const route of withBody().filter(({ path }) => path !== '/api/rescue')) {
      await expectNoGrowth(async () => {
        for (const [what, body, headers] of bodies)
          expect(await send({ route, body, headers }), `${route.path}: ${what}`).toBe(false)
        return 0
      })
    }
    expect('admin' in {}).toBe(false)
  })

  it('any value in any place of a good body is a problem or an answer, and leaves no more than a good one', async () => {
    for (const route of withBody()) {
      const { body } = exampleOf(route)
      if (typeof body === 'string') continue
      const others = [otherAssistId, otherDeviceId, otherTeamId].map((id) => JSON.stringify(id))
      // The doors are the same on both.
      const bodies = [...mutationsOf(body, kind === 'SQLite' ? [...oddValues, ...others] : oddForDatabases)]
      const devices: string[] = []
      if (route.path === '/api/sync') for (const _ of bodies) devices.push(await aDevice())
      await expectNoGrowth(async () => {
        let accepted = 0
        for (const [index, text] of bodies.entries())
          accepted += Number(await send({ route, body: text.replace(deviceId, devices[index] ?? deviceId) }))
        return accepted
      })
    }
  })

  it('any part of a path or a query is a problem or an answer, and leaves nothing', async () => {
    for (const route of routes) {
      const { parts = {}, query = '', body } = exampleOf(route)
      const text = typeof body === 'string' ? body : body && JSON.stringify(body)
      await expectNoGrowth(async () => {
        let accepted = 0
        const count = async (sent: Omit<Sent, 'route'>) => {
          accepted += Number(await send({ route, body: text as string | undefined, ...sent }))
        }
        for (const name of Object.keys(parts))
          for (const odd of oddParts) await count({ parts: { [name]: odd } })
        for (const name of [...new URLSearchParams(query).keys(), '__proto__', 'x[]'])
          for (const odd of oddParts) await count({ query: `${query}&${name}=${odd}` })
        return accepted
      })
    }
  })

  it('a path that nobody serves, and a method that a route does not have, is a problem', async () => {
    await fc.assert(
      fc.asyncProperty(fc.webPath(), async (path) => {
        await look(await volunteer.fetch(`/api${path}`), path)
      }),
      { numRuns: 60 },
    )
    for (const path of new Set(routes.map((route) => route.path))) {
      for (const method of ['GET', 'POST', 'PUT', 'DELETE', 'PATCH', 'OPTIONS', 'PROPFIND']) {
        if (routes.some((route) => route.path === path && route.method === method)) continue
        const answer = await volunteer.fetch(pathTo(path, exampleOf({ method, path }).parts ?? {}), {
          method,
        })
        expect(await look(answer, `${method} ${path}`), `${method} ${path}`).toBe(false)
      }
    }
  })

  it('a cookie or a header that is none opens nothing', async () => {
    const cookies = [
      'session=',
      'session=%00',
      'session=%ED%A0%80',
      `session=${'x'.repeat(6_000)}`,
      'session=a.b',
    ]
    const odd = [...cookies, 'session="', '=;;=', `__proto__=x; session=%`]
    for (const route of routes.filter(({ path }) => /session|sync|events|devices\//.test(path))) {
      if (route.path === '/api/session' && route.method !== 'GET') continue
      const { body } = exampleOf(route)
      const text = body === undefined ? undefined : JSON.stringify(body)
      for (const cookie of odd)
        expect(await send({ route, by: server.browser(), body: text, headers: { ...json, cookie } })).toBe(
          false,
        )
      for (const member of ['', '__proto__', otherAssistId, 'x'.repeat(5_000)])
        expect(await send({ route, body: text, headers: { ...json, [memberHeader]: member } })).toBe(false)
    }
  })

  it('random bytes to any route are a problem', async () => {
    const some = withBody().filter(({ path }) => path !== '/api/rescue')
    await expectNoGrowth(async () => {
      await fc.assert(
        fc.asyncProperty(
          fc.constantFrom(...some),
          fc.uint8Array({ minLength: 1, maxLength: 300 }),
          fc.boolean(),
          async (route, bytes, isPacked) => {
            const headers = isPacked ? { ...json, 'content-encoding': 'gzip' } : json
            expect(await send({ route, body: new Uint8Array(bytes), headers })).toBe(false)
          },
        ),
        { numRuns: 150 },
      )
      return 0
    })
  })

  it('a command of any name and any arguments is refused and kept, or carried out; none beats the server', async () => {
    const name = fc.constantFrom(...Object.keys(commands), ...oddTexts.filter((text) => text.length <= 60))
    const odd = fc.oneof(fc.jsonValue({ maxDepth: 3 }), fc.constantFrom(...oddTexts))
    const args = fc.oneof(
      odd,
      fc.record({ assistId: fc.constantFrom(otherAssistId, ...oddTexts), changes: odd, reason: odd }),
      fc.record({ residentId: fc.constant(otherAssistId), changes: odd, memberId: odd, unitId: odd }),
    )
    const told: string[] = []
    await fc.assert(
      fc.asyncProperty(name, args, async (name, args) => {
        const body = aSync([{ name, args }], { deviceId: await aDevice() })
        const answer = await volunteer.request('POST', '/api/sync', body)
        expect([200, 400]).toContain(answer.status)
        if (answer.status === 200) told.push(answer.body.outcomes[0].outcome)
        for (const secret of secrets) expect(JSON.stringify(answer.body)).not.toContain(secret)
      }),
      { numRuns: 120 },
    )
    // Parked would be a mistake of the server's own.
    expect([...new Set(told)]).toEqual(['refused'])
  })

  it('the same request three times is answered the same and counts once', async () => {
    const body = aSync([{}, { args: aVisit(otherTeamId) }], { deviceId: await aDevice(), cursors: {} })
    const first = await volunteer.request('POST', '/api/sync', body)
    const before = await countRows()
    for (let turn = 0; turn < 2; turn++)
      expect((await volunteer.request('POST', '/api/sync', body)).body).toEqual(first.body)
    expect(await countRows()).toEqual(before)
  })

  it('what is not even HTTP ends its own connection, and the next one is served', async () => {
    const listener = serve({ fetch: app.fetch, port: 0, hostname: '127.0.0.1' })
    await once(listener, 'listening')
    const { port } = listener.address() as AddressInfo
    const head = (lines: string) => `POST /api/sync HTTP/1.1\r\nHost: x\r\n${lines}\r\n\r\n`
    const broken = [
      '\0\0\0\0\r\n\r\n',
      'GET / HTTP/9.9\r\n\r\n',
      'GET /api/health HTTP/1.1\r\n\r\n',
      `GET /${'x'.repeat(70_000)} HTTP/1.1\r\nHost: x\r\n\r\n`,
      'GET /api/%zz HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n',
      'GET http://[ HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n',
      'GET /api/health HTTP/1.1\r\nHost: [\r\nConnection: close\r\n\r\n',
      head(`x: ${'y'.repeat(100_000)}`),
      head('Content-Length: -1'),
      head('Content-Length: 99999999999999999999'),
      head('Content-Length: 5\r\nContent-Length: 6'),
      head('Content-Length: 900000') + '{',
      head('Transfer-Encoding: chunked') + 'zz\r\n',
      head('Transfer-Encoding: chunked\r\nContent-Length: 3') + '3\r\nabc\r\n0\r\n\r\n',
    ]
    for (const text of broken) {
      const socket = connect(port, '127.0.0.1')
      socket.on('error', () => undefined)
      let answered = ''
      socket.on('data', (chunk) => (answered += String(chunk)))
      socket.end(text)
      await new Promise((resolve) => socket.once('close', resolve))
      expect(answered).not.toMatch(/^HTTP\/1\.1 5/)
    }
    const health = await fetch(`http://127.0.0.1:${port}/api/health`)
    expect(health.status).toBe(200)
    listener.close()
    if ('closeAllConnections' in listener) listener.closeAllConnections()
  })
})
