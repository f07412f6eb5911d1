// What the teams of the demo are to reach in the month that is going on, somewhat more than their four weeks bring.
import type { Actor } from '#domain/permissions.ts'
import { periodOf, type Day } from '#domain/period.ts'
import { targetIdOf, type Target } from '#domain/target.ts'
import type { ServerContext } from '../../context.ts'
import { readTables } from '../../store/documents.ts'
import { runCommands, type OwnCommand } from '../../sync/runCommands.ts'
import type { DemoTeam } from './visits.ts'

type Goal = readonly [indicator: Target['indicator'], value: number]
const ofAll: readonly Goal[] = [
  ['people', 120],
  ['assists', 130],
]
const ofTeam: readonly Goal[] = [...ofAll, ['accounts', 70], ['dossiers', 80]]
const ofDesk: readonly Goal[] = [...ofAll, ['accounts', 40], ['dossiers', 120]]

/** Once for each month; what a newcomer has set since stays. */
export async function setMonthTargets(
  inside: ServerContext,
  wardId: string,
  { teams, today }: { teams: readonly Pick<DemoTeam, 'id' | 'isDesk'>[]; today: Day },
): Promise<void> {
  const month = periodOf('month', today)
  const { members, targets } = await readTables(inside, wardId, ['members', 'targets'])
  const manager = members.find(({ role, leftOn }) => role === 'manager' && leftOn === null)
  if (!manager || targets.some(({ from, to }) => from === month.from && to === month.to)) return
  const actor: Actor = { memberId: manager.id, role: manager.role, teamIds: manager.teamIds }
  const commands = teams.flatMap(({ id, isDesk }) =>
    (isDesk ? ofDesk : ofTeam).map(([indicator, value]): OwnCommand => {
      const place = { unitId: id, indicator, ...month }
      return { name: 'setTarget', args: { targetId: targetIdOf(place), ...place, value } }
    }),
  )
  await runCommands(inside, wardId, actor, commands)
}
