// The periods for which targets are set: those of last year, this year and the next, in their order.
import { periodOf, type Day, type Period } from '#domain/period.ts'

export const targetKinds = ['month', 'quarter', 'sixMonths', 'nineMonths', 'year'] as const
export type TargetKind = (typeof targetKinds)[number]

export interface NamedPeriod extends Period {
  /** Which month or quarter of the year it is; 1 where a year has one. */
  readonly part: number
  readonly year: number
}

export function targetPeriods(kind: TargetKind, today: Day): NamedPeriod[] {
  const thisYear = Number(today.slice(0, 4))
  const months = Array.from({ length: 12 }, (_, index) => String(index + 1).padStart(2, '0'))
  return [thisYear - 1, thisYear, thisYear + 1].flatMap((year) => {
    const periods = new Map(
      months.map((month) => {
        const period = periodOf(kind, `${year}-${month}-01`)
        return [period.from, period]
      }),
    )
    return [...periods.values()].map((period, index) => ({ ...period, part: index + 1, year }))
  })
}

/** Undefined where targets for it are set no more. */
export function kindOfPeriod({ from, to }: Period, today: Day): TargetKind | undefined {
  return targetKinds.find((kind) =>
    targetPeriods(kind, today).some((period) => period.from === from && period.to === to),
  )
}

/** The one that begins on this day, or else the one that has begun last. */
export function pickPeriod(periods: readonly NamedPeriod[], from: Day, today: Day): NamedPeriod {
  const picked =
    periods.find((period) => period.from === from) ?? periods.findLast((period) => period.from <= today)
  if (!picked) throw new Error('No period of last year, this one or the next has begun')
  return picked
}
