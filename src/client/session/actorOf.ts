import type { Actor } from '#domain/permissions.ts'
import type { Person } from '../db/people.ts'

/** A person of this phone, as the domain judges what they may do. */
export function actorOf({ memberId, role, teamIds }: Person): Actor {
  return { memberId, role, teamIds }
}
