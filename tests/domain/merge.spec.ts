import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { merge, toFieldChanges } from '#domain/merge.ts'

const row = { place: 'home', on: '2026-11-20', items: { a: 1, b: 2 } }
const by = { at: 100, commandId: 'm' }

describe('two edits of one record', () => {
  it('with nothing between them simply apply', () => {
    const result = merge(row, [{ path: 'place', value: 'elsewhere' }], [], by)
    expect(result).toMatchObject({ row: { place: 'elsewhere' }, outcome: 'applied', gaveWay: [] })
  })

  it('of different fields both stand', () => {
    const since = [{ path: 'on', value: '2026-11-19', at: 200, commandId: 'z' }]
    const result = merge({ ...row, on: '2026-11-19' }, [{ path: 'place', value: 'elsewhere' }], since, by)
    expect(result).toMatchObject({
      row: { place: 'elsewhere', on: '2026-11-19' },
      outcome: 'merged',
      gaveWay: [],
    })
  })

  it('of different items of one visit both stand', () => {
    const since = [{ path: 'items/a', value: 9, at: 200, commandId: 'z' }]
    const result = merge(
      { ...row, items: { a: 9, b: 2 } },
      [
        { path: 'items/b', value: 7 },
        { path: 'items/c', value: 3 },
      ],
      since,
      by,
    )
    expect(result.row.items).toEqual({ a: 9, b: 7, c: 3 })
    expect(result.outcome).toBe('merged')
  })

  it('of the same field: the later stands, and the one that gave way is named', () => {
    const change = [{ path: 'place', value: 'elsewhere' }]
    const earlier = merge(row, change, [{ path: 'place', value: 'cultureHouse', at: 99, commandId: 'z' }], by)
    expect(earlier).toMatchObject({
      row: { place: 'elsewhere' },
      outcome: 'merged',
      gaveWay: [{ winner: 'm', loser: 'z' }],
    })
    const later = merge(
      { ...row, place: 'cultureHouse' },
      change,
      [{ path: 'place', value: 'cultureHouse', at: 101, commandId: 'a' }],
      by,
    )
    expect(later).toMatchObject({
      row: { place: 'cultureHouse' },
      outcome: 'overridden',
      stands: [],
      gaveWay: [{ winner: 'a', loser: 'm' }],
    })
  })

  it('at the same time: the id of the command decides', () => {
    const change = [{ path: 'place', value: 'elsewhere' }]
    expect(merge(row, change, [{ path: 'place', value: 'x', at: 100, commandId: 'n' }], by).outcome).toBe(
      'overridden',
    )
    expect(merge(row, change, [{ path: 'place', value: 'x', at: 100, commandId: 'l' }], by).outcome).toBe(
      'merged',
    )
  })

  it('that say the same thing are no conflict', () => {
    const since = [{ path: 'place', value: 'elsewhere', at: 200, commandId: 'z' }]
    expect(
      merge({ ...row, place: 'elsewhere' }, [{ path: 'place', value: 'elsewhere' }], since, by),
    ).toMatchObject({ outcome: 'merged', gaveWay: [] })
  })

  it('end the same in either order of arrival', () => {
    const field = fc.constantFrom('place', 'on', 'items/a', 'items/c')
    const edit = (commandId: string) =>
      fc.record({
        path: field,
        value: fc.integer(),
        at: fc.integer({ min: 1, max: 3 }),
        commandId: fc.constant(commandId),
      })
    fc.assert(
      fc.property(edit('p'), edit('q'), (p, q) => {
        const after = (first: typeof p, second: typeof p) => {
          const one = merge<object>(row, [first], [], first)
          return merge(
            one.row,
            [second],
            one.stands.map((change) => ({ ...change, ...first, value: change.value })),
            second,
          ).row
        }
        expect(after(p, q)).toEqual(after(q, p))
      }),
    )
  })
})

describe('changes as paths', () => {
  it('take maps apart by key and leave other objects whole', () => {
    expect(
      toFieldChanges({ on: 'x', items: { a: 1, b: null }, withdrawn: { by: 'y' }, left: undefined }, [
        'items',
      ]),
    ).toEqual([
      { path: 'on', value: 'x' },
      { path: 'items/a', value: 1 },
      { path: 'items/b', value: null },
      { path: 'withdrawn', value: { by: 'y' } },
    ])
  })

  it('a null takes an item out', () => {
    expect(merge(row, [{ path: 'items/a', value: null }], [], by).row.items).toEqual({ b: 2 })
  })
})
