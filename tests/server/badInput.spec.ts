// What strangers, broken phones and curious members may send to any route, on both databases: whatever it is, the answer
// is a Problem or a stored refusal. Nothing fails, nothing is left behind, and nobody reads what is another team's. The
// routes come from the app itself; one without an example in goodRequests.ts fails the first test.
import { gzipSync } from 'node:zlib'
import fc from 'fast-check'
import * as v from 'valibot'
import { beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { problemCodes } from '#domain/problem.ts'
import { memberHeader, pathTo } from '#protocol/paths.ts'
import { problemAnswerSchema } from '#protocol/problem.ts'
import { createApp } from '../../src/server/createApp.ts'
import { bothDatabases, kinds } from '../support/databases.ts'
import { mutationsOf, nested, oddForDatabases, oddParts, oddValues } from '../support/oddInput.ts'
import type { Browser } from '../support/server.ts'
import { aCuriousWard, secrets } from '../support/curiousWard.ts'
import { goodRequests } from '../support/goodRequests.ts'

const addressOf = bothDatabases()
const json = { 'content-type': 'application/json' }

interface Route {
  readonly method: string
  readonly path: string
}

describe.each(kinds)('on %s', (kind) => {
  const ward = aCuriousWard(() => addressOf(kind, 'bad_input'))
  const { aDevice, countRows } = ward
  let routes: Route[]
  let callers = 0

  beforeAll(() => {
    const app = createApp(ward.server.context)
    routes = app.routes.filter(({ method, path }) => method !== 'ALL' && path.startsWith('/api'))
  })
  beforeEach(() => {
    callers = 0
  })

  const examples = goodRequests(ward)
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
  async function send({
    route,
    by = ward.volunteer,
    headers = json,
    body,
    ...place
  }: Sent): Promise<boolean> {
    const { method, path } = route
    const example = exampleOf(route)
    const query = place.query ?? example.query
    const parts = { ...example.parts, ...place.parts }
    const raw = path.replace(/:(\w+)/g, (_, name: string) => parts[name] ?? '')
    const from = { 'x-forwarded-for': `10.0.${Math.floor(callers / 250)}.${callers++ % 250}` }
    // Signing out would end the fuzzing.
    const asker = method === 'DELETE' && path === '/api/session' ? ward.server.browser() : by
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
      await send({ route, body: text as string | undefined, by: ward.server.browser() })
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
      const others = [ward.otherAssistId, ward.otherDeviceId, ward.otherTeamId].map((id) =>
        JSON.stringify(id),
      )
      // The doors are the same on both.
      const bodies = [...mutationsOf(body, kind === 'SQLite' ? [...oddValues, ...others] : oddForDatabases)]
      const devices: string[] = []
      if (route.path === '/api/sync') for (const _ of bodies) devices.push(await aDevice())
      await expectNoGrowth(async () => {
        let accepted = 0
        for (const [index, text] of bodies.entries())
          accepted += Number(
            await send({ route, body: text.replace(ward.deviceId, devices[index] ?? ward.deviceId) }),
          )
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
        await look(await ward.volunteer.fetch(`/api${path}`), path)
      }),
      { numRuns: 60 },
    )
    for (const path of new Set(routes.map((route) => route.path))) {
      for (const method of ['GET', 'POST', 'PUT', 'DELETE', 'PATCH', 'OPTIONS', 'PROPFIND']) {
        if (routes.some((route) => route.path === path && route.method === method)) continue
        const answer = await ward.volunteer.fetch(pathTo(path, exampleOf({ method, path }).parts ?? {}), {
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
        expect(
          await send({ route, by: ward.server.browser(), body: text, headers: { ...json, cookie } }),
        ).toBe(false)
      for (const member of ['', '__proto__', ward.otherAssistId, 'x'.repeat(5_000)])
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
})
