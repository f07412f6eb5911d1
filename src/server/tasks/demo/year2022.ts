// 1 January to 30 September 2022 as the ward reported them: 1,858 dossiers that the one-stop desk helped to submit, and
// accounts of "over 1,000 people" (here 1,046) by the seven teams that began on 24 June (Decision 690/QĐ-UBND).
import type { AccountKind } from '#domain/account.ts'
import { addDays, startOfDay, type Day } from '#domain/period.ts'
import type { CommandArgs } from '#domain/commands.ts'
import {
  aDossier,
  aFailure,
  aNewResident,
  anItem,
  aProcedureInForce,
  aVisit,
  someTime,
  together,
  type Deeds,
  type DemoTeam,
  type DemoWorld,
  type PlannedVisit,
} from './visits.ts'

export const nineMonths = { from: '2022-01-01', to: '2022-09-30' }
export const teamsBegan = '2022-06-24'
export const reported = { dossiers: 1858, peopleWithAccount: 1046 }

/** Of the whole one-stop system, as the report gives them; it names no overdue ones. */
export const reportedTotals: CommandArgs<'recordWardTotals'>['totals'] = {
  received: 4133,
  resolved: 4128,
  inProgress: 5,
  overdue: null,
  paidOnline: 3539,
  byPost: 2263,
  eCertified: 60,
}
export const totalsSource = 'Báo cáo cải cách hành chính 9 tháng đầu năm 2022 của UBND phường'

const msPerDay = 86_400_000

export function planYear2022(world: DemoWorld): PlannedVisit[] {
  const desk = world.teams.filter(({ isDesk }) => isDesk)
  const teams = world.teams.filter(({ isDesk }) => !isDesk)
  return [...desk.flatMap((team) => planDesk(world, team)), ...planAccounts(world, teams)]
}

/** Dossiers spread over the working days; one visitor in twenty brings two. */
function planDesk(world: DemoWorld, desk: DemoTeam): PlannedVisit[] {
  const days = workingDays(nineMonths.from, nineMonths.to)
  const visits: PlannedVisit[] = []
  const known: string[] = []
  for (let dossier = 0; dossier < reported.dossiers;) {
    const on = days[Math.floor((dossier / reported.dossiers) * days.length)] ?? nineMonths.to
    const at = someTime(world.random, on)
    const isDouble = world.random.chance(0.05) && dossier + 2 <= reported.dossiers
    const make = (offset: number) => aDossier(world, at + offset, { procedure: aProcedureInForce(world, on) })
    const deeds = isDouble ? together(make(0), make(1)) : make(0)
    dossier += isDouble ? 2 : 1
    visits.push(aVisit(world, desk, at, { resident: someone(world, at, known), deeds }))
  }
  return visits
}

/** Somebody new, or one time in six a resident who was here before. Visits come in the order of days, not of minutes. */
function someone(world: DemoWorld, at: number, known: string[]) {
  if (known.length > 40 && world.random.chance(1 / 6)) {
    const residentId = world.random.pick(known.slice(0, -30))
    return { kind: 'known' as const, residentId }
  }
  const made = aNewResident(world, at)
  known.push(made.residentId)
  return made
}

/** Each of the people gets one account or two; besides there are visits that did not work, or only count. */
function planAccounts(world: DemoWorld, teams: readonly DemoTeam[]): PlannedVisit[] {
  const days = workingDays(teamsBegan, nineMonths.to)
  return Array.from({ length: reported.peopleWithAccount }, (_, person) => {
    const team = teams[person % teams.length]
    const on = days[Math.floor((person / reported.peopleWithAccount) * days.length)] ?? nineMonths.to
    if (!team) return []
    const at = someTime(world.random, on)
    const visit = aVisit(world, team, at, { resident: aNewResident(world, at), deeds: accounts(world, at) })
    return [visit, ...sideVisits(world, team, on)]
  }).flat()
}

function accounts(world: DemoWorld, at: number): Deeds {
  const { random } = world
  const first: AccountKind = random.chance(0.7) ? 'nationalPortal' : 'provincialPortal'
  const kinds: AccountKind[] = random.chance(0.25) ? [first, 'vneidLevel1'] : [first]
  return together(
    ...kinds.map((account) => ({ items: anItem(world, at, { kind: 'account', account }), dossiers: [] })),
  )
}

function sideVisits(world: DemoWorld, team: DemoTeam, on: Day): PlannedVisit[] {
  const visits: PlannedVisit[] = []
  const at = someTime(world.random, on)
  if (world.random.chance(0.16)) {
    const deeds = aFailure(world, at, world.random.chance(0.8) ? 'account' : 'visit')
    visits.push(aVisit(world, team, at, { resident: aNewResident(world, at), deeds }))
  }
  if (world.random.chance(0.08)) {
    const deeds = { items: anItem(world, at, { kind: 'skill', skill: 'cashlessPayment' }), dossiers: [] }
    visits.push(aVisit(world, team, at, { resident: { kind: 'none' }, deeds }))
  }
  return visits
}

/** Monday to Saturday. */
function workingDays(from: Day, to: Day): Day[] {
  const days: Day[] = []
  for (let day = from; day <= to; day = addDays(day, 1)) {
    const weekday = new Date(startOfDay(day) + msPerDay / 2).getUTCDay()
    if (weekday !== 0) days.push(day)
  }
  return days
}
