import { describe, expect, it } from 'vitest'
import { isInForce, levelNaming } from '#domain/procedure.ts'
import { aProcedure } from '../support/builders.ts'

describe('a procedure', () => {
  const changed = aProcedure({ validFrom: '2025-07-01', validTo: '2026-06-30' })
  it.each([
    ['not before its first day', '2025-06-30', false],
    ['on its first day', '2025-07-01', true],
    ['on its last day', '2026-06-30', true],
    ['not after its last day', '2026-07-01', false],
  ])('is in force %s', (_when, day, expected) => expect(isInForce(changed, day)).toBe(expected))

  it('without a last day is in force for good', () =>
    expect(isInForce({ ...changed, validTo: null }, '2999-12-31')).toBe(true))
})

describe('a level', () => {
  it.each([
    ['2022-08-14', '2022-08-14', 'number'],
    ['2022-08-15', '2022-08-15', 'extent'],
    ['2022-01-01', '2022-06-30', 'number'],
    ['2022-08-15', '2022-09-30', 'extent'],
    ['2022-01-01', '2022-09-30', 'both'],
    ['2022-08-14', '2022-08-15', 'both'],
  ])('from %s to %s is called by %s', (from, to, naming) => expect(levelNaming(from, to)).toBe(naming))

  it('on one day has one name', () => {
    expect(levelNaming('2022-08-14')).toBe('number')
    expect(levelNaming('2026-11-20')).toBe('extent')
  })
})
