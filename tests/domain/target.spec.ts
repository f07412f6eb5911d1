import { describe, expect, it } from 'vitest'
import { carryOut, type CommandArgs } from '#domain/commands.ts'
import { periodOf, type Period } from '#domain/period.ts'
import { restoreValue } from '#domain/restore.ts'
import { targetFor, targetIdOf, type Target } from '#domain/target.ts'
import { aCommand, aManager, aTeam, aVolunteer, aWorld, ids, rowsOf } from '../support/builders.ts'

const november: Period = { from: '2026-11-01', to: '2026-11-30' }
const year: Period = { from: '2026-01-01', to: '2026-12-31' }

function aTarget(period: Period, value: number | null, fields: Partial<Target> = {}): Target {
  const place = { unitId: ids.team, indicator: 'assists' as const, ...period, ...fields }
  return { id: targetIdOf(place), value, ...place }
}
const goal = (targets: readonly Target[], period: Period) => targetFor(targets, ids.team, 'assists', period)

describe('what a team is to reach', () => {
  it('is what was set for the very period, whatever longer ones say', () => {
    expect(goal([aTarget(year, 1200), aTarget(november, 90)], november)).toEqual({
      value: 90,
      isShare: false,
    })
  })

  it('is a share by days of a longer period, rounded up', () => {
    const targets = [aTarget(november, 100)]
    expect(goal(targets, periodOf('day', '2026-11-20'))).toEqual({ value: 4, isShare: true })
    expect(goal(targets, periodOf('week', '2026-11-20'))).toEqual({ value: 24, isShare: true })
    expect(goal([aTarget(november, 90)], periodOf('day', '2026-11-20'))?.value).toBe(3)
  })

  it('is taken from the shortest period around it', () => {
    const targets = [aTarget(year, 3650), aTarget(november, 30)]
    expect(goal(targets, periodOf('day', '2026-11-20'))?.value).toBe(1)
    expect(goal(targets, periodOf('day', '2026-10-20'))?.value).toBe(10)
  })

  it('of a week between two months has a part of each', () => {
    const december = { from: '2026-12-01', to: '2026-12-31' }
    const week = periodOf('week', '2026-12-01')
    expect(week.from).toBe('2026-11-30')
    expect(goal([aTarget(november, 30), aTarget(december, 62)], week)).toEqual({ value: 13, isShare: true })
    expect(goal([aTarget(november, 30)], week)).toBeUndefined()
  })

  it('of a quarter adds up what its months were given', () => {
    const months = ['2026-10-01', '2026-11-01', '2026-12-01'].map((day) => aTarget(periodOf('month', day), 7))
    expect(goal(months, periodOf('quarter', '2026-11-20'))).toEqual({ value: 21, isShare: true })
  })

  it('is nothing without a number, for another team, or for another thing', () => {
    expect(goal([], november)).toBeUndefined()
    expect(goal([aTarget(november, null)], november)).toBeUndefined()
    expect(goal([aTarget(november, 9, { unitId: ids.otherTeam })], november)).toBeUndefined()
    expect(goal([aTarget(november, 9, { indicator: 'people' })], november)).toBeUndefined()
  })

  it('may be nothing at all to do, which is not the same as no target', () => {
    expect(goal([aTarget(november, 0)], november)).toEqual({ value: 0, isShare: false })
  })
})

describe('setting a target', () => {
  const place = { unitId: ids.team, indicator: 'assists' as const, ...november }
  const args = (fields: Partial<CommandArgs<'setTarget'>> = {}): CommandArgs<'setTarget'> => {
    const target = { ...place, value: 90, ...fields }
    return { targetId: targetIdOf(target), ...target }
  }
  const set = (given: CommandArgs<'setTarget'>, rows: readonly Target[] = [], actor = aManager()) =>
    carryOut(
      aCommand('setTarget', given),
      aWorld({ actor, rows: rowsOf({ units: [aTeam()], targets: rows }) }),
    )

  it('makes it, and set again puts it right', () => {
    const [made] = set(args()).writes
    expect(made).toMatchObject({ table: 'targets', row: { ...place, value: 90 } })
    const again = set(args({ value: 120 }), [aTarget(november, 90)]).writes
    expect(again).toMatchObject([{ row: { value: 120 }, stands: [{ path: 'value', value: 120 }] }])
    expect(set(args({ value: null }), [aTarget(november, 90)]).writes[0]?.row).toMatchObject({ value: null })
  })

  it.each([
    ['by a volunteer', args(), aVolunteer(), 'notAllowed'],
    ['by a lead', args(), aVolunteer({ role: 'lead' }), 'notAllowed'],
    ['below nothing', args({ value: -1 }), aManager(), 'figureImpossible'],
    ['beyond all measure', args({ value: 2_000_000 }), aManager(), 'figureImpossible'],
    ['for days in the wrong order', args({ to: '2026-10-31' }), aManager(), 'dateImpossible'],
    ['for a team that is not there', args({ unitId: ids.otherTeam }), aManager(), 'rowUnknown'],
  ])('is refused %s', (_how, given, actor, code) => {
    expect(() => set(given, [], actor)).toThrow(expect.objectContaining({ code }))
  })

  it('is refused under the id of another target', () => {
    const other = aTarget(year, 5)
    expect(() => set({ ...args(), targetId: other.id }, [other])).toThrow(
      expect.objectContaining({ code: 'rowExists' }),
    )
  })

  it('that gave way to another can be given again', () => {
    const standing = aTarget(november, 50)
    const lost = { table: 'targets' as const, rowId: standing.id, path: 'value', value: 90 }
    expect(restoreValue(lost, rowsOf({ targets: [standing] }))).toEqual({
      name: 'setTarget',
      args: args({ value: 90 }),
    })
    expect(restoreValue(lost, rowsOf({}))).toBeUndefined()
  })

  it('gives the same id to the same thing alone', () => {
    const uuid = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/
    const many = [ids.team, ids.otherTeam].flatMap((unitId) =>
      (['people', 'assists', 'accounts', 'dossiers'] as const).flatMap((indicator) =>
        Array.from({ length: 365 }, (_, day) => {
          const on = new Date(Date.UTC(2026, 0, 1 + day)).toISOString().slice(0, 10)
          return targetIdOf({ unitId, indicator, from: on, to: on })
        }),
      ),
    )
    expect(new Set(many).size).toBe(2 * 4 * 365)
    expect(many.every((id) => uuid.test(id))).toBe(true)
    expect(targetIdOf(place)).toBe(targetIdOf({ ...place }))
  })
})
