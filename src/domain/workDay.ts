// Which days something can have been done or promised. A year that slipped while it was typed is none of them.
import type { Day } from './period.ts'
import { Problem, type ProblemCode, type ProblemReport } from './problem.ts'

/** The teams began later. What a phone saved before forms asked so is taken from `earliestTaken` on. */
export const earliestTyped: Day = '2020-01-01'
const earliestTaken: Day = '2000-01-01'

/** What a form says of a day before `earliestTyped`. */
export const tooEarly: ProblemReport = { code: 'dateTooEarly', details: { year: earliestTyped.slice(0, 4) } }

export function checkNotTooEarly(day: Day, field: string): void {
  if (day < earliestTaken) throw Problem.fromReport({ ...tooEarly, field })
}

/** What was done more than a year ago may be right: there is paper that is written down later. */
export function dayWarning(on: Day, today: Day): ProblemCode | undefined {
  const yearAgo = `${Number(today.slice(0, 4)) - 1}${today.slice(4)}`
  return on >= earliestTyped && on < yearAgo ? 'dateLongAgo' : undefined
}
