// Days and periods without clocks or zones. A day is 'YYYY-MM-DD' in Vietnam (UTC+7, no daylight saving time).

/** A calendar day, 'YYYY-MM-DD'. Days compare as strings. */
export type Day = string

/** From and to, both included. */
export interface Period {
  readonly from: Day
  readonly to: Day
}

export const periodKinds = ['day', 'week', 'month', 'quarter', 'sixMonths', 'nineMonths', 'year'] as const
export type PeriodKind = (typeof periodKinds)[number]

const hoursEastOfUtc = 7
const msPerHour = 3_600_000
const msPerDay = 24 * msPerHour

/** The day in Vietnam at an instant (milliseconds since 1970, UTC). */
export function dayAt(instant: number): Day {
  return new Date(instant + hoursEastOfUtc * msPerHour).toISOString().slice(0, 10)
}

/** The first instant (milliseconds since 1970, UTC) of a day in Vietnam. */
export function startOfDay(day: Day): number {
  return utc(day) - hoursEastOfUtc * msPerHour
}

/** Whether the text is a day of the calendar: 2022-02-31 is not. */
export function isDay(text: string): text is Day {
  if (!/^\d{4}-\d{2}-\d{2}$/.test(text)) return false
  const time = utc(text)
  // A day that its month does not have runs over into the next one.
  return !Number.isNaN(time) && new Date(time).getUTCDate() === Number(text.slice(-2))
}

export function addDays(day: Day, days: number): Day {
  return new Date(utc(day) + days * msPerDay).toISOString().slice(0, 10)
}

/** How many days a period has. */
export function daysIn({ from, to }: Period): number {
  return (utc(to) - utc(from)) / msPerDay + 1
}

export function isWithin(day: Day, period: Period): boolean {
  return period.from <= day && day <= period.to
}

/** The whole period of a kind in which a day falls; weeks begin on Monday, six and nine months on 1 January. */
export function periodOf(kind: PeriodKind, day: Day): Period {
  const year = Number(day.slice(0, 4))
  const month = Number(day.slice(5, 7))
  switch (kind) {
    case 'day':
      return { from: day, to: day }
    case 'week': {
      const from = addDays(day, -((new Date(utc(day)).getUTCDay() + 6) % 7))
      return { from, to: addDays(from, 6) }
    }
    case 'month':
      return months(year, month, month)
    case 'quarter': {
      const first = month - ((month - 1) % 3)
      return months(year, first, first + 2)
    }
    case 'sixMonths':
      return months(year, 1, 6)
    case 'nineMonths':
      return months(year, 1, 9)
    case 'year':
      return months(year, 1, 12)
  }
}

function months(year: number, first: number, last: number): Period {
  return {
    from: `${year}-${two(first)}-01`,
    to: addDays(last === 12 ? `${year + 1}-01-01` : `${year}-${two(last + 1)}-01`, -1),
  }
}

function two(n: number): string {
  return String(n).padStart(2, '0')
}

function utc(day: Day): number {
  return Date.parse(`${day}T00:00:00Z`)
}
