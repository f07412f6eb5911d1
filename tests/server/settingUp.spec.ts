// POST /api/setup: a ward is set up once, by whoever holds the printed link, whole or not at all; on both databases.
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { issueSetupLink } from '../../src/server/routes/setup.ts'
import { readTables } from '../../src/server/store/documents.ts'
import { endedAtInsertInto } from '../support/brokenDatabase.ts'
import { bothDatabases, kinds } from '../support/databases.ts'
import { aServer, managerPhone, password, type TestServer } from '../support/server.ts'

const addressOf = bothDatabases()

describe.each(kinds)('on %s', (kind) => {
  let server: TestServer
  let tests = 0
  beforeEach(async () => {
    server = await aServer({ databaseUrl: await addressOf(kind, `setting_up${++tests}`) })
  })
  afterEach(() => server.close())

  /** A browser of the same server, whose database breaks. */
  const countWards = async () =>
    (await server.context.db.kysely.selectFrom('wards').selectAll().execute()).length

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
        const cutOff = server.browser({ db: endedAtInsertInto(server.context.db, table) })
        expect((await cutOff.request('POST', '/api/setup', { ...setup, token })).status).toBe(500)
        expect(await countWards()).toBe(0)
        const { status } = await server.browser().request('POST', '/api/setup', { ...setup, token })
        expect([status, await countWards()]).toEqual([200, 1])
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
      expect(await countWards()).toBe(1)
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
})
