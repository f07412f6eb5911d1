// A ward of many members in one step, each with a session, so that proofs need not wait for a thousand passwords.
import type { Actor } from '#domain/permissions.ts'
import type { Procedure } from '#domain/procedure.ts'
import { createIdentity } from '../../src/server/auth/identity.ts'
import { asOne, type ServerContext } from '../../src/server/context.ts'
import { beginWard } from '../../src/server/starter/beginWard.ts'
import { readTables } from '../../src/server/store/documents.ts'
import { linkMember } from '../../src/server/store/members.ts'
import { runCommands, type OwnCommand } from '../../src/server/sync/runCommands.ts'

export interface SeededMember {
  readonly actor: Actor
  /** As a browser sends it. */
  readonly cookie: string
}

export interface SeededWard {
  readonly wardId: string
  readonly procedures: readonly Procedure[]
  readonly manager: SeededMember
  readonly teams: readonly { readonly id: string; readonly members: readonly SeededMember[] }[]
}

const since = '2022-01-01'

/** The first member of each team leads it. */
export async function seedWard(
  context: ServerContext,
  size: { teams: number; membersPerTeam: number },
): Promise<SeededWard> {
  const ward = await asOne(context, (inside) => makeWard(inside, size))
  const { procedures } = await readTables(context, ward.wardId, ['procedures'])
  return { ...ward, procedures }
}

async function makeWard(
  inside: ServerContext,
  { teams, membersPerTeam }: { teams: number; membersPerTeam: number },
): Promise<Omit<SeededWard, 'procedures'>> {
  const names = Array.from({ length: teams }, (_, n) => ({
    kind: 'neighbourhood' as const,
    name: `Khu phố ${n + 1}`,
  }))
  const begun = await beginWard(inside, {
    wardName: 'Phường Thử',
    teams: names,
    managerName: 'Quản Lý',
    since,
  })
  const { wardId, manager, teamIds } = begun
  const actors = teamIds.map((teamId) =>
    Array.from({ length: membersPerTeam }, (_, n): Actor => {
      return { memberId: inside.newId(), role: n === 0 ? 'lead' : 'volunteer', teamIds: [teamId] }
    }),
  )
  const commands = actors.flat().map(({ memberId, role, teamIds }, n): OwnCommand => {
    const args = {
      memberId,
      name: `Thành Viên ${n + 1}`,
      role,
      teamIds: [...teamIds],
      joinedOn: since,
      leftOn: null,
    }
    return { name: 'addMember', args }
  })
  await runCommands(inside, wardId, manager, commands)
  const identity = createIdentity(inside)
  const signIn = async (actor: Actor): Promise<SeededMember> => {
    const userId = await identity.createUser(actor.memberId, { passwordHash: '' })
    await linkMember(inside.db, { wardId, memberId: actor.memberId }, userId)
    const { cookies } = await identity.beginSession(userId)
    return { actor, cookie: cookies.map((cookie) => cookie.split(';')[0]).join('; ') }
  }
  const seeded: SeededWard['teams'][number][] = []
  for (const [index, id] of teamIds.entries()) {
    const members: SeededMember[] = []
    for (const actor of actors[index] ?? []) members.push(await signIn(actor))
    seeded.push({ id, members })
  }
  return { wardId, manager: await signIn(manager), teams: seeded }
}
