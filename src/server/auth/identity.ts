// Accounts and sessions, kept by better-auth on our own database. Its HTTP routes are never mounted: our routes call it,
// so that an account begins only by setup or by an invite, and nobody can ask which phones have one.
import { createHmac, randomBytes } from 'node:crypto'
import { betterAuth } from 'better-auth'
import { APIError } from 'better-auth/api'
import { username } from 'better-auth/plugins/username'
import { Problem } from '#domain/problem.ts'
import { minPasswordLength } from '#protocol/session.ts'
import { isHttps } from '../config.ts'
import type { ServerContext } from '../context.ts'
import { beginSession } from './beginSession.ts'
import { findFreshSession, type SessionCookie } from './freshSession.ts'
import { authTables } from './tableNames.ts'

const secondsPerDay = 86_400
const msPerDay = secondsPerDay * 1000
const slidingDays = 60
const absoluteDays = 180

export interface FoundSession {
  readonly userId: string
  /** Cookies to send along: of a new session, or of one that slid on. */
  readonly cookies: readonly string[]
}

/** Phones come in as domain/identity stores them. */
export interface Identity {
  /** A new session; undefined when phone and password do not belong together, after as long a time. */
  signIn(phone: string, password: string): Promise<FoundSession | undefined>
  /** A new session for somebody whom we have just given the account. */
  beginSession(userId: string): Promise<FoundSession>
  signOut(headers: Headers): Promise<string[]>
  /** `slide`: whether looking prolongs it; only where its fresh cookie can be sent along. */
  findSession(headers: Headers, options?: { slide: boolean }): Promise<FoundSession | undefined>
  /** Takes about as long as signing in, so it is done before a transaction begins. */
  hashPassword(password: string): Promise<string>
  /** Throws `phoneTaken`. */
  createUser(phone: string, secret: { passwordHash: string }): Promise<string>
  /** Takes away the sessions that can be used no more. */
  forgetOldSessions(): Promise<void>
}

export function checkPassword(password: string): void {
  if (password.length < minPasswordLength) {
    throw new Problem('passwordTooShort', { field: 'password', details: { min: minPasswordLength } })
  }
}

export function createIdentity(context: ServerContext): Identity {
  const cookie = {
    name: isHttps(context.config) ? '__Host-session' : 'session',
    secret: cookieSecret(context),
  }
  const auth = createAuth(context, cookie)
  const earliestBegin = () => new Date(context.clock() - absoluteDays * msPerDay)
  return {
    async signIn(phone, password) {
      try {
        const body = { username: toUsername(context, phone), password }
        const { headers, response } = await auth.api.signInUsername({
          body,
          headers: new Headers(),
          returnHeaders: true,
        })
        return response ? { userId: response.user.id, cookies: headers.getSetCookie() } : undefined
      } catch (error) {
        if (isWrongCredentials(error)) return undefined
        throw error
      }
    },
    async beginSession(userId) {
      const { headers } = await auth.api.beginSession({ body: { userId }, returnHeaders: true })
      return { userId, cookies: headers.getSetCookie() }
    },
    async signOut(headers) {
      const answer = await auth.api.signOut({ headers, returnHeaders: true })
      return answer.headers.getSetCookie()
    },
    async findSession(headers, { slide } = { slide: true }) {
      const cookies = headers.get('cookie')
      if (cookies === null) return undefined
      const fresh = await findFreshSession(context.db, cookie, cookies, slidesUntil())
      if (fresh && fresh.createdAt >= earliestBegin().getTime()) return { userId: fresh.userId, cookies: [] }
      const query = { disableRefresh: !slide }
      const { headers: answered, response } = await auth.api.getSession({
        headers,
        query,
        returnHeaders: true,
      })
      if (!response || response.session.createdAt < earliestBegin()) return undefined
      return { userId: response.user.id, cookies: answered.getSetCookie() }
    },
    async hashPassword(password) {
      return (await auth.$context).password.hash(password)
    },
    async createUser(phone, { passwordHash }) {
      const { internalAdapter } = await auth.$context
      try {
        const user = await internalAdapter.createUser(
          { ...syntheticUser(), username: toUsername(context, phone) },
          { method: 'email-password' },
        )
        await internalAdapter.linkAccount({
          userId: user.id,
          accountId: user.id,
          providerId: 'credential',
          password: passwordHash,
        })
        return user.id
      } catch (error) {
        if (isTaken(error)) throw new Problem('phoneTaken', { field: 'phone' })
        throw error
      }
    },
    async forgetOldSessions() {
      const { adapter } = await auth.$context
      const before = (field: string, value: Date) =>
        adapter.deleteMany({ model: 'session', where: [{ field, operator: 'lt', value }] })
      await before('expiresAt', new Date(context.clock()))
      await before('createdAt', earliestBegin())
    },
  }
}

/** A session that ends before is prolonged when it is used. By the machine's clock, as better-auth reads it. */
function slidesUntil(): number {
  return Date.now() + (slidingDays - 1) * msPerDay
}

function cookieSecret({ config }: ServerContext): string {
  return createHmac('sha256', config.masterKey).update('to-so sessions').digest('base64')
}

function createAuth({ db, config, clock }: ServerContext, { name, secret }: SessionCookie) {
  const secure = isHttps(config)
  return betterAuth({
    appName: 'to-so',
    baseURL: config.publicUrl,
    secret,
    database: { db: db.kysely, type: db.dialect },
    ...authTables,
    session: {
      ...authTables.session,
      expiresIn: slidingDays * secondsPerDay,
      updateAge: secondsPerDay,
      cookieCache: { enabled: false },
    },
    // better-auth reads the machine's clock; the day a session is counted from is ours.
    databaseHooks: {
      session: {
        create: {
          before: (session) => Promise.resolve({ data: { ...session, createdAt: new Date(clock()) } }),
        },
      },
    },
    emailAndPassword: { enabled: true, disableSignUp: true, minPasswordLength, maxPasswordLength: 200 },
    plugins: [
      username({ displayUsername: false, usernameNormalization: false, maxUsernameLength: 64 }),
      beginSession,
    ],
    disabledPaths: ['/is-username-available'],
    advanced: {
      // Our own migrations make the tables, and on PostgreSQL the check cannot run inside a transaction.
      database: { validateSchema: false },
      // The prefix `__Host-` is ours: better-auth knows only `__Secure-`.
      useSecureCookies: false,
      cookiePrefix: 'to-so',
      cookies: { session_token: { name, attributes: { secure } } },
      defaultCookieAttributes: { httpOnly: true, sameSite: 'lax', path: '/' },
      ipAddress: { disableIpTracking: true },
    },
    telemetry: { enabled: false },
    logger: { disabled: true },
  })
}

/** Signing in finds an account by its phone number, but whoever reads a copy of the database must not find the numbers. */
function toUsername({ config }: ServerContext, phone: string): string {
  return createHmac('sha256', config.masterKey).update(`usernames/${phone}`).digest('hex')
}

/** better-auth asks for an e-mail and a name; the account has neither, the member has the name. */
function syntheticUser() {
  return { email: `${randomBytes(16).toString('hex')}@to-so.invalid`, name: '', emailVerified: false }
}

/** Anything else that better-auth refuses is trouble of ours, and must not be told as a wrong password. */
function isWrongCredentials(error: unknown): boolean {
  return error instanceof APIError && error.body?.code === 'INVALID_USERNAME_OR_PASSWORD'
}

function isTaken(error: unknown): boolean {
  if (error instanceof APIError) return error.body?.code === 'USERNAME_IS_ALREADY_TAKEN'
  const code = error instanceof Error && 'code' in error ? error.code : undefined
  return code === '23505' || code === 'SQLITE_CONSTRAINT_UNIQUE'
}
