import { describe, expect, it } from 'vitest'
import { findWardTotals, type WardTotals } from '#domain/wardTotals.ts'
import { anId } from '../support/builders.ts'

const nineMonths = { from: '2022-01-01', to: '2022-09-30' }
const entry = (n: number, source: string, period = nineMonths): WardTotals => ({
  id: anId(n),
  ...period,
  totals: {
    received: n,
    resolved: null,
    inProgress: null,
    overdue: null,
    paidOnline: null,
    byPost: null,
    eCertified: null,
  },
  source,
})

describe('ward totals', () => {
  it('of another period are not those of this one', () => {
    const others = [
      entry(1, 'Quý III', { from: '2022-07-01', to: '2022-09-30' }),
      entry(2, 'Năm', { from: '2022-01-01', to: '2022-12-31' }),
    ]
    expect(findWardTotals(others, nineMonths)).toBeUndefined()
    expect(findWardTotals([], nineMonths)).toBeUndefined()
  })

  it('that were entered twice are those entered last, in whichever order the rows come', () => {
    const [first, second] = [entry(10, 'Bản đầu'), entry(11, 'Bản sửa')]
    expect(findWardTotals([first, second], nineMonths)?.source).toBe('Bản sửa')
    expect(findWardTotals([second, first], nineMonths)?.source).toBe('Bản sửa')
  })
})
