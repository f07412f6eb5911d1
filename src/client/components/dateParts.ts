/** What stands in the three boxes of a date, as typed. */
export interface DateParts {
  day: string
  month: string
  year: string
}

export type DatePart = keyof DateParts

/** '1987-03-27' in its parts; anything else leaves them empty. */
export function toDateParts(iso: string): DateParts {
  const [, year = '', month = '', day = ''] = /^(\d{4})-(\d{2})-(\d{2})$/.exec(iso) ?? []
  return { day: day.replace(/^0/, ''), month: month.replace(/^0/, ''), year }
}

/**
 * 'YYYY-MM-DD' where the parts make a day that exists, else ''. A month may stand among words ("month 3"); a year of two
 * digits, as slips write it, is of this century.
 */
export function toIsoDate({ day, month, year }: DateParts): string {
  const whole = year.trim().replace(/^(?=\d\d$)/, '20')
  const [d, m, y] = [day, month.replace(/\D+/g, ' '), whole].map((part) => Number(part.trim() || Number.NaN))
  if (d === undefined || m === undefined || y === undefined || !(y >= 1000 && y <= 9999)) return ''
  const date = new Date(Date.UTC(y, m - 1, d))
  return date.getUTCMonth() === m - 1 && date.getUTCDate() === d ? date.toISOString().slice(0, 10) : ''
}

/** What is wrong with parts that make no day. */
export function dateProblem({
  day,
  month,
  year,
}: DateParts): 'yearMissing' | 'yearWrongLength' | 'dateImpossible' {
  if (day.trim() && month.trim() && !year.trim()) return 'yearMissing'
  return /^(\d\d|\d{4})?$/.test(year.trim()) ? 'dateImpossible' : 'yearWrongLength'
}
