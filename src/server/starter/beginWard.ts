// A ward begins: its unit and teams, its first manager, and the procedures people submit most, all by ordinary commands.
import type { Actor } from '#domain/permissions.ts'
import type { Day } from '#domain/period.ts'
import type { UnitKind } from '#domain/unit.ts'
import type { ServerContext } from '../context.ts'
import { addWard } from '../store/wards.ts'
import { runCommands, type OwnCommand } from '../sync/runCommands.ts'
import { starterCatalogue } from './catalogue.ts'

export interface Beginning {
  readonly wardName: string
  readonly teams: readonly { kind: Exclude<UnitKind, 'ward'>; name: string }[]
  readonly managerName: string
  /** First day of the units and of the manager's membership. */
  readonly since: Day
}

export interface BegunWard {
  readonly wardId: string
  readonly manager: Actor
  /** In the order of the teams. */
  readonly teamIds: readonly string[]
}

/** Belongs into one transaction (asOne) with the manager's account: a ward that nobody can enter is never left behind. */
export async function beginWard(context: ServerContext, beginning: Beginning): Promise<BegunWard> {
  const wardId = await addWard(context, beginning.wardName.trim())
  const manager: Actor = { memberId: context.newId(), role: 'manager', teamIds: [] }
  const teamIds = beginning.teams.map(() => context.newId())
  const commands = firstCommands(context, { wardId, manager, teamIds }, beginning)
  await runCommands(context, wardId, manager, commands)
  return { wardId, manager, teamIds }
}

function firstCommands(
  { newId }: ServerContext,
  { wardId, manager, teamIds }: BegunWard,
  { wardName, teams, managerName, since }: Beginning,
): OwnCommand[] {
  const unit = { code: null, validFrom: since, validTo: null }
  const ward = { ...unit, unitId: wardId, kind: 'ward' as const, parentId: null, name: wardName.trim() }
  const member = { role: 'manager' as const, teamIds: [], joinedOn: since, leftOn: null }
  return [
    { name: 'addUnit', args: ward },
    ...teams.map(({ kind, name }, index): OwnCommand => {
      const unitId = teamIds[index] ?? newId()
      return { name: 'addUnit', args: { ...unit, unitId, kind, parentId: wardId, name: name.trim() } }
    }),
    { name: 'addMember', args: { memberId: manager.memberId, name: managerName.trim(), ...member } },
    ...starterCatalogue.map((procedure): OwnCommand => {
      return { name: 'addProcedure', args: { procedureId: newId(), ...procedure } }
    }),
  ]
}
