// A member gets an account, and is signed in with it at once: who has just chosen the password need not type it again.
import type { ServerContext } from '../context.ts'
import { linkMember, type MemberPlace } from '../store/members.ts'
import { createIdentity, type FoundSession } from './identity.ts'

/** `inside`: the context of one transaction (asOne); it needs an identity of its own. Throws `phoneTaken`. */
export async function giveAccount(
  inside: ServerContext,
  place: MemberPlace,
  { phone, passwordHash }: { phone: string; passwordHash: string },
): Promise<FoundSession> {
  const identity = createIdentity(inside)
  const userId = await identity.createUser(phone, { passwordHash })
  await linkMember(inside.db, place, userId)
  return identity.beginSession(userId)
}
