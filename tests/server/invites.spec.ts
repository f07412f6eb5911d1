// Invites: who may make which, that each brings one new member in and is then used up, on both databases.
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import type { Unit } from '#domain/unit.ts'
import { readTables } from '../../src/server/store/documents.ts'
import { endedAtInsertInto } from '../support/brokenDatabase.ts'
import { bothDatabases, kinds } from '../support/databases.ts'
import { aServer, joinedBy, password, type Browser, type TestServer } from '../support/server.ts'

const day = 86_400_000
const addressOf = bothDatabases()

describe.each(kinds)('on %s', (kind) => {
  let server: TestServer
  let tests = 0
  beforeEach(async () => {
    server = await aServer({ databaseUrl: await addressOf(kind, `invites${++tests}`) })
  })
  afterEach(() => server.close())

  /** A browser of the same server, whose database breaks. */
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
        const cutOff = server.browser({ db: endedAtInsertInto(server.context.db, table) })
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
      const cutOff = server.browser({ db: endedAtInsertInto(server.context.db, 'auth_sessions') })
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
})
