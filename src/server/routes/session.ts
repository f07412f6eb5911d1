// Signing in and out. An unknown phone and a wrong password get the same answer after the same work, and both count.
import { createHmac } from 'node:crypto'
import { Hono, type Context } from 'hono'
import { toStoredPhone } from '#domain/identity.ts'
import { Problem } from '#domain/problem.ts'
import { paths } from '#protocol/paths.ts'
import { signInSchema, type Session, type SignIn } from '#protocol/session.ts'
import type { FoundSession, Identity } from '../auth/identity.ts'
import type { ServerContext } from '../context.ts'
import { parseBody } from '../middleware/body.ts'
import { findPerson, getPerson, type AppEnv, type Person } from '../middleware/session.ts'
import { countAttempt, forgetAttempts } from '../store/attempts.ts'
import { findMember, findUnit } from '../store/members.ts'
import { findWard } from '../store/wards.ts'

export function sessionRoutes(context: ServerContext, identity: Identity) {
  return new Hono<AppEnv>()
    .get(paths.session, async (c) => c.json(await describe(context, getPerson(c))))
    .post(paths.session, async (c) => {
      const asked = await parseBody(c, signInSchema)
      return answerSignedIn(context, c, await signIn(context, identity, asked))
    })
    .delete(paths.session, async (c) => {
      setCookies(c, await identity.signOut(c.req.raw.headers))
      return c.body(null, 204)
    })
}

/** Throws `signInWrong`, or `signInBlocked` after too many wrong ones. */
export async function signIn(context: ServerContext, identity: Identity, { phone, password }: SignIn) {
  const stored = toStoredPhone(phone)
  // The store of attempts must not become a list of phone numbers.
  const key = createHmac('sha256', context.config.masterKey).update(`attempts/${stored}`).digest('hex')
  await countAttempt(context.db, key, context.clock())
  const session = await identity.signIn(stored, password)
  if (!session) throw new Problem('signInWrong')
  await forgetAttempts(context.db, key)
  return session
}

export async function answerSignedIn(context: ServerContext, c: Context<AppEnv>, session: FoundSession) {
  const person = await findPerson(context, session.userId)
  if (!person) throw new Problem('signInWrong')
  if (person.hasLeft) throw new Problem('memberLeft')
  const body = await describe(context, person)
  setCookies(c, session.cookies)
  return c.json(body)
}

async function describe({ db }: ServerContext, { wardId, memberId }: Person): Promise<Session> {
  const member = await findMember(db, wardId, memberId)
  if (!member) throw new Problem('sessionExpired')
  const { name, role, teamIds } = member
  const ward = (await findUnit(db, wardId, wardId)) ?? (await findWard(db, wardId))
  return { member: { id: memberId, name, role, teamIds }, ward: { id: wardId, name: ward?.name ?? '' } }
}

function setCookies(c: Context<AppEnv>, cookies: readonly string[]): void {
  for (const cookie of cookies) c.header('Set-Cookie', cookie, { append: true })
}
