// How people come to the server, on both databases: setting up, signing in, invites, devices.
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import type { Unit } from '#domain/unit.ts'
import { createIdentity } from '../../src/server/auth/identity.ts'
import { createApp } from '../../src/server/createApp.ts'
import { issueSetupLink } from '../../src/server/routes/setup.ts'
import type { Database } from '../../src/server/store/database.ts'
import { readTables } from '../../src/server/store/documents.ts'
import { tidy } from '../../src/server/tasks/tidy.ts'
import { endedAtInsertInto, keepingNothingIn } from '../support/brokenDatabase.ts'
import { bothDatabases, kinds } from '../support/databases.ts'
import {
  aBrowser,
  aServer,
  joinedBy,
  managerPhone,
  origin,
  password,
  type Browser,
  type TestServer,
} from '../support/server.ts'

const minute = 60_000
const day = 24 * 60 * minute
const addressOf = bothDatabases()

describe.each(kinds)('on %s', (kind) => {
  let server: TestServer
  let tests = 0
  beforeEach(async () => {
    server = await aServer({ databaseUrl: await addressOf(kind, `people${++tests}`) })
  })
  afterEach(() => server.close())

  /** A browser of the same server, whose database breaks. */
  function browserOn(db: Database): Browser {
    const app = createApp({ ...server.context, db })
    return aBrowser((request) => Promise.resolve(app.fetch(request)))
  }

  const count = async (table: 'wards' | 'devices' | 'sign_in_attempts') =>
    (await server.context.db.kysely.selectFrom(table).selectAll().execute()).length

  /** Whether anything in the store holds a text. */
  async function holds(tables: readonly string[], text: string): Promise<boolean> {
    const { kysely } = server.context.db
    const rows = await Promise.all(
      tables.map((table) =>
        kysely
          .selectFrom(table as 'wards')
          .selectAll()
          .execute(),
      ),
    )
    return JSON.stringify(rows).includes(text)
  }

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
    it('says when its page is opened whether the link is still the right one', async () => {
      const stranger = server.browser()
      const ask = async (token: string) => (await stranger.request('GET', `/api/setup?token=${token}`)).body
      const [early, late] = [await issueSetupLink(server.context), await issueSetupLink(server.context)].map(
        (link) => link?.split('#')[1] ?? '',
      )
      expect((await ask(early ?? '')).problem.code).toBe('setupTokenWrong')
      expect((await ask(late ?? '')).open).toBe(true)
    })

    it('is refused without the printed token, with an earlier one, and once it is done', async () => {
      const stranger = server.browser()
      expect((await stranger.request('POST', '/api/setup', setup)).body.problem.code).toBe('setupTokenWrong')
      const early = (await issueSetupLink(server.context))?.split('#')[1]
      await issueSetupLink(server.context)
      expect(
        (await stranger.request('POST', '/api/setup', { ...setup, token: early })).body.problem.code,
      ).toBe('setupTokenWrong')
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

    it.each(['rows', 'member_accounts', 'auth_sessions'])(
      'cut off at %s leaves nothing, and the link stays good',
      async (table) => {
        const token = (await issueSetupLink(server.context))?.split('#')[1]
        const cutOff = browserOn(endedAtInsertInto(server.context.db, table))
        expect((await cutOff.request('POST', '/api/setup', { ...setup, token })).status).toBe(500)
        expect(await count('wards')).toBe(0)
        const { status } = await server.browser().request('POST', '/api/setup', { ...setup, token })
        expect([status, await count('wards')]).toEqual([200, 1])
      },
    )

    it('that two do at once makes one ward', async () => {
      const token = (await issueSetupLink(server.context))?.split('#')[1]
      const answers = await Promise.all(
        ['0912000001', '0912000002'].map((phone) =>
          server.browser().request('POST', '/api/setup', { ...setup, token, phone }),
        ),
      )
      expect(answers.map(({ status }) => status).sort()).toEqual([200, 409])
      expect(await count('wards')).toBe(1)
    })

    it('works while somebody guesses at the manager’s phone', async () => {
      const stranger = server.browser()
      for (let wrong = 0; wrong < 5; wrong++)
        await stranger.request('POST', '/api/session', { phone: managerPhone, password: 'something' })
      const { browser } = await server.setUp()
      expect((await browser.request('GET', '/api/session')).status).toBe(200)
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

    it('does not call it a wrong password when the session cannot be kept', async () => {
      await server.setUp()
      const broken = browserOn(keepingNothingIn(server.context.db, 'auth_sessions'))
      const { status, body } = await broken.request('POST', '/api/session', { phone: managerPhone, password })
      expect([status, body.problem.code]).toEqual([500, 'serverFailed'])
    })

    it('says how long to wait in the header too, for proxies and other programs', async () => {
      await server.setUp()
      const stranger = server.browser()
      const guess = () =>
        stranger.request('POST', '/api/session', { phone: managerPhone, password: 'something' })
      for (let wrong = 0; wrong < 5; wrong++) await guess()
      expect((await guess()).headers.get('retry-after')).toBe('60')
    })

    it('keeps no phone number in the store', async () => {
      const { browser } = await server.setUp()
      await browser.request('GET', '/api/session')
      await server.browser().request('POST', '/api/session', { phone: '0999999999', password })
      const tables = [
        ...['auth_users', 'auth_accounts', 'auth_sessions', 'auth_verifications', 'sign_in_attempts'],
        ...['rows', 'commands', 'history', 'invites', 'member_accounts', 'devices'],
      ]
      expect(await holds(tables, managerPhone.slice(1))).toBe(false)
      expect(await holds(tables, '999999999')).toBe(false)
    })

    it('lasts 180 days at most, however often the phone comes', async () => {
      const { browser } = await server.setUp()
      server.now += 180 * day - minute
      expect((await browser.request('GET', '/api/session')).status).toBe(200)
      server.now += 2 * minute
      expect((await browser.request('GET', '/api/session')).body.problem.code).toBe('sessionExpired')
    })

    it('leaves no sessions behind that are over, nor guesses that are forgiven', async () => {
      const { browser } = await server.setUp()
      const identity = createIdentity(server.context)
      const sessions = () => holds(['auth_sessions'], 'token') // a row names its columns
      await browser.request('POST', '/api/session', { phone: '0999999999', password })
      await tidy(server.context, identity)
      expect([await sessions(), await count('sign_in_attempts')]).toEqual([true, 1])
      server.now += day + minute
      await tidy(server.context, identity)
      expect([await sessions(), await count('sign_in_attempts')]).toEqual([true, 0])
      server.now += 180 * day
      await tidy(server.context, identity)
      expect(await sessions()).toBe(false)
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

    it('believes no cookie that this server did not sign', async () => {
      const { browser } = await server.setUp()
      const signedIn = await browser.request('POST', '/api/session', { phone: managerPhone, password })
      const [pair = ''] = (signedIn.headers.getSetCookie()[0] ?? '').split(';')
      const [token = '', signature = ''] = decodeURIComponent(pair.slice('session='.length)).split('.')
      const told = async (value: string) => {
        const headers = { cookie: `session=${encodeURIComponent(value)}` }
        return (await createApp(server.context).fetch(new Request(`${origin}/api/session`, { headers })))
          .status
      }
      expect(await told(`${token}.${signature}`)).toBe(200)
      const another = (signature.startsWith('A') ? 'B' : 'A') + signature.slice(1)
      for (const forged of [
        token,
        `${token}.`,
        `${token}.${another}`,
        `${token}x.${signature}`,
        `.${signature}`,
      ])
        expect(await told(forged)).toBe(401)
    })

    it('gives a cookie that only this host over HTTPS can set, where phones come over HTTPS', async () => {
      const databaseUrl = await addressOf(kind, `people${++tests}`)
      const secure = await aServer({ databaseUrl, env: { PUBLIC_URL: 'https://toso.example.vn' } })
      await secure.setUp()
      const asked = { phone: managerPhone, password }
      const browser = secure.browser()
      const [cookie = ''] = (await browser.request('POST', '/api/session', asked)).headers.getSetCookie()
      const [pair = '', ...attributes] = cookie.split('; ')
      expect(pair).toMatch(/^__Host-session=\S{40,}$/)
      expect(attributes.sort()).toEqual(['HttpOnly', 'Max-Age=5184000', 'Path=/', 'SameSite=Lax', 'Secure'])
      expect((await browser.request('GET', '/api/session')).status).toBe(200)
      await secure.close()
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
      server.now += 7 * day
      expect((await join(tokenOf(late), '0912000106')).body.problem.code).toBe('inviteExpired')
      expect((await join('no-such-token', '0912000107')).body.problem.code).toBe('inviteUnknown')
    })

    it('names each team once', async () => {
      const { manager, one } = await aWard()
      const { body } = await manager.request('POST', '/api/invites', into('volunteer', one, one))
      expect(body.teamIds).toEqual([one])
    })

    it('is good for a phone that somebody guesses at', async () => {
      const { manager, one } = await aWard()
      const phone = '0912000110'
      const stranger = server.browser()
      for (let wrong = 0; wrong < 6; wrong++)
        await stranger.request('POST', '/api/session', { phone, password: 'something' })
      const { browser, session } = await joinedBy(server, manager, into('volunteer', one), phone)
      expect(session.member).toMatchObject({ name: 'Mới', role: 'volunteer', teamIds: [one] })
      expect((await browser.request('GET', '/api/session')).body).toEqual(session)
    })

    it.each(['rows', 'member_accounts', 'auth_sessions'])(
      'cut off at %s leaves no member, no account and the invite open',
      async (table) => {
        const { manager, wardId, one } = await aWard()
        const { body: made } = await manager.request('POST', '/api/invites', into('volunteer', one))
        const path = `/api/invites/${String(made.link).split('#')[1]}/join`
        const asked = { phone: '0912000111', password }
        const before = (await readTables(server.context, wardId, ['members'])).members.length
        const cutOff = browserOn(endedAtInsertInto(server.context.db, table))
        expect((await cutOff.request('POST', path, asked)).status).toBe(500)
        expect((await readTables(server.context, wardId, ['members'])).members).toHaveLength(before)
        expect((await server.browser().request('POST', '/api/session', asked)).status).toBe(401)
        expect((await server.browser().request('POST', path, asked)).status).toBe(200)
        expect((await readTables(server.context, wardId, ['members'])).members).toHaveLength(before + 1)
      },
    )

    it('tells open phones of the new member once it stands, and not before', async () => {
      const { manager, wardId, one } = await aWard()
      const heard: unknown[] = []
      server.context.pokes.subscribe(wardId, (pokes) => heard.push(...pokes))
      const { body: made } = await manager.request('POST', '/api/invites', into('volunteer', one))
      const path = `/api/invites/${String(made.link).split('#')[1]}/join`
      const cutOff = browserOn(endedAtInsertInto(server.context.db, 'auth_sessions'))
      await cutOff.request('POST', path, { phone: '0912000112', password })
      expect(heard).toEqual([])
      await server.browser().request('POST', path, { phone: '0912000112', password })
      expect(heard).toMatchObject([{ scope: `ward:${wardId}` }])
    })

    it('is not used up by a phone that somebody else has, even at the same moment', async () => {
      const { manager, one } = await aWard()
      const made = [
        (await manager.request('POST', '/api/invites', into('volunteer', one))).body,
        (await manager.request('POST', '/api/invites', into('volunteer', one))).body,
      ]
      const answers = await Promise.all(
        made.map(({ link }) =>
          server.browser().request('POST', `/api/invites/${String(link).split('#')[1]}/join`, {
            phone: '0912000113',
            password,
          }),
        ),
      )
      expect(answers.map(({ status }) => status).sort()).toEqual([200, 409])
      expect((await manager.request('GET', '/api/invites')).body.invites).toHaveLength(1)
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
      expect(
        (await lead.browser.request('PUT', path, { name: 'x', dataKey: second })).body.problem.code,
      ).toBe('deviceUnknown')
      expect((await server.browser().request('GET', path)).body.problem.code).toBe('sessionExpired')
      const kept = await server.context.db.kysely.selectFrom('devices').select('data_key_sealed').execute()
      expect(kept.some(({ data_key_sealed }) => data_key_sealed.includes(first))).toBe(false)
    })
  })
})
