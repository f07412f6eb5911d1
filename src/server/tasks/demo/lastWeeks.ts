// The last four weeks up to today, so that a newcomer finds the screens of today, week and month alive. They touch no one
// of 2022 and change no figure of it.
import type { AccountKind } from '#domain/account.ts'
import type { CommandArgs } from '#domain/commands.ts'
import type { DossierState } from '#domain/dossier.ts'
import { addDays, dayAt, startOfDay, type Day } from '#domain/period.ts'
import { chanceOf } from './random.ts'
import {
  aDossier,
  aFailure,
  aNewResident,
  anItem,
  aProcedureInForce,
  aVisit,
  createDossierCodes,
  someTime,
  together,
  type Deeds,
  type DemoTeam,
  type DemoWorld,
  type Planned,
  type PlannedVisit,
} from './visits.ts'

const daysBack = 28

export interface LastWeeks {
  readonly visits: readonly PlannedVisit[]
  /** What became of the dossiers since. */
  readonly changes: readonly Planned<CommandArgs<'correctDossier'>>[]
}

/**
 * The days after `lastDay` up to today, but no more than four weeks. Each day draws from a chance of its own, whichever
 * day it is planned on. `now`: milliseconds since 1970.
 */
export function planLastWeeks(
  ward: Pick<DemoWorld, 'teams' | 'procedures'>,
  { lastDay, now }: { lastDay: Day; now: number },
): LastWeeks {
  const today = dayAt(now)
  const earliest = addDays(today, 1 - daysBack)
  const nextCode = createDossierCodes()
  const visits: PlannedVisit[] = []
  const changes: Planned<CommandArgs<'correctDossier'>>[] = []
  for (let day = lastDay < earliest ? earliest : addDays(lastDay, 1); day <= today; day = addDays(day, 1)) {
    const world = { ...ward, random: chanceOf(day), nextCode }
    const ofDay = world.teams.flatMap((team) => planDay(world, team, day, now))
    visits.push(...ofDay)
    changes.push(...ofDay.flatMap((visit) => planChanges(world, visit, now)))
  }
  return { visits, changes }
}

function planDay(world: DemoWorld, team: DemoTeam, day: Day, now: number): PlannedVisit[] {
  const { random } = world
  const isToday = day === dayAt(now)
  const isSunday = new Date(startOfDay(day) + 43_200_000).getUTCDay() === 0
  const count = isToday ? random.between(2, 4) : isSunday ? random.between(0, 2) : random.between(2, 7)
  return Array.from({ length: count }, () => {
    const at = someTime(random, day, now)
    const isCountOnly = random.chance(0.08)
    const resident = isCountOnly ? ({ kind: 'none' } as const) : aNewResident(world, at)
    return aVisit(world, team, at, { resident, deeds: someDeeds(world, team, at, isCountOnly) })
  })
}

function someDeeds(world: DemoWorld, team: DemoTeam, at: number, isCountOnly: boolean): Deeds {
  const { random } = world
  if (isCountOnly)
    return { items: anItem(world, at, { kind: 'skill', skill: 'vneidActivation' }), dossiers: [] }
  if (random.chance(0.12)) return aFailure(world, at, random.pick(['account', 'dossier', 'payment']))
  const withDossier = random.chance(team.isDesk ? 0.9 : 0.55)
  const withAccount = !withDossier || random.chance(0.25)
  return together(
    ...(withDossier ? [recentDossier(world, at)] : []),
    ...(withAccount ? [recentAccount(world, at)] : []),
  )
}

function recentDossier(world: DemoWorld, at: number): Deeds {
  const { random } = world
  const on = dayAt(at)
  const procedure = aProcedureInForce(world, on)
  return aDossier(world, at, { procedure, dueOn: addDays(on, random.between(1, 10)) })
}

function recentAccount(world: DemoWorld, at: number): Deeds {
  const account: AccountKind = world.random.pick([
    'vneidLevel2',
    'vneidLevel2',
    'nationalPortal',
    'vneidLevel1',
  ])
  return { items: anItem(world, at, { kind: 'account', account }), dossiers: [] }
}

/** Most dossiers of earlier days are done; some ask for something, and a few stay behind their day. */
function planChanges({ random }: DemoWorld, { actor, at, args }: PlannedVisit, now: number) {
  const isOld = dayAt(at) < addDays(dayAt(now), -1)
  return args.dossiers.flatMap(({ dossierId }) => {
    if (!isOld || random.chance(0.12)) return []
    const state: DossierState = random.chance(0.8)
      ? random.pick(['resolved', 'resultReturned', 'resultReturned'])
      : random.pick(['received', 'inProgress', 'morePapersAsked', 'paymentAsked', 'notReceived'])
    const later = Math.min(now, at + random.between(4, 40) * 3_600_000)
    return [{ actor, at: later, args: { dossierId, assistId: args.assistId, changes: { state } } }]
  })
}
