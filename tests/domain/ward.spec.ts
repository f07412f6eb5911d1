// What its manager alone sets down of the ward: its teams, and the totals of its own reports.
import { describe, expect, it } from 'vitest'
import { carryOut } from '#domain/commands.ts'
import { aCommand, aManager, aWorld, anId, ids, today } from '../support/builders.ts'

describe('the ward', () => {
  it('is managed by its manager only', () => {
    const addTeam = aCommand('addUnit', {
      unitId: anId(30),
      kind: 'neighbourhood',
      parentId: ids.ward,
      name: 'Khu phố Giao Hội 1',
      code: null,
      validFrom: today,
      validTo: null,
    })
    expect(() => carryOut(addTeam, aWorld())).toThrow('notAllowed')
    expect(carryOut(addTeam, aWorld({ actor: aManager() })).writes).toHaveLength(1)
  })

  it('refuses totals below zero and keeps a missing value apart from 0', () => {
    const totals = {
      received: 4133,
      resolved: 4128,
      inProgress: 5,
      overdue: null,
      paidOnline: 3539,
      byPost: 2263,
      eCertified: 60,
    }
    const args = { wardTotalsId: anId(31), from: '2022-01-01', to: '2022-09-30', totals, source: 'Báo cáo' }
    const { writes } = carryOut(aCommand('recordWardTotals', args), aWorld({ actor: aManager() }))
    expect(writes[0]?.row).toMatchObject({ totals: { overdue: null } })
    const below = { ...args, totals: { ...totals, resolved: -1 } }
    expect(() => carryOut(aCommand('recordWardTotals', below), aWorld({ actor: aManager() }))).toThrow(
      'figureImpossible',
    )
  })
})
