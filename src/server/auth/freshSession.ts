// What almost every request comes with: a session that neither runs out nor slides on today. It is looked up by one
// reading of better-auth's table; whatever is not as plain is left to better-auth, which also ends and prolongs sessions.
import { parseSigned } from 'hono/utils/cookie'
import type { Database } from '../store/database.ts'

export interface FreshSession {
  readonly userId: string
  /** Milliseconds since 1970. */
  readonly createdAt: number
}

export interface SessionCookie {
  readonly name: string
  /** By which better-auth signs its cookies: HMAC-SHA-256 over the token. */
  readonly secret: string
}

/** Undefined when there is none, and when it ends before `freshUntil` (milliseconds since 1970). */
export async function findFreshSession(
  db: Database,
  { name, secret }: SessionCookie,
  cookies: string,
  freshUntil: number,
): Promise<FreshSession | undefined> {
  const token = (await parseSigned(cookies, secret, name))[name]
  if (!token) return undefined
  const found = await db.kysely
    .selectFrom('auth_sessions')
    .select(['userId', 'createdAt', 'expiresAt'])
    .where('token', '=', token)
    .executeTakeFirst()
  if (!found || new Date(found.expiresAt).getTime() <= freshUntil) return undefined
  return { userId: found.userId, createdAt: new Date(found.createdAt).getTime() }
}
