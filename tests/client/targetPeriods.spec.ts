// The periods for which a manager sets targets.
import { describe, expect, it } from 'vitest'
import { kindOfPeriod, pickPeriod, targetPeriods } from '../../src/client/screens/team/targetPeriods.ts'

const today = '2026-11-24'

describe('periods to set targets for', () => {
  it.each([
    ['month', 36, { from: '2026-11-01', to: '2026-11-30', part: 11, year: 2026 }],
    ['quarter', 12, { from: '2026-10-01', to: '2026-12-31', part: 4, year: 2026 }],
    ['sixMonths', 3, { from: '2026-01-01', to: '2026-06-30', part: 1, year: 2026 }],
    ['nineMonths', 3, { from: '2026-01-01', to: '2026-09-30', part: 1, year: 2026 }],
    ['year', 3, { from: '2026-01-01', to: '2026-12-31', part: 1, year: 2026 }],
  ] as const)('of a %s are those of three years, and begin with the one that goes on', (kind, count, now) => {
    const periods = targetPeriods(kind, today)
    expect(periods).toHaveLength(count)
    expect(pickPeriod(periods, '', today)).toEqual(now)
    expect(periods[0]?.year).toBe(2025)
    expect(periods.at(-1)?.year).toBe(2027)
  })

  it('stay as chosen, and fall back when another kind has no such beginning', () => {
    const months = targetPeriods('month', today)
    expect(pickPeriod(months, '2027-02-01', today)).toMatchObject({ to: '2027-02-28', part: 2 })
    expect(pickPeriod(targetPeriods('year', today), '2027-02-01', today).year).toBe(2026)
  })

  it('are known by their days, as long as targets are set for them', () => {
    expect(kindOfPeriod({ from: '2026-10-01', to: '2026-12-31' }, today)).toBe('quarter')
    expect(kindOfPeriod({ from: '2026-01-01', to: '2026-06-30' }, today)).toBe('sixMonths')
    expect(kindOfPeriod({ from: '2024-10-01', to: '2024-12-31' }, today)).toBeUndefined()
  })
})
