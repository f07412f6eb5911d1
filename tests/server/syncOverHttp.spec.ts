// What arrives at POST /api/sync and GET /api/snapshot, good and bad, on both databases.
import { gzipSync } from 'node:zlib'
import fc from 'fast-check'
import { afterAll, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest'
import { isTeam } from '#domain/unit.ts'
import type { SyncReply, WireCommand } from '#protocol/sync.ts'
import { readTables } from '../../src/server/store/documents.ts'
import { bothDatabases, kinds } from '../support/databases.ts'
import { aServer, joinedBy, password, type Browser, type TestServer } from '../support/server.ts'

const addressOf = bothDatabases()
const minute = 60_000

describe.each(kinds)('on %s', (kind) => {
  let server: TestServer
  let manager: Browser
  let volunteer: Browser
  let other: Browser
  let wardId: string
  let teamId: string
  let otherTeamId: string
  let deviceId: string
  let otherDeviceId: string
  let members = 0

  beforeAll(async () => {
    server = await aServer({ databaseUrl: await addressOf(kind, 'over_http') })
    const { browser, session } = await server.setUp()
    manager = browser
    wardId = session.ward.id
    const { units } = await readTables(server.context, wardId, ['units'])
    ;[teamId = '', otherTeamId = ''] = units.filter(isTeam).map(({ id }) => id)
    volunteer = (await aMember(teamId)).browser
    other = (await aMember(otherTeamId)).browser
  })
  afterAll(() => server.close())

  // New phones for each test, so that every number begins at 1.
  beforeEach(async () => {
    deviceId = await aDevice(volunteer)
    otherDeviceId = await aDevice(other)
  })

  function aMember(team: string) {
    const invite = { name: 'Mới', role: 'volunteer' as const, teamIds: [team] }
    return joinedBy(server, manager, invite, `0912${String(100_000 + members++)}`)
  }
  async function aDevice(browser: Browser) {
    const id = server.context.newId()
    await browser.request('PUT', `/api/devices/${id}`, { name: 'x', dataKey: 'a'.repeat(44) })
    return id
  }
  const aRequest = (commands: object[] = [], fields: object = {}) => ({
    protocol: 1,
    deviceId,
    epoch: null,
    commands,
    cursors: {},
    status: { unsent: commands.length, oldestUnsentAt: null, appVersion: 'test', now: server.now },
    ...fields,
  })
  const aVisit = (seq = 1, team = teamId) => ({
    id: server.context.newId(),
    seq,
    name: 'recordAssist',
    at: server.now,
    base: 0,
    args: {
      assistId: server.context.newId(),
      teamId: team,
      on: '2026-11-20',
      place: 'home',
      helpMode: null,
      resident: { kind: 'none' } as object,
      items: { [server.context.newId()]: { kind: 'account', account: 'nationalPortal' } },
      dossiers: [],
      note: null as string | null,
    },
  })
  /** A visit with words that nobody but the team may read. */
  const aPrivateVisit = (seq = 1) => {
    const visit = aVisit(seq)
    return { ...visit, args: { ...visit.args, note: 'gọi cho ông Kín' } }
  }
  async function sync(browser: Browser, commands: object[] = [], fields: object = {}): Promise<SyncReply> {
    const { status, body } = await browser.request('POST', '/api/sync', aRequest(commands, fields))
    expect([status, body.problem]).toEqual([200, undefined])
    return body as SyncReply
  }
  const told = (reply: SyncReply) =>
    reply.outcomes.map(({ id, seq, outcome, problem }) => [id, seq, problem?.code ?? outcome])
  const codeOf = async (browser: Browser, body: unknown) => {
    const answer = await browser.request('POST', '/api/sync', body)
    return [answer.status, answer.body.problem?.code]
  }
  async function correctMember(memberId: string, changes: object) {
    const managersDevice = await aDevice(manager)
    const command = { ...aVisit(), name: 'correctMember', base: 1, args: { memberId, changes } }
    const reply = await sync(manager, [command], { deviceId: managersDevice })
    expect(told(reply)).toEqual([[command.id, 1, 'applied']])
  }
  async function send(body: Uint8Array<ArrayBuffer>, headers: Record<string, string> = {}) {
    const answer = await volunteer.fetch('/api/sync', {
      method: 'POST',
      body,
      headers: { 'content-type': 'application/json', ...headers },
    })
    return { status: answer.status, body: (await answer.json()) as { problem: { code: string } } }
  }

  async function countEverything() {
    const tables = ['rows', 'commands', 'history'] as const
    const counts = tables.map(
      async (table) => (await server.context.db.kysely.selectFrom(table).selectAll().execute()).length,
    )
    return Promise.all(counts)
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
        () => aRequest([aVisit(), aVisit(2)].map((one) => ({ ...one, id: deviceId }))),
      ],
      ['one number twice', () => aRequest([aVisit(), aVisit()])],
      ['a name that no database takes', () => aRequest([{ ...aVisit(), name: 'record\u0000Assist' }])],
      ['arguments a thousand deep', () => aRequest([{ ...aVisit(), args: aDeepList(1_000) }])],
      ['a cursor of no scope', () => aRequest([], { cursors: { 'everything:*': 0 } })],
      ['a negative cursor', () => aRequest([], { cursors: { [`team:${teamId}`]: -4 } })],
      ['a cursor out of range', () => aRequest([], { cursors: { [`team:${teamId}`]: 1e300 } })],
      ['a count out of range', () => aRequest([], { status: { ...aRequest().status, unsent: 1e300 } })],
      ['half a command unsent', () => aRequest([], { status: { ...aRequest().status, unsent: 0.5 } })],
      ['an odd version', () => aRequest([], { status: { ...aRequest().status, appVersion: '1\u0000' } })],
      ['commands that are none', () => aRequest([], { commands: 'all' })],
      ['too many commands', () => aRequest(Array.from({ length: 1001 }, (_, n) => aVisit(n + 1)))],
      ['no protocol at all', () => aRequest([], { protocol: -1 })],
    ])('(%s) is a problem, never a stack trace, and changes nothing', async (_what, make) => {
      const before = await countEverything()
      const answer = await volunteer.request('POST', '/api/sync', make())
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
          const { status } = await volunteer.request('POST', '/api/sync', value)
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
          const device = await aDevice(volunteer)
          const body = aRequest([{ ...aVisit(), [part]: value }], { deviceId: device })
          const { status } = await volunteer.request('POST', '/api/sync', body)
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
      expect(await codeOf(server.browser(), aRequest())).toEqual([401, 'sessionExpired'])
      expect(await codeOf(other, aRequest())).toEqual([403, 'deviceUnknown'])
      expect(await codeOf(other, aRequest([aVisit()]))).toEqual([403, 'deviceUnknown'])
      expect(await codeOf(volunteer, aRequest([], { deviceId: server.context.newId() }))).toEqual([
        403,
        'deviceUnknown',
      ])
      expect(await codeOf(volunteer, aRequest([], { protocol: 99 }))).toEqual([400, 'protocolUnknown'])
      const foreign = await volunteer.fetch('/api/sync', {
        method: 'POST',
        body: JSON.stringify(aRequest()),
        headers: { 'content-type': 'application/json', origin: 'https://evil.example' },
      })
      expect(foreign.status).toBe(403)
    })

    it.each([
      [
        'PUT',
        () => `/api/devices/${server.context.newId()}`,
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
        expect((await manager.request(method, path(), body)).status).toBe(status)
      },
    )
  })

  describe('a good request', () => {
    it('applies what it carries, and brings the rows of one’s own scopes alone, each of them once', async () => {
      const visit = aVisit()
      const reply = await sync(volunteer, [visit])
      expect(told(reply)).toEqual([[visit.id, 1, 'applied']])
      expect([...reply.grants].sort()).toEqual([`team:${teamId}`, `ward:${wardId}`])
      const rows = [...reply.scopes, ...reply.outcomes].flatMap((part) => part.rows)
      expect(rows.filter(({ id }) => id === visit.args.assistId)).toMatchObject([
        { table: 'assists', ver: 1 },
      ])
      expect(await sync(volunteer, [visit])).toEqual(reply)
    })

    it('brings a row with the outcome where none of its pages does', async () => {
      const visit = aVisit()
      const first = await sync(volunteer, [visit])
      const cursors = Object.fromEntries(first.scopes.map(({ scope, to }) => [scope, to]))
      const { scopes, outcomes } = await sync(volunteer, [visit], { epoch: first.epoch, cursors })
      expect(scopes.flatMap(({ rows }) => rows)).toEqual([])
      expect(outcomes).toMatchObject([{ rows: [{ table: 'assists', id: visit.args.assistId, ver: 1 }] }])
    })

    it('brings a manager the rows with the outcome, as their phone holds no team', async () => {
      const visit = aVisit()
      const reply = await sync(manager, [visit], { deviceId: await aDevice(manager) })
      expect(reply.grants).toEqual([`ward:${wardId}`])
      expect(reply.outcomes).toMatchObject([{ outcome: 'applied', rows: [{ id: visit.args.assistId }] }])
    })

    it('gzipped, is the same', async () => {
      const body = new Uint8Array(gzipSync(JSON.stringify(aRequest([aVisit()]))))
      const answer = await volunteer.fetch('/api/sync', {
        method: 'POST',
        body,
        headers: { 'content-type': 'application/json', 'content-encoding': 'gzip' },
      })
      expect(((await answer.json()) as SyncReply).outcomes).toMatchObject([{ outcome: 'applied' }])
    })

    it('with another team’s ids, an unknown name and bad arguments stores each as refused and carries out the rest', async () => {
      const commands = [
        aVisit(1, otherTeamId),
        { ...aVisit(2), name: 'dropEverything' },
        { ...aVisit(3), args: { assistId: 7 } },
        aVisit(4),
      ]
      const reply = await sync(volunteer, commands)
      expect(reply.outcomes.map(({ outcome, problem }) => [outcome, problem?.code])).toEqual([
        ['refused', 'notAllowed'],
        ['refused', 'commandUnknown'],
        ['refused', 'argumentsMalformed'],
        ['applied', undefined],
      ])
      const kept = await server.context.db.kysely
        .selectFrom('commands')
        .select('outcome')
        .where('device_id', '=', deviceId)
        .execute()
      expect(kept.filter(({ outcome }) => outcome === 'refused')).toHaveLength(3)
    })
  })

  describe('what is said again', () => {
    it('by somebody else who knows its id is refused, and tells nothing', async () => {
      const visit = aPrivateVisit()
      await sync(volunteer, [visit])
      for (const args of [visit.args, {}]) {
        const reply = await sync(other, [{ ...visit, args }], { deviceId: otherDeviceId })
        expect(told(reply)).toEqual([[visit.id, 1, 'notAllowed']])
        expect(reply).toMatchObject({ lastSeq: 1, fork: false })
        expect(JSON.stringify(reply)).not.toContain('Kín')
      }
      expect(told(await sync(volunteer, [visit]))).toEqual([[visit.id, 1, 'applied']])
    })

    it('after a move to another team gets its outcome without the rows of the old one', async () => {
      const { browser, session } = await aMember(teamId)
      const device = { deviceId: await aDevice(browser) }
      const visit = aPrivateVisit()
      await sync(browser, [visit], device)
      await correctMember(session.member.id, { teamIds: [otherTeamId] })
      const reply = await sync(browser, [visit], device)
      expect(told(reply)).toEqual([[visit.id, 1, 'applied']])
      expect(reply.outcomes[0]?.rows).toEqual([])
      expect(JSON.stringify(reply)).not.toContain('Kín')
    })

    it('after leaving gets its outcome without any row', async () => {
      const { browser, session } = await aMember(teamId)
      const device = { deviceId: await aDevice(browser) }
      const visit = aPrivateVisit()
      await sync(browser, [visit], device)
      await correctMember(session.member.id, { leftOn: '2022-01-01' })
      const reply = await sync(browser, [visit, aPrivateVisit(2)], device)
      expect(reply.outcomes).toMatchObject([
        { id: visit.id, outcome: 'applied', rows: [] },
        { outcome: 'refused', problem: { code: 'memberLeft' }, rows: [] },
      ])
      expect(reply).toMatchObject({ grants: [], scopes: [] })
    })

    it('by the same person’s new phone is answered, and answered again when the reply was lost', async () => {
      const [visit, device] = [aVisit(), await aDevice(volunteer)]
      await sync(volunteer, [visit])
      for (let tries = 0; tries < 2; tries++) {
        const reply = await sync(volunteer, [visit], { deviceId: device })
        expect(told(reply)).toEqual([[visit.id, 1, 'applied']])
        expect(reply).toMatchObject({ lastSeq: 1, fork: false })
      }
      const all = await sync(volunteer, [visit, aVisit(2)], { deviceId: device })
      expect(all.outcomes).toHaveLength(2)
    })

    it('under a number that was decided, but with another id, is a copied phone', async () => {
      const [visit, device] = [aVisit(), await aDevice(volunteer)]
      await sync(volunteer, [visit])
      await sync(volunteer, [visit], { deviceId: device })
      // The number of a command that is kept, of one that was carried here, and one beside a good one.
      for (const fields of [{}, { deviceId: device }])
        expect(await sync(volunteer, [aVisit()], fields)).toMatchObject({
          fork: true,
          lastSeq: 1,
          outcomes: [],
        })
      await sync(volunteer, [visit, aVisit(2)])
      expect(await sync(volunteer, [visit, aVisit(2)])).toMatchObject({ fork: true, outcomes: [] })
    })

    it('by two phones at once counts once and is answered to both', async () => {
      const before = (await countEverything())[1] ?? 0
      for (let round = 0; round < 8; round++) {
        const devices = await Promise.all([1, 2, 3].map(() => aDevice(volunteer)))
        // One that takes the team's lock, and one that takes none.
        const commands: WireCommand[] = [aVisit(1), { ...aVisit(2), name: 'dropEverything' }]
        const replies = await Promise.all(
          devices.map((device) => sync(volunteer, commands, { deviceId: device })),
        )
        for (const reply of replies)
          expect(reply.outcomes.map(({ outcome }) => outcome)).toEqual(['applied', 'refused'])
        const alone = [{ ...aVisit(3), name: 'dropEverything' }]
        const lone = await Promise.all(devices.map((device) => sync(volunteer, alone, { deviceId: device })))
        for (const reply of lone) expect(reply.outcomes.map(({ outcome }) => outcome)).toEqual(['refused'])
      }
      expect((await countEverything())[1]).toBe(before + 8 * 3)
    })
  })

  describe('what a phone says of itself', () => {
    const kept = () =>
      server.context.db.kysely
        .selectFrom('devices')
        .select(['unsent', 'oldest_unsent_at', 'app_version', 'last_contact_at'])
        .where('device_id', '=', deviceId)
        .executeTakeFirstOrThrow()
    const saying = (status: object) => ({ status: { ...aRequest().status, ...status } })

    it('is written when it changes, and once a minute; a quiet sync writes nothing', async () => {
      await sync(volunteer, [], saying({ unsent: 3, oldestUnsentAt: 7 }))
      const first = { unsent: 3, oldest_unsent_at: 7, app_version: 'test', last_contact_at: server.now }
      expect(await kept()).toEqual(first)
      const transact = vi.spyOn(server.context.db, 'transact')
      server.now += minute / 2
      await sync(volunteer, [], saying({ unsent: 3, oldestUnsentAt: 7 }))
      expect(await kept()).toEqual(first)
      server.now += minute / 2
      await sync(volunteer, [], saying({ unsent: 3, oldestUnsentAt: 7 }))
      expect(await kept()).toEqual({ ...first, last_contact_at: server.now })
      await sync(volunteer, [], saying({ unsent: 3, oldestUnsentAt: 8 }))
      expect(await kept()).toMatchObject({ oldest_unsent_at: 8 })
      expect(transact).not.toHaveBeenCalled()
      await sync(volunteer, [aVisit(), aVisit(2)], saying({ unsent: 5, oldestUnsentAt: 9 }))
      expect(transact).toHaveBeenCalledOnce()
      transact.mockRestore()
      // What came with it does not wait any more.
      expect(await kept()).toMatchObject({ unsent: 3, oldest_unsent_at: 9 })
      await sync(volunteer, [aVisit(3)], saying({ unsent: 1, oldestUnsentAt: 9 }))
      expect(await kept()).toMatchObject({ unsent: 0, oldest_unsent_at: null })
    })
  })

  describe('the first fill', () => {
    it('brings a scope page by page, and another team’s not at all', async () => {
      const { body } = await volunteer.request('GET', `/api/snapshot/team:${teamId}`)
      expect(body).toMatchObject({ scope: `team:${teamId}`, more: false, count: body.rows.length })
      const refused = await volunteer.request('GET', `/api/snapshot/team:${otherTeamId}`)
      expect([refused.status, refused.body.problem.code]).toEqual([403, 'scopeNotGranted'])
      expect((await volunteer.request('GET', '/api/snapshot/everything')).status).toBe(404)
      expect((await volunteer.request('GET', '/api/snapshot/team:%00')).status).toBe(404)
      expect((await volunteer.request('GET', `/api/snapshot/team:${teamId}?after=-1`)).status).toBe(400)
      expect((await server.browser().request('GET', `/api/snapshot/team:${teamId}`)).status).toBe(401)
    })
  })
})
