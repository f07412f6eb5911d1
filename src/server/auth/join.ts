// Joining by an invite: the invite is used up, the account made, the member added, the two linked and the session begun,
// all together or not at all. Whoever comes second to the same invite is told so.
import { dayAt } from '#domain/period.ts'
import { Problem } from '#domain/problem.ts'
import type { SignIn } from '#protocol/session.ts'
import { asOne, type ServerContext } from '../context.ts'
import { takeInvite, type KeptInvite } from '../store/invites.ts'
import { runCommands } from '../sync/runCommands.ts'
import { giveAccount } from './giveAccount.ts'
import type { FoundSession, Identity } from './identity.ts'

/** Throws `inviteUsed` or `phoneTaken`; then nothing has changed. */
export async function joinByInvite(
  context: ServerContext,
  identity: Identity,
  invite: KeptInvite,
  { phone, password }: SignIn,
): Promise<FoundSession> {
  const passwordHash = await identity.hashPassword(password)
  return asOne(context, async (inside) => {
    const { db, clock, newId } = inside
    const { wardId, name, role, teamIds } = invite
    if (!(await takeInvite(db, invite, clock()))) throw new Problem('inviteUsed')
    const memberId = newId()
    // Whoever made the invite was allowed to; adding the member is the ward's own act.
    const actor = { memberId: invite.createdBy, role: 'manager', teamIds: [] } as const
    const args = { memberId, name, role, teamIds, joinedOn: dayAt(clock()), leftOn: null }
    await runCommands(inside, wardId, actor, [{ name: 'addMember', args }])
    return giveAccount(inside, { wardId, memberId }, { phone, passwordHash })
  })
}
