// What arrives at POST /api/sync and GET /api/snapshot, good and bad.
import { gzipSync } from 'node:zlib'
import fc from 'fast-check'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { isTeam } from '#domain/unit.ts'
import type { SyncReply } from '#protocol/sync.ts'
import { readTables } from '../../src/server/store/documents.ts'
import { aServer, joinedBy, type Browser, type TestServer } from '../support/server.ts'

let server: TestServer
let volunteer: Browser
let other: Browser
let wardId: string
let teamId: string
let otherTeamId: string
let deviceId: string
let seq = 0

beforeAll(async () => {
  server = await aServer()
  const { browser, session } = await server.setUp()
  wardId = session.ward.id
  const { units } = await readTables(server.context, wardId, ['units'])
  ;[teamId = '', otherTeamId = ''] = units.filter(isTeam).map(({ id }) => id)
  const invite = (team: string) => ({ name: 'Mới', role: 'volunteer' as const, teamIds: [team] })
  volunteer = (await joinedBy(server, browser, invite(teamId), '0912000101')).browser
  other = (await joinedBy(server, browser, invite(otherTeamId), '0912000102')).browser
  deviceId = server.context.newId()
  await volunteer.request('PUT', `/api/devices/${deviceId}`, { name: 'x', dataKey: 'a'.repeat(44) })
})
afterAll(() => server.close())

const aRequest = (commands: object[] = [], fields: object = {}) => ({
  protocol: 1,
  deviceId,
  epoch: null,
  commands,
  cursors: {},
  status: { unsent: commands.length, oldestUnsentAt: null, appVersion: 'test', now: server.now },
  ...fields,
})
const aVisit = (team = teamId) => ({
  id: server.context.newId(),
  seq: ++seq,
  name: 'recordAssist',
  at: server.now,
  base: 0,
  args: {
    assistId: server.context.newId(),
    teamId: team,
    on: '2026-11-20',
    place: 'home',
    helpMode: null,
    resident: { kind: 'none' },
    items: { [server.context.newId()]: { kind: 'account', account: 'nationalPortal' } },
    dossiers: [],
    note: null,
  },
})
const codeOf = async (browser: Browser, body: unknown) => {
  const answer = await browser.request('POST', '/api/sync', body)
  return [answer.status, answer.body.problem?.code]
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

describe('a request that is none', () => {
  it.each([
    ['no JSON', () => '{'],
    ['no fields', () => ({})],
    ['a negative number', () => aRequest([{ ...aVisit(), seq: -1 }])],
    ['a number out of range', () => aRequest([{ ...aVisit(), seq: 2 ** 60 }])],
    ['an id that is none', () => aRequest([{ ...aVisit(), id: '1; drop table rows' }])],
    ['a cursor of no scope', () => aRequest([], { cursors: { 'everything:*': 0 } })],
    ['a negative cursor', () => aRequest([], { cursors: { [`team:${teamId}`]: -4 } })],
    ['commands that are none', () => aRequest([], { commands: 'all' })],
    ['too many commands', () => aRequest(Array.from({ length: 1001 }, () => aVisit()))],
  ])('(%s) is a problem, never a stack trace, and changes nothing', async (_what, make) => {
    const kept = seq
    const before = await countEverything()
    const answer = await volunteer.request('POST', '/api/sync', make())
    seq = kept
    expect(answer.status).toBe(400)
    expect(answer.body.problem.code).toBe('requestMalformed')
    expect(JSON.stringify(answer.body)).not.toMatch(/at .*\.ts|node_modules/)
    expect(await countEverything()).toEqual(before)
  })

  it('of random bytes, or JSON a thousand deep, is a problem', async () => {
    await fc.assert(
      fc.asyncProperty(fc.uint8Array({ minLength: 1, maxLength: 400 }), async (bytes) => {
        const { status } = await send(new Uint8Array(bytes))
        expect(status).toBe(400)
      }),
      { numRuns: 60 },
    )
    const deep = new TextEncoder().encode(`{"protocol":${'['.repeat(1000)}${']'.repeat(1000)}}`)
    expect((await send(deep)).status).toBe(400)
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
})

describe('a good request', () => {
  it('applies what it carries and brings the rows of one’s own scopes alone', async () => {
    const visit = aVisit()
    const { body } = await volunteer.request('POST', '/api/sync', aRequest([visit]))
    const reply = body as SyncReply
    expect(reply.outcomes).toMatchObject([
      { id: visit.id, outcome: 'applied', rows: [{ table: 'assists', ver: 1 }] },
    ])
    expect(reply.grants.sort()).toEqual([`team:${teamId}`, `ward:${wardId}`])
    const rows = reply.scopes.flatMap((scope) => scope.rows)
    expect(rows.some(({ id }) => id === visit.args.assistId)).toBe(true)
    const again = (await volunteer.request('POST', '/api/sync', aRequest([visit]))).body as SyncReply
    expect(again.outcomes).toEqual(reply.outcomes)
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
    const good = aVisit()
    const commands = [
      aVisit(otherTeamId),
      { ...aVisit(), name: 'dropEverything' },
      { ...aVisit(), args: { assistId: 7 } },
      good,
    ].map((command, index) => ({ ...command, seq: seq - 3 + index }))
    good.seq = seq
    const { body } = await volunteer.request('POST', '/api/sync', aRequest(commands))
    const reply = body as SyncReply
    expect(reply.outcomes.map(({ outcome, problem }) => [outcome, problem?.code])).toEqual([
      ['refused', 'notAllowed'],
      ['refused', 'commandUnknown'],
      ['refused', 'argumentsMalformed'],
      ['applied', undefined],
    ])
    const kept = await server.context.db.kysely.selectFrom('commands').select('outcome').execute()
    expect(kept.filter(({ outcome }) => outcome === 'refused')).toHaveLength(3)
  })
})

describe('the first fill', () => {
  it('brings a scope page by page, and another team’s not at all', async () => {
    const { body } = await volunteer.request('GET', `/api/snapshot/team:${teamId}`)
    expect(body).toMatchObject({ scope: `team:${teamId}`, more: false, count: body.rows.length })
    const refused = await volunteer.request('GET', `/api/snapshot/team:${otherTeamId}`)
    expect([refused.status, refused.body.problem.code]).toEqual([403, 'scopeNotGranted'])
    expect((await volunteer.request('GET', '/api/snapshot/everything')).status).toBe(404)
    expect((await volunteer.request('GET', `/api/snapshot/team:${teamId}?after=-1`)).status).toBe(400)
    expect((await server.browser().request('GET', `/api/snapshot/team:${teamId}`)).status).toBe(401)
  })
})
