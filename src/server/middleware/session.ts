// Who is asking: the cookie of the request → session → user → member. A member who has left is nobody any more, except
// on the way of what they recorded before (routes that ask by `getPersonEvenIfLeft`).
import type { Context, MiddlewareHandler } from 'hono'
import type { Actor } from '#domain/permissions.ts'
import { dayAt } from '#domain/period.ts'
import { Problem } from '#domain/problem.ts'
import { memberHeader } from '#protocol/paths.ts'
import type { Identity } from '../auth/identity.ts'
import type { ServerContext } from '../context.ts'
import { findMember, findMemberOfUser } from '../store/members.ts'

export interface Person {
  readonly wardId: string
  readonly memberId: string
  readonly actor: Actor
  readonly userId: string
  readonly hasLeft: boolean
}

export interface AppEnv {
  Variables: { person: Person | undefined }
}

export function readSession(context: ServerContext, identity: Identity): MiddlewareHandler<AppEnv> {
  return async (c, next) => {
    const session = await identity.findSession(c.req.raw.headers)
    const person = session && (await findPerson(context, session.userId))
    const meant = c.req.header(memberHeader)
    c.set('person', meant === undefined || meant === person?.memberId ? person : undefined)
    await next()
    // A session that slid on comes with a fresh cookie, unless the route set one itself (signing in or out).
    if (session && !c.res.headers.has('set-cookie')) {
      for (const cookie of session.cookies) c.header('Set-Cookie', cookie, { append: true })
    }
  }
}

export function getPerson(c: Context<AppEnv>): Person {
  const person = getPersonEvenIfLeft(c)
  if (person.hasLeft) throw new Problem('memberLeft')
  return person
}

export function getPersonEvenIfLeft(c: Context<AppEnv>): Person {
  const person = c.get('person')
  if (!person) throw new Problem('sessionExpired')
  return person
}

export async function findPerson(context: ServerContext, userId: string): Promise<Person | undefined> {
  const place = await findMemberOfUser(context.db, userId)
  const member = place && (await findMember(context.db, place.wardId, place.memberId))
  if (!member) return undefined
  const { wardId, memberId } = place
  return {
    wardId,
    memberId,
    userId,
    actor: { memberId, role: member.role, teamIds: member.teamIds },
    hasLeft: member.leftOn !== null && member.leftOn < dayAt(context.clock()),
  }
}
