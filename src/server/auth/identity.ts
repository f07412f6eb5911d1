// Accounts and sessions, kept by better-auth on our own database. Its HTTP routes are never mounted: our routes call it,
// so that an account begins only by setup or by an invite, and nobody can ask which phones have one.
import { createHmac, randomBytes } from 'node:crypto'
import { betterAuth } from 'better-auth'
import { APIError } from 'better-auth/api'
import { username } from 'better-auth/plugins/username'
import { Problem } from '#domain/problem.ts'
import { minPasswordLength } from '#protocol/session.ts'
import { isHttps, type Config } from '../config.ts'
import type { ServerContext } from '../context.ts'
import { authTables } from './tableNames.ts'

const secondsPerDay = 86_400
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
  signOut(headers: Headers): Promise<string[]>
  findSession(headers: Headers): Promise<FoundSession | undefined>
  /** Throws `phoneTaken`. */
  createUser(phone: string, password: string): Promise<string>
  deleteUser(userId: string): Promise<void>
}

export function checkPassword(password: string): void {
  if (password.length < minPasswordLength) {
    throw new Problem('passwordTooShort', { field: 'password', details: { min: minPasswordLength } })
  }
}

export function createIdentity({ db, config }: ServerContext): Identity {
  const auth = createAuth(db, config)
  return {
    async signIn(phone, password) {
      try {
        const body = { username: phone, password }
        const { headers, response } = await auth.api.signInUsername({
          body,
          headers: new Headers(),
          returnHeaders: true,
        })
        return response ? { userId: response.user.id, cookies: headers.getSetCookie() } : undefined
      } catch (error) {
        if (!(error instanceof APIError)) throw error
        return undefined
      }
    },
    async signOut(headers) {
      const answer = await auth.api.signOut({ headers, returnHeaders: true })
      return answer.headers.getSetCookie()
    },
    async findSession(headers) {
      if (!headers.has('cookie')) return undefined
      const { headers: answered, response } = await auth.api.getSession({ headers, returnHeaders: true })
      if (!response || isOverAge(response.session.createdAt)) return undefined
      return { userId: response.user.id, cookies: answered.getSetCookie() }
    },
    async createUser(phone, password) {
      const { internalAdapter, password: passwords } = await auth.$context
      const hash = await passwords.hash(password)
      try {
        const user = await internalAdapter.createUser(
          { ...syntheticUser(phone), username: phone },
          { method: 'email-password' },
        )
        await internalAdapter.linkAccount({
          userId: user.id,
          accountId: user.id,
          providerId: 'credential',
          password: hash,
        })
        return user.id
      } catch (error) {
        if (error instanceof APIError || isUniqueViolation(error))
          throw new Problem('phoneTaken', { field: 'phone' })
        throw error
      }
    },
    async deleteUser(userId) {
      const { internalAdapter } = await auth.$context
      await internalAdapter.deleteUser(userId)
    },
  }
}

function createAuth(db: ServerContext['db'], config: Config) {
  const secure = isHttps(config)
  return betterAuth({
    appName: 'to-so',
    baseURL: config.publicUrl,
    secret: createHmac('sha256', config.masterKey).update('to-so sessions').digest('base64'),
    database: { db: db.kysely, type: db.dialect },
    ...authTables,
    session: {
      ...authTables.session,
      expiresIn: slidingDays * secondsPerDay,
      updateAge: secondsPerDay,
      cookieCache: { enabled: false },
    },
    emailAndPassword: { enabled: true, disableSignUp: true, minPasswordLength, maxPasswordLength: 200 },
    plugins: [username({ displayUsername: false })],
    disabledPaths: ['/is-username-available'],
    advanced: {
      // The prefix `__Host-` is ours: better-auth knows only `__Secure-`.
      useSecureCookies: false,
      cookiePrefix: 'to-so',
      cookies: { session_token: { name: secure ? '__Host-session' : 'session', attributes: { secure } } },
      defaultCookieAttributes: { httpOnly: true, sameSite: 'lax', path: '/' },
      ipAddress: { disableIpTracking: true },
    },
    telemetry: { enabled: false },
    logger: { disabled: true },
  })
}

/** better-auth asks for an e-mail and a name; the account has neither, the member has the name. */
function syntheticUser(phone: string) {
  return { email: `${phone}-${randomBytes(6).toString('hex')}@to-so.invalid`, name: '', emailVerified: false }
}

function isOverAge(createdAt: Date): boolean {
  return Date.now() - createdAt.getTime() > absoluteDays * secondsPerDay * 1000
}

function isUniqueViolation(error: unknown): boolean {
  const code = error instanceof Error && 'code' in error ? error.code : undefined
  return code === '23505' || code === 'SQLITE_CONSTRAINT_UNIQUE'
}
