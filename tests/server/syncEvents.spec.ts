// GET /api/events: who is poked, who is not, and when a stream ends, on both databases.
import { sql } from 'kysely'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest'
import { dayAt } from '#domain/period.ts'
import { isTeam } from '#domain/unit.ts'
import { readTables } from '../../src/server/store/documents.ts'
import { bothDatabases, kinds } from '../support/databases.ts'
import { aServer, joinedBy, password, type Browser, type TestServer } from '../support/server.ts'
import { waitFor } from '../support/patience.ts'

const addressOf = bothDatabases()
const heartbeat = 25_000
const msPerDay = 86_400_000

describe.each(kinds)('a stream of pokes, on %s', (kind) => {
  let server: TestServer
  let manager: Browser
  let wardId: string
  let [teamId, otherTeamId] = ['', '']
  let member: { browser: Browser; memberId: string; phone: string }
  let members = 0
  const open: { close(): Promise<void> }[] = []

  beforeAll(async () => {
    server = await aServer({ databaseUrl: await addressOf(kind, 'events') })
    const { browser, session } = await server.setUp()
    manager = browser
    wardId = session.ward.id
    const { units } = await readTables(server.context, wardId, ['units'])
    ;[teamId = '', otherTeamId = ''] = units.filter(isTeam).map(({ id }) => id)
  })
  afterAll(() => server.close())

  beforeEach(async () => {
    vi.useFakeTimers({ toFake: ['setInterval', 'clearInterval'] })
    member = await aMember(teamId)
  })
  afterEach(async () => {
    await Promise.all(open.splice(0).map((stream) => stream.close()))
    vi.useRealTimers()
  })

  async function aMember(team: string) {
    const phone = `0912${String(100_000 + members++)}`
    const invite = { name: 'Mới', role: 'volunteer' as const, teamIds: [team] }
    const { browser, session } = await joinedBy(server, manager, invite, phone)
    return { browser, memberId: session.member.id, phone }
  }

  async function listen(browser: Browser, query = '') {
    const answer = await browser.fetch(`/api/events${query}`)
    expect(answer.status).toBe(200)
    const reader = (answer.body as ReadableStream<BufferSource>)
      .pipeThrough(new TextDecoderStream())
      .getReader()
    const stream = {
      text: '',
      isOver: false,
      headers: answer.headers,
      /** The scopes that were told, in their order. */
      heard: () => [...stream.text.matchAll(/"scope":"([^"]+)"/g)].map(([, scope]) => scope),
      close: () => reader.cancel(),
    }
    const read = async () => {
      for (let part = await reader.read(); !part.done; part = await reader.read()) stream.text += part.value
      stream.isOver = true
    }
    void read()
    open.push(stream)
    await waitFor(() => expect(stream.text).toContain('event: ready'))
    return stream
  }

  async function aDevice(browser: Browser) {
    const id = server.context.newId()
    await browser.request('PUT', `/api/devices/${id}`, { name: 'x', dataKey: 'a'.repeat(44) })
    return id
  }
  async function send(browser: Browser, deviceId: string, name: string, args: object, seq = 1) {
    const command = { id: server.context.newId(), seq, name, args, at: server.now, base: 1 }
    const { body } = await browser.request('POST', '/api/sync', {
      protocol: 1,
      deviceId,
      epoch: null,
      commands: [command],
      cursors: {},
      status: { unsent: 1, oldestUnsentAt: null, appVersion: 'test', now: server.now },
    })
    expect(body.outcomes).toMatchObject([{ outcome: 'applied' }])
  }
  /** Something of a team moves; whoever hears of that team has heard everything before it. */
  async function visit(team: string, browser = manager, deviceId?: string, seq = 1) {
    await send(
      browser,
      deviceId ?? (await aDevice(browser)),
      'recordAssist',
      {
        assistId: server.context.newId(),
        teamId: team,
        on: dayAt(server.now),
        place: 'home',
        helpMode: null,
        resident: { kind: 'none' },
        items: { [server.context.newId()]: { kind: 'account', account: 'nationalPortal' } },
        dossiers: [],
        note: null,
      },
      seq,
    )
  }
  const correct = async (changes: object) =>
    send(manager, await aDevice(manager), 'correctMember', { memberId: member.memberId, changes })

  it('is refused to strangers, to who has left, and for a device that is none', async () => {
    expect((await server.browser().request('GET', '/api/events')).status).toBe(401)
    for (const device of ['1', '%00', '../x'])
      expect((await member.browser.request('GET', `/api/events?device=${device}`)).status).toBe(400)
    await correct({ leftOn: '2022-01-01' })
    expect((await member.browser.request('GET', '/api/events')).body.problem.code).toBe('memberLeft')
  })

  it('is kept by nobody, neither a cache nor a proxy that gathers', async () => {
    const { headers } = await listen(member.browser)
    expect(headers.get('cache-control')).toBe('no-store')
    expect(headers.get('x-accel-buffering')).toBe('no')
    expect(headers.get('content-type')).toContain('text/event-stream')
  })

  it('tells of the ward and of one’s own team, not of another', async () => {
    const stream = await listen(member.browser)
    await visit(otherTeamId)
    await correct({ name: 'Tên Mới' })
    await visit(teamId)
    await waitFor(() => expect(stream.heard()).toEqual([`ward:${wardId}`, `team:${teamId}`]))
  })

  it('calls a member at once whose phone is revoked or whose work the lead has dealt with, and nobody else', async () => {
    const colleague = await aMember(teamId)
    const device = await aDevice(member.browser)
    const [stream, theirs] = [
      await listen(member.browser, `?device=${device}`),
      await listen(colleague.browser),
    ]
    const calls = ({ text }: { text: string }) => text.split('event: ready').length - 1
    await manager.request('POST', `/api/devices/${device}/revoke`)
    await waitFor(() => expect(calls(stream)).toBe(2))

    const other = await aDevice(member.browser)
    const refused = server.context.newId()
    await member.browser.request('POST', '/api/sync', {
      protocol: 1,
      deviceId: other,
      epoch: null,
      commands: [{ id: refused, seq: 1, name: 'addUnit', args: {}, at: server.now, base: 0 }],
      cursors: {},
      status: { unsent: 1, oldestUnsentAt: null, appVersion: 'test', now: server.now },
    })
    expect((await manager.request('POST', `/api/stuck/${refused}/dismiss`)).status).toBe(204)
    await waitFor(() => expect(calls(stream)).toBe(3))
    await manager.request('POST', `/api/stuck/${refused}/dismiss`)
    // Whatever was told before it has been heard by then.
    await visit(teamId)
    for (const one of [stream, theirs]) await waitFor(() => expect(one.heard()).toEqual([`team:${teamId}`]))
    expect([calls(stream), calls(theirs)]).toEqual([3, 1])
  })

  it('tells a device nothing of what it sent itself, but every other phone and page of the same member', async () => {
    const [mine, theirs] = [await aDevice(member.browser), await aDevice(member.browser)]
    const [itself, phone, page] = [
      await listen(member.browser, `?device=${mine}`),
      await listen(member.browser, `?device=${theirs}`),
      await listen(member.browser),
    ]
    await visit(teamId, member.browser, mine)
    for (const stream of [phone, page])
      await waitFor(() => expect(stream.heard()).toEqual([`team:${teamId}`]))
    await visit(teamId, member.browser, theirs)
    await waitFor(() => expect(page.heard()).toHaveLength(2))
    await waitFor(() => expect(itself.text).toContain('"head"'))
    expect(itself.heard()).toHaveLength(1)
    expect(phone.heard()).toHaveLength(1)
  })

  it('ends at the next heartbeat after signing out', async () => {
    const stream = await listen(member.browser)
    await vi.advanceTimersByTimeAsync(heartbeat)
    await waitFor(() => expect(stream.text).toContain('\n\n: \n\n'))
    expect(stream.isOver).toBe(false)
    await member.browser.request('DELETE', '/api/session')
    await vi.advanceTimersByTimeAsync(heartbeat)
    await waitFor(() => expect(stream.isOver).toBe(true))
    await visit(teamId)
    expect(stream.heard()).toEqual([])
    expect(vi.getTimerCount()).toBe(0)
  })

  it('ends as soon as its member leaves', async () => {
    const stream = await listen(member.browser)
    await correct({ leftOn: '2022-01-01' })
    await waitFor(() => expect(stream.isOver).toBe(true))
    expect(stream.heard()).toEqual([])
  })

  it('follows its member to another team', async () => {
    const stream = await listen(member.browser)
    await correct({ teamIds: [otherTeamId] })
    await visit(teamId)
    await visit(otherTeamId)
    await waitFor(() => expect(stream.heard()).toEqual([`ward:${wardId}`, `team:${otherTeamId}`]))
  })

  it('is forgotten when the phone goes away', async () => {
    const stream = await listen(member.browser)
    expect(vi.getTimerCount()).toBe(1)
    await stream.close()
    await waitFor(() => expect(vi.getTimerCount()).toBe(0))
  })

  it('does not prolong the session, whose fresh cookie it could not bring', async () => {
    const browser = server.browser()
    await browser.request('POST', '/api/session', { phone: member.phone, password })
    const expiresAt = () =>
      sql<{ expiresAt: string | Date }>`select "expiresAt" from auth_sessions order by "createdAt" desc`
        .execute(server.context.db.kysely)
        .then(({ rows }) => rows.map((row) => new Date(row.expiresAt).getTime()))
    const soon = new Date(Date.now() + 10 * msPerDay)
    await sql`update auth_sessions set "expiresAt" = ${soon.toISOString()}`.execute(server.context.db.kysely)
    const answer = await browser.request('GET', '/api/session')
    expect(answer.headers.getSetCookie()).toHaveLength(1)
    await sql`update auth_sessions set "expiresAt" = ${soon.toISOString()}`.execute(server.context.db.kysely)
    // Opening it is a request like any other, and slides; looking again while it is open does not.
    const stream = await listen(browser)
    await sql`update auth_sessions set "expiresAt" = ${soon.toISOString()}`.execute(server.context.db.kysely)
    await vi.advanceTimersByTimeAsync(heartbeat)
    await waitFor(() => expect(stream.text).toContain('\n\n: \n\n'))
    expect(new Set(await expiresAt())).toEqual(new Set([soon.getTime()]))
  })
})
