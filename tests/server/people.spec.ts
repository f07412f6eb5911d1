// How people come to the server: setting up, signing in, invites, devices.
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import type { Unit } from '#domain/unit.ts'
import { readTables } from '../../src/server/store/documents.ts'
import { issueSetupLink } from '../../src/server/routes/setup.ts'
import {
  aServer,
  joinedBy,
  managerPhone,
  password,
  type Browser,
  type TestServer,
} from '../support/server.ts'

const minute = 60_000
let server: TestServer
beforeEach(async () => {
  server = await aServer()
})
afterEach(() => server.close())

async function teamsOf(wardId: string): Promise<Unit[]> {
  return (await readTables(server.context, wardId, ['units'])).units.filter(({ kind }) => kind !== 'ward')
}

async function aWard() {
  const { browser, session } = await server.setUp()
  const [one, two] = (await teamsOf(session.ward.id)).map(({ id }) => id) as [string, string]
  const lead = await joinedBy(
    server,
    browser,
    { name: 'Tổ Trưởng', role: 'lead', teamIds: [one] },
    '0912000011',
  )
  return { manager: browser, wardId: session.ward.id, one, two, lead }
}

const setup = {
  token: 'wrong',
  wardName: 'Phường Thử',
  teams: [],
  managerName: 'Quản Lý',
  phone: managerPhone,
  password,
}

describe('setting up', () => {
  it('is refused without the printed token, with an earlier one, and once it is done', async () => {
    const stranger = server.browser()
    expect((await stranger.request('POST', '/api/setup', setup)).body.problem.code).toBe('setupTokenWrong')
    const early = (await issueSetupLink(server.context))?.split('#')[1]
    await issueSetupLink(server.context)
    expect((await stranger.request('POST', '/api/setup', { ...setup, token: early })).body.problem.code).toBe(
      'setupTokenWrong',
    )
    await server.setUp()
    expect((await stranger.request('POST', '/api/setup', setup)).body.problem.code).toBe('setupClosed')
    expect(await issueSetupLink(server.context)).toBeUndefined()
    expect((await stranger.request('GET', '/api/setup')).body).toEqual({
      open: false,
      wardName: '',
      teams: [],
    })
  })

  it.each([
    [{ wardName: ' ' }, 'unitNameMissing', 'wardName'],
    [{ managerName: '' }, 'nameMissing', 'managerName'],
    [{ phone: '091200000' }, 'phoneWrongLength', 'phone'],
    [{ password: 'short' }, 'passwordTooShort', 'password'],
    [{ teams: [{ kind: 'desk' as const, name: '' }] }, 'unitNameMissing', 'teams.0.name'],
  ])('with %j is refused, and the link stays good', async (wrong, code, field) => {
    const token = (await issueSetupLink(server.context))?.split('#')[1]
    const stranger = server.browser()
    const { status, body } = await stranger.request('POST', '/api/setup', { ...setup, token, ...wrong })
    expect([status, body.problem]).toMatchObject([422, { code, field }])
    expect((await stranger.request('POST', '/api/setup', { ...setup, token })).status).toBe(200)
  })

  it('begins with the template of a ward, and with the procedures people submit most', async () => {
    const { body } = await server.browser().request('GET', '/api/setup')
    expect(body).toMatchObject({ open: true, wardName: 'Phường Hoài Tân' })
    expect(body.teams).toHaveLength(8)
    const { session } = await server.setUp()
    const { procedures } = await readTables(server.context, session.ward.id, ['procedures'])
    expect(procedures.length).toBeGreaterThanOrEqual(50)
    expect(new Set(procedures.map(({ code }) => code)).size).toBe(procedures.length)
  })
})

describe('signing in', () => {
  it('says the same to an unknown phone and to a wrong password', async () => {
    await server.setUp()
    const stranger = server.browser()
    const unknown = await stranger.request('POST', '/api/session', { phone: '0999999999', password })
    const wrong = await stranger.request('POST', '/api/session', {
      phone: managerPhone,
      password: 'something',
    })
    expect([unknown.status, unknown.body]).toEqual([401, { problem: { code: 'signInWrong' } }])
    expect([wrong.status, wrong.body]).toEqual([unknown.status, unknown.body])
  })

  it('pauses after five wrong ones, for the right password too, and longer each time', async () => {
    await server.setUp()
    const stranger = server.browser()
    const tryWith = (typed: string) =>
      stranger.request('POST', '/api/session', { phone: managerPhone, password: typed })
    for (let wrong = 0; wrong < 5; wrong++) expect((await tryWith('something')).status).toBe(401)
    const { status, body } = await tryWith(password)
    expect([status, body.problem]).toEqual([429, { code: 'signInBlocked', details: { minutes: 1 } }])
    server.now += minute
    expect((await tryWith('something')).status).toBe(401)
    expect((await tryWith(password)).body.problem.details).toEqual({ minutes: 5 })
    server.now += 5 * minute
    expect((await tryWith(password)).status).toBe(200)
  })

  it('gives a cookie that scripts cannot read, and signing out ends it', async () => {
    const { browser } = await server.setUp()
    const { headers } = await server
      .browser()
      .request('POST', '/api/session', { phone: '+84 912 000 001', password })
    expect(headers.getSetCookie().join()).toMatch(/HttpOnly/i)
    expect(headers.getSetCookie().join()).toMatch(/SameSite=Lax/i)
    expect((await browser.request('GET', '/api/session')).body.member.role).toBe('manager')
    expect((await browser.request('DELETE', '/api/session')).status).toBe(204)
    expect((await browser.request('GET', '/api/session')).body.problem.code).toBe('sessionExpired')
  })

  it('is over for who has left the ward', async () => {
    const { manager, lead } = await aWard()
    const deviceId = server.context.newId()
    await manager.request('PUT', `/api/devices/${deviceId}`, { name: 'x', dataKey: 'a'.repeat(44) })
    const args = { memberId: lead.session.member.id, changes: { leftOn: '2020-01-01' } }
    const command = {
      id: server.context.newId(),
      seq: 1,
      name: 'correctMember',
      args,
      at: server.now,
      base: 1,
    }
    const { body } = await manager.request('POST', '/api/sync', {
      protocol: 1,
      deviceId,
      epoch: null,
      commands: [command],
      cursors: {},
      status: { unsent: 1, oldestUnsentAt: null, appVersion: '', now: server.now },
    })
    expect(body.outcomes).toMatchObject([{ outcome: 'applied' }])
    expect((await lead.browser.request('GET', '/api/session')).body.problem.code).toBe('memberLeft')
    const again = await server.browser().request('POST', '/api/session', { phone: '0912000011', password })
    expect(again.body.problem.code).toBe('memberLeft')
  })
})

describe('an invite', () => {
  const into = (role: 'volunteer' | 'lead' | 'manager', ...teamIds: string[]) => ({
    name: 'Mới',
    role,
    teamIds,
  })

  it('is refused to strangers, to volunteers, and to leads beyond their own team and volunteers', async () => {
    const { manager, one, two, lead } = await aWard()
    const ask = async (browser: Browser, invite: object) =>
      (await browser.request('POST', '/api/invites', invite)).body.problem?.code
    const volunteer = await joinedBy(server, manager, into('volunteer', one), '0912000101')
    expect(await ask(server.browser(), into('volunteer', one))).toBe('sessionExpired')
    expect(await ask(volunteer.browser, into('volunteer', one))).toBe('notAllowed')
    expect(await ask(lead.browser, into('volunteer', two))).toBe('notAllowed')
    expect(await ask(lead.browser, into('lead', one))).toBe('notAllowed')
    expect(await ask(lead.browser, into('manager'))).toBe('notAllowed')
    expect(await ask(lead.browser, into('volunteer', one))).toBeUndefined()
    expect(await ask(manager, into('volunteer'))).toBe('requestMalformed')
    expect(await ask(manager, into('volunteer', server.context.newId()))).toBe('rowUnknown')
  })

  it('works once, for seven days, unless it was withdrawn', async () => {
    const { manager, one } = await aWard()
    const make = async () => (await manager.request('POST', '/api/invites', into('volunteer', one))).body
    const tokenOf = ({ link }: { link: string }) => link.split('#')[1] ?? ''
    const join = (token: string, phone: string) =>
      server.browser().request('POST', `/api/invites/${token}/join`, { phone, password })

    const used = await make()
    expect((await server.browser().request('GET', `/api/invites/${tokenOf(used)}`)).body).toMatchObject({
      wardName: 'Phường Thử',
      name: 'Mới',
      teamNames: ['Khu phố Một'],
    })
    expect((await join(tokenOf(used), '0912000102')).status).toBe(200)
    expect((await join(tokenOf(used), '0912000103')).body.problem.code).toBe('inviteUsed')

    const taken = await make()
    expect((await join(tokenOf(taken), '0912000102')).body.problem).toEqual({
      code: 'phoneTaken',
      field: 'phone',
    })
    expect((await join(tokenOf(taken), '0912000104')).status).toBe(200)

    const withdrawn = await make()
    expect((await manager.request('GET', '/api/invites')).body.invites).toHaveLength(1)
    expect((await manager.request('DELETE', `/api/invites/${withdrawn.id}`)).status).toBe(204)
    expect((await join(tokenOf(withdrawn), '0912000105')).body.problem.code).toBe('inviteUnknown')

    const late = await make()
    server.now += 7 * 24 * 60 * minute
    expect((await join(tokenOf(late), '0912000106')).body.problem.code).toBe('inviteExpired')
    expect((await join('no-such-token', '0912000107')).body.problem.code).toBe('inviteUnknown')
  })

  it('that two open at once makes one member', async () => {
    const { manager, one } = await aWard()
    const { body } = await manager.request('POST', '/api/invites', into('volunteer', one))
    const token = String(body.link).split('#')[1]
    const answers = await Promise.all(
      ['0912000108', '0912000109'].map((phone) =>
        server.browser().request('POST', `/api/invites/${token}/join`, { phone, password }),
      ),
    )
    expect(answers.map(({ status }) => status).sort()).toEqual([200, 410])
  })
})

describe('a device', () => {
  it('hands its data key back to its own member alone, and keeps the first one', async () => {
    const { manager, lead } = await aWard()
    const path = `/api/devices/${server.context.newId()}`
    const [first, second] = ['a'.repeat(44), 'b'.repeat(44)]
    expect((await manager.request('PUT', path, { name: 'x', dataKey: first })).body.dataKey).toBe(first)
    expect((await manager.request('PUT', path, { name: 'x', dataKey: second })).body.dataKey).toBe(first)
    expect((await manager.request('GET', path)).body.dataKey).toBe(first)
    expect((await lead.browser.request('GET', path)).body.problem.code).toBe('deviceUnknown')
    expect((await lead.browser.request('PUT', path, { name: 'x', dataKey: second })).body.problem.code).toBe(
      'deviceUnknown',
    )
    expect((await server.browser().request('GET', path)).body.problem.code).toBe('sessionExpired')
    const kept = await server.context.db.kysely.selectFrom('devices').select('data_key_sealed').execute()
    expect(kept.some(({ data_key_sealed }) => data_key_sealed.includes(first))).toBe(false)
  })
})
