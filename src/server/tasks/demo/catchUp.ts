// The days since somebody last looked at the demo, so that today, week and month are alive at each start. The ward is
// taken as it is found: a newcomer may have added teams and people, or let some go. Belongs into one transaction, so that
// a day that was begun is whole.
import { dayAt, startOfDay } from '#domain/period.ts'
import { isTeam } from '#domain/unit.ts'
import type { ServerContext } from '../../context.ts'
import { readTables } from '../../store/documents.ts'
import { findLastOwnCommand } from '../../store/serverDevice.ts'
import { findWardIds } from '../../store/wards.ts'
import { planLastWeeks } from './lastWeeks.ts'
import { setMonthTargets } from './monthTargets.ts'
import { runPlanned } from './runPlanned.ts'
import { byCode, type DemoTeam } from './visits.ts'
import { nineMonths } from './year2022.ts'

export async function catchUp(inside: ServerContext): Promise<void> {
  const [wardId] = await findWardIds(inside.db)
  if (wardId === undefined) return
  // Visits of the demo are the server's own commands; what newcomers record comes from their phones.
  const last = await findLastOwnCommand(inside.db, wardId, 'recordAssist')
  const lastDay = dayAt(last ?? startOfDay(nineMonths.to))
  const now = inside.clock()
  const ward = await readWard(inside, wardId)
  await setMonthTargets(inside, wardId, { teams: ward.teams, today: dayAt(now) })
  const { visits, changes } = planLastWeeks(ward, { lastDay, now })
  await runPlanned(inside, wardId, 'recordAssist', visits)
  await runPlanned(inside, wardId, 'correctDossier', changes)
}

async function readWard(inside: ServerContext, wardId: string) {
  const { units, members, procedures } = await readTables(inside, wardId, ['units', 'members', 'procedures'])
  const active = members.filter(({ role, leftOn }) => role !== 'viewer' && leftOn === null).sort(byId)
  const teams = units
    .filter((unit) => isTeam(unit) && unit.validTo === null)
    .sort(byId)
    .map(({ id, kind }): DemoTeam => {
      const own = active.filter(({ teamIds }) => teamIds.includes(id))
      const isDesk = kind === 'desk'
      return { id, isDesk, members: own.map(({ id: memberId, role }) => ({ memberId, role, teamIds: [id] })) }
    })
  return { teams: teams.filter(({ members }) => members.length > 0), procedures: procedures.sort(byCode) }
}

/** Ids are made in the order of time, so this is the order in which they were added. */
function byId(a: { id: string }, b: { id: string }): number {
  return a.id < b.id ? -1 : 1
}
