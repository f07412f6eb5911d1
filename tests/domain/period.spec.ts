import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { addDays, dayAt, isDay, isWithin, periodKinds, periodOf, startOfDay } from '#domain/period.ts'

describe('a day', () => {
  it.each(['2022-02-31', '2022-13-01', '2022-1-1', '', '31/01/2022', '2023-02-29'])('%s is none', (text) =>
    expect(isDay(text)).toBe(false),
  )
  it.each(['2024-02-29', '2022-12-31'])('%s is one', (text) => expect(isDay(text)).toBe(true))

  it('begins at 17:00 UTC of the day before', () => {
    expect(dayAt(Date.UTC(2026, 10, 19, 16, 59, 59, 999))).toBe('2026-11-19')
    expect(dayAt(Date.UTC(2026, 10, 19, 17))).toBe('2026-11-20')
    expect(startOfDay('2026-11-20')).toBe(Date.UTC(2026, 10, 19, 17))
  })

  it('is counted over month and year ends', () => {
    expect(addDays('2024-02-28', 1)).toBe('2024-02-29')
    expect(addDays('2022-12-31', 1)).toBe('2023-01-01')
  })
})

describe('a period', () => {
  it.each([
    ['day', '2026-11-20', '2026-11-20', '2026-11-20'],
    ['week', '2026-11-22', '2026-11-16', '2026-11-22'],
    ['week', '2026-11-16', '2026-11-16', '2026-11-22'],
    ['month', '2024-02-10', '2024-02-01', '2024-02-29'],
    ['quarter', '2022-09-30', '2022-07-01', '2022-09-30'],
    ['sixMonths', '2022-03-03', '2022-01-01', '2022-06-30'],
    ['nineMonths', '2022-03-03', '2022-01-01', '2022-09-30'],
    ['year', '2022-03-03', '2022-01-01', '2022-12-31'],
  ] as const)('%s of %s goes from %s to %s', (kind, day, from, to) =>
    expect(periodOf(kind, day)).toEqual({ from, to }),
  )

  it('of every day, week, month, quarter and year holds that day', () => {
    const days = fc.integer({ min: 0, max: 30_000 }).map((n) => addDays('1980-01-01', n))
    fc.assert(
      fc.property(days, (day) =>
        periodKinds
          .filter((kind) => kind !== 'sixMonths' && kind !== 'nineMonths')
          .every((kind) => isWithin(day, periodOf(kind, day))),
      ),
    )
  })
})
