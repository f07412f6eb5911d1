// What a team is to reach: a number for one indicator in a period. A period inside a longer one has its share of that by
// days, rounded up, so that a week can be looked at though only the month was given a number.
import * as v from 'valibot'
import { defineCommand } from './command.ts'
import { indicators, type Indicator } from './figures.ts'
import { addDays, daysIn, isWithin, type Day, type Period } from './period.ts'
import { Problem } from './problem.ts'
import { daySchema, idSchema } from './schema.ts'
import { checkTeam } from './unit.ts'

export interface Target {
  id: string
  /** A team. It is not called `teamId`, or the row would stand in the scope of that team (tables.ts), not in the ward's. */
  unitId: string
  indicator: Indicator
  from: Day
  to: Day
  /** Null once it was taken back. */
  value: number | null
}

export const mostTargeted = 1_000_000

/** Set again for the same team, indicator and period it stands corrected; `targetId` is that of `targetIdOf`. */
export const setTarget = defineCommand({
  permission: 'manageTargets',
  scope: 'ward',
  args: v.object({
    targetId: idSchema,
    unitId: idSchema,
    indicator: v.picklist(indicators),
    from: daySchema,
    to: daySchema,
    value: v.nullable(v.pipe(v.number(), v.integer())),
  }),
  needs: ({ targetId, unitId }) => [
    { table: 'targets', id: targetId },
    { table: 'units', id: unitId },
  ],
  decide({ targetId, ...target }, { rows }) {
    checkTeam(rows, target.unitId)
    if (target.from > target.to) throw new Problem('dateImpossible', { field: 'to' })
    const { value } = target
    if (value !== null && (value < 0 || value > mostTargeted)) {
      throw new Problem('figureImpossible', { field: 'value' })
    }
    const before = rows.find('targets', targetId)
    if (!before) return [{ put: 'targets', row: { id: targetId, ...target } }]
    if (!isSamePlace(before, target)) throw new Problem('rowExists', { field: 'targetId' })
    return [{ change: 'targets', id: targetId, changes: { value } }]
  },
})

type Place = Pick<Target, 'unitId' | 'indicator' | 'from' | 'to'>

function isSamePlace(a: Place, b: Place): boolean {
  return a.unitId === b.unitId && a.indicator === b.indicator && a.from === b.from && a.to === b.to
}

/**
 * The id of a target follows from what it is for: two managers who set it apart from each other set the same one. Four
 * FNV-1a sums make a UUID of version 8 (RFC 9562, "custom").
 */
export function targetIdOf({ unitId, indicator, from, to }: Place): string {
  const text = [unitId, indicator, from, to].join('/')
  const hex = [1, 2, 3, 4].map((lane) => sumOf(`${lane}/${text}`).toString(16).padStart(8, '0')).join('')
  const parts = [hex.slice(0, 8), hex.slice(8, 12), `8${hex.slice(13, 16)}`, `8${hex.slice(17, 20)}`]
  return [...parts, hex.slice(20)].join('-')
}

function sumOf(text: string): number {
  let sum = 0x811c9dc5
  for (let at = 0; at < text.length; at++) sum = Math.imul(sum ^ text.charCodeAt(at), 0x01000193)
  // The last letters reach every bit as well.
  sum = Math.imul(sum ^ (sum >>> 15), 0x2c1b3c6d)
  return (sum ^ (sum >>> 13)) >>> 0
}

export interface Goal {
  readonly value: number
  /** Not set for this period itself: its share by days of what was set for longer ones. */
  readonly isShare: boolean
}

/** Undefined where nothing was set that covers the period. */
export function targetFor(
  targets: readonly Target[],
  unitId: string,
  indicator: Indicator,
  period: Period,
): Goal | undefined {
  const own = targets.filter(
    (target) => target.unitId === unitId && target.indicator === indicator && target.value !== null,
  )
  const exact = own.find(({ from, to }) => from === period.from && to === period.to)
  if (exact) return { value: exact.value ?? 0, isShare: false }
  const around = shortest(own.filter(({ from, to }) => from <= period.from && period.to <= to))
  const share = around ? shareBy(around, daysIn(period)) : shareDayByDay(own, period)
  return share === undefined ? undefined : { value: roundUp(share), isShare: true }
}

/** A week that runs from one month into the next has a part of both. */
function shareDayByDay(targets: readonly Target[], period: Period): number | undefined {
  let share = 0
  for (let day = period.from; day <= period.to; day = addDays(day, 1)) {
    const ofDay = shortest(targets.filter((target) => isWithin(day, target)))
    if (!ofDay) return undefined
    share += shareBy(ofDay, 1)
  }
  return share
}

function shortest(targets: readonly Target[]): Target | undefined {
  const [first, ...others] = targets
  return others.reduce((least, one) => (least && daysIn(one) < daysIn(least) ? one : least), first)
}

function shareBy(target: Target, days: number): number {
  return ((target.value ?? 0) * days) / daysIn(target)
}

/** Twelve thirds are 4, also where adding them up made a little more of it. */
function roundUp(share: number): number {
  return Math.ceil(share - 1e-9)
}
