// Joining by an invite: the invite is used up, the account made, the member added, and the two linked. Whoever comes
// second to the same invite is told so; when a later step fails, the earlier ones are taken back.
import { dayAt } from '#domain/period.ts'
import { Problem } from '#domain/problem.ts'
import type { SignIn } from '#protocol/session.ts'
import type { ServerContext } from '../context.ts'
import { reopenInvite, takeInvite, type KeptInvite } from '../store/invites.ts'
import { linkMember } from '../store/members.ts'
import { runCommands } from '../sync/runCommands.ts'
import type { Identity } from './identity.ts'

/** Throws `inviteUsed` or `phoneTaken`; then nothing has changed. */
export async function joinByInvite(
  context: ServerContext,
  identity: Identity,
  invite: KeptInvite,
  { phone, password }: SignIn,
): Promise<void> {
  const { db, clock, newId } = context
  const { wardId, name, role, teamIds } = invite
  if (!(await takeInvite(db, invite, clock()))) throw new Problem('inviteUsed')
  let userId: string | undefined
  try {
    userId = await identity.createUser(phone, password)
    const memberId = newId()
    // Whoever made the invite was allowed to; adding the member is the ward's own act.
    const actor = { memberId: invite.createdBy, role: 'manager', teamIds: [] } as const
    const args = { memberId, name, role, teamIds, joinedOn: dayAt(clock()), leftOn: null }
    await runCommands(context, wardId, actor, [{ name: 'addMember', args }])
    await linkMember(db, { wardId, memberId }, userId)
  } catch (error) {
    if (userId) await identity.deleteUser(userId)
    await reopenInvite(db, invite)
    throw error
  }
}
