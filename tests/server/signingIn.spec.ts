// POST /api/session: who is let in, what the cookie holds and how long it lasts, and what is kept of it; on both databases.
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { createIdentity } from '../../src/server/auth/identity.ts'
import { createApp } from '../../src/server/createApp.ts'
import { tidy } from '../../src/server/tasks/tidy.ts'
import { keepingNothingIn } from '../support/brokenDatabase.ts'
import { bothDatabases, kinds } from '../support/databases.ts'
import { aServer, managerPhone, origin, password, type TestServer } from '../support/server.ts'
import { aWardOverHttp } from '../support/wardOverHttp.ts'

const minute = 60_000
const day = 24 * 60 * minute
const addressOf = bothDatabases()

describe.each(kinds)('on %s', (kind) => {
  let server: TestServer
  let tests = 0
  beforeEach(async () => {
    server = await aServer({ databaseUrl: await addressOf(kind, `signing_in${++tests}`) })
  })
  afterEach(() => server.close())

  /** A browser of the same server, whose database breaks. */
  const countAttempts = async () =>
    (await server.context.db.kysely.selectFrom('sign_in_attempts').selectAll().execute()).length

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
      const broken = server.browser({ db: keepingNothingIn(server.context.db, 'auth_sessions') })
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
      expect([await sessions(), await countAttempts()]).toEqual([true, 1])
      server.now += day + minute
      await tidy(server.context, identity)
      expect([await sessions(), await countAttempts()]).toEqual([true, 0])
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
      const databaseUrl = await addressOf(kind, `signing_in${++tests}`)
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
      const ward = await aWardOverHttp({ databaseUrl: await addressOf(kind, `signing_in${++tests}`) })
      const lead = await ward.join('Tổ Trưởng', 'lead', [ward.teamId])
      const args = { memberId: lead.memberId, changes: { leftOn: '2020-01-01' } }
      const body = await ward.manager.send('correctMember', args, { base: 1 })
      expect(body.outcomes).toMatchObject([{ outcome: 'applied' }])
      expect((await lead.browser.request('GET', '/api/session')).body.problem.code).toBe('memberLeft')
      const again = await ward.server
        .browser()
        .request('POST', '/api/session', { phone: lead.phone, password })
      expect(again.body.problem.code).toBe('memberLeft')
      await ward.close()
    })
  })
})
