// A ward of its own for each seed: a manager, a lead who is in every team, three volunteers, and two procedures.
import type { Actor } from '#domain/permissions.ts'
import type { Role } from '#domain/member.ts'
import { addWard } from '../../../src/server/store/wards.ts'
import { linkMember } from '../../../src/server/store/members.ts'
import { runCommands, type OwnCommand } from '../../../src/server/sync/runCommands.ts'
import { anId, aProcedure } from '../../support/builders.ts'
import type { ModelServer } from './server.ts'

export interface ModelMember {
  readonly memberId: string
  readonly userId: string
  readonly name: string
  role: Role
}

export interface ModelWard {
  readonly wardId: string
  readonly manager: Actor
  readonly teamIds: readonly string[]
  readonly members: readonly ModelMember[]
}

export const procedureIds = [anId(0x60), anId(0x61)]
const since = '2022-01-01'
const roleOf: Role[] = ['volunteer', 'lead', 'volunteer', 'volunteer', 'manager']

export async function beginModelWard({ context }: ModelServer, teams: number): Promise<ModelWard> {
  const wardId = await addWard(context, 'Phường Thử')
  const teamIds = Array.from({ length: teams }, (_, n) => anId(0x10 + n))
  const members = roleOf.map((role, n) => {
    const memberId = anId(0x20 + n)
    return {
      memberId,
      userId: `${wardId}/${n}`,
      name: `Người ${n}`,
      role,
      teamIds: teamsOf(role, n, teamIds),
    }
  })
  const manager: Actor = { memberId: anId(0x24), role: 'manager', teamIds: [] }
  const unit = { code: null, validFrom: since, validTo: null }
  const commands: OwnCommand[] = [
    { name: 'addUnit', args: { ...unit, unitId: wardId, kind: 'ward', parentId: null, name: 'Phường Thử' } },
    ...teamIds.map((unitId, n): OwnCommand => {
      return {
        name: 'addUnit',
        args: { ...unit, unitId, kind: 'neighbourhood', parentId: wardId, name: `Tổ ${n}` },
      }
    }),
    ...members.map(({ memberId, name, role, teamIds }): OwnCommand => {
      return { name: 'addMember', args: { memberId, name, role, teamIds, joinedOn: since, leftOn: null } }
    }),
    ...procedureIds.map((procedureId): OwnCommand => {
      const { id: _id, ...procedure } = aProcedure()
      return { name: 'addProcedure', args: { procedureId, ...procedure } }
    }),
  ]
  await runCommands(context, wardId, manager, commands)
  for (const { memberId, userId } of members) await linkMember(context.db, { wardId, memberId }, userId)
  return { wardId, manager, teamIds, members }
}

/** The lead has all teams, a volunteer one or two. */
function teamsOf(role: Role, n: number, teamIds: readonly string[]): string[] {
  if (role === 'manager') return []
  if (role === 'lead') return [...teamIds]
  return teamIds.filter((_, index) => index === n % teamIds.length || (n === 3 && index < 2))
}
