// What POST /api/sync takes for no request: odd JSON, odd fields, too much of either, or a stranger's; on both databases.
import { gzipSync } from 'node:zlib'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { bothDatabases, kinds } from '../support/databases.ts'
import { aLiteralWard } from '../support/literalWard.ts'
import { password, type Browser } from '../support/server.ts'

const addressOf = bothDatabases()

describe.each(kinds)('on %s', (kind) => {
  const ward = aLiteralWard(() => addressOf(kind, 'bad_sync'))
  const { aDevice, aRequest, aVisit, countEverything } = ward

  const codeOf = async (browser: Browser, body: unknown) => {
    const answer = await browser.request('POST', '/api/sync', body)
    return [answer.status, answer.body.problem?.code]
  }
  async function send(body: Uint8Array<ArrayBuffer>, headers: Record<string, string> = {}) {
    const answer = await ward.volunteer.fetch('/api/sync', {
      method: 'POST',
      body,
      headers: { 'content-type': 'application/json', ...headers },
    })
    return { status: answer.status, body: (await answer.json()) as { problem: { code: string } } }
  }

  const aDeepList = (depth: number) => {
    let list: unknown[] = []
    for (let n = 0; n < depth; n++) list = [list]
    return list
  }

  describe('a request that is none', () => {
    it.each([
      ['no JSON', () => '{'],
      ['no fields', () => ({})],
      ['a negative number', () => aRequest([aVisit(-1)])],
      ['a number out of range', () => aRequest([aVisit(2 ** 60)])],
      ['an id that is none', () => aRequest([{ ...aVisit(), id: '1; drop table rows' }])],
      [
        'one id under two numbers',
        () => aRequest([aVisit(), aVisit(2)].map((one) => ({ ...one, id: ward.deviceId }))),
      ],
      ['one number twice', () => aRequest([aVisit(), aVisit()])],
      ['a name that no database takes', () => aRequest([{ ...aVisit(), name: 'record\u0000Assist' }])],
      ['arguments a thousand deep', () => aRequest([{ ...aVisit(), args: aDeepList(1_000) }])],
      ['a cursor of no scope', () => aRequest([], { cursors: { 'everything:*': 0 } })],
      ['a negative cursor', () => aRequest([], { cursors: { [`team:${ward.teamId}`]: -4 } })],
      ['a cursor out of range', () => aRequest([], { cursors: { [`team:${ward.teamId}`]: 1e300 } })],
      ['a count out of range', () => aRequest([], { status: { ...aRequest().status, unsent: 1e300 } })],
      ['half a command unsent', () => aRequest([], { status: { ...aRequest().status, unsent: 0.5 } })],
      ['an odd version', () => aRequest([], { status: { ...aRequest().status, appVersion: '1\u0000' } })],
      ['commands that are none', () => aRequest([], { commands: 'all' })],
      ['too many commands', () => aRequest(Array.from({ length: 1001 }, (_, n) => aVisit(n + 1)))],
      ['no protocol at all', () => aRequest([], { protocol: -1 })],
    ])('(%s) is a problem, never a stack trace, and changes nothing', async (_what, make) => {
      const before = await countEverything()
      const answer = await ward.volunteer.request('POST', '/api/sync', make())
      expect([answer.status, answer.body.problem.code]).toEqual([400, 'requestMalformed'])
      expect(JSON.stringify(answer.body)).not.toMatch(/at .*\.ts|node_modules/)
      expect(await countEverything()).toEqual(before)
    })

    it('of random bytes, or JSON a hundred thousand deep, is a problem', async () => {
      await fc.assert(
        fc.asyncProperty(fc.uint8Array({ minLength: 1, maxLength: 400 }), async (bytes) => {
          const { status } = await send(new Uint8Array(bytes))
          expect(status).toBe(400)
        }),
        { numRuns: 60 },
      )
      const nest = (depth: number) => `${'['.repeat(depth)}${']'.repeat(depth)}`
      const deep = new TextEncoder().encode(`{"protocol":${nest(1000)}}`)
      expect((await send(deep)).status).toBe(400)
      const command = JSON.stringify({ ...aVisit(), args: 'deep' }).replace('"deep"', nest(100_000))
      const body = JSON.stringify(aRequest([{ deep: 1 }])).replace('{"deep":1}', command)
      expect((await send(new TextEncoder().encode(body))).status).toBe(400)
    })

    it('of any shape of JSON is a problem or an answer, never a failure', async () => {
      await fc.assert(
        fc.asyncProperty(fc.jsonValue({ maxDepth: 4 }), async (value) => {
          const { status } = await ward.volunteer.request('POST', '/api/sync', value)
          expect(status).toBe(400)
        }),
        { numRuns: 60 },
      )
    })

    it('with any value in any place of a command is a problem or an outcome, never a failure', async () => {
      const odd = fc.oneof(
        fc.constantFrom(1e300, -1, 0.5, 2 ** 53, '\u0000', '\ud800', '__proto__', null, [], {}),
        fc.jsonValue({ maxDepth: 2 }),
      )
      const parts = ['id', 'seq', 'name', 'args', 'at', 'base'] as const
      await fc.assert(
        fc.asyncProperty(fc.constantFrom(...parts), odd, async (part, value) => {
          const device = await aDevice(ward.volunteer)
          const body = aRequest([{ ...aVisit(), [part]: value }], { deviceId: device })
          const { status } = await ward.volunteer.request('POST', '/api/sync', body)
          expect([200, 400]).toContain(status)
        }),
        { numRuns: 60 },
      )
    })

    it('too large, plain or as a gzip bomb, is refused before it is read', async () => {
      const plain = await send(new Uint8Array(10_000_000).fill(32))
      expect([plain.status, plain.body.problem.code]).toEqual([413, 'requestTooLarge'])
      const bomb = new Uint8Array(gzipSync(Buffer.alloc(200_000_000, 32)))
      expect(bomb.length).toBeLessThan(1_000_000)
      const inflated = await send(bomb, { 'content-encoding': 'gzip' })
      expect([inflated.status, inflated.body.problem.code]).toEqual([413, 'requestTooLarge'])
      const broken = await send(new Uint8Array([1, 2, 3]), { 'content-encoding': 'gzip' })
      expect([broken.status, broken.body.problem.code]).toEqual([400, 'requestMalformed'])
    })

    it('from somebody unknown, from a foreign page, or under another’s device, is refused', async () => {
      expect(await codeOf(ward.server.browser(), aRequest())).toEqual([401, 'sessionExpired'])
      expect(await codeOf(ward.other, aRequest())).toEqual([403, 'deviceUnknown'])
      expect(await codeOf(ward.other, aRequest([aVisit()]))).toEqual([403, 'deviceUnknown'])
      expect(await codeOf(ward.volunteer, aRequest([], { deviceId: ward.server.context.newId() }))).toEqual([
        403,
        'deviceUnknown',
      ])
      expect(await codeOf(ward.volunteer, aRequest([], { protocol: 99 }))).toEqual([400, 'protocolUnknown'])
      const foreign = await ward.volunteer.fetch('/api/sync', {
        method: 'POST',
        body: JSON.stringify(aRequest()),
        headers: { 'content-type': 'application/json', origin: 'https://evil.example' },
      })
      expect(foreign.status).toBe(403)
    })

    it.each([
      [
        'PUT',
        () => `/api/devices/${ward.server.context.newId()}`,
        { name: 'máy\u0000', dataKey: 'a'.repeat(44) },
        400,
      ],
      ['POST', () => '/api/invites', { name: 'Mới\u0000', role: 'manager', teamIds: [] }, 400],
      ['POST', () => '/api/session', { phone: '09\u0000', password }, 400],
      [
        'POST',
        () => '/api/setup',
        { token: '', wardName: '\u0000', teams: [], managerName: 'A', phone: '0912000001', password },
        400,
      ],
      ['DELETE', () => '/api/invites/%00', undefined, 404],
      ['GET', () => '/api/invites/%00', undefined, 404],
    ])(
      '%s elsewhere with a text that no database takes is a problem, too',
      async (method, path, body, status) => {
        expect((await ward.manager.request(method, path(), body)).status).toBe(status)
      },
    )
  })
})
