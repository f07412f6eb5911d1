// How often somebody who is known already is noticed, and how often somebody new is taken for another.
import { describe, expect, it } from 'vitest'
import { bucketsOf, likelySame, type Identity } from '#domain/duplicates.ts'
import { otherPairs, samePairs } from './duplicatePairs.ts'
import { judgeDuplicates } from './judgeDuplicates.ts'

const somebody: Identity = {
  name: 'Nguyễn Thị Hồng Nhung',
  birthYear: 1985,
  phone: '0905000501',
  idHash: null,
  teamId: 'one',
}
const reasonFor = (typed: Partial<Identity>, known: Partial<Identity> = {}) =>
  likelySame({ ...somebody, ...typed }, { ...somebody, ...known })

describe('a person who is written down again', () => {
  const { missed, wronglyShown, recall, falseAlarms, precision } = judgeDuplicates()

  it('is noticed in at least 95 of 100 pairs, and a stranger in at most 2 of 100', () => {
    const list = (pairs: typeof missed) =>
      pairs.map(({ typed, known }) => `${typed.name} | ${known.name}`).join('; ')
    process.stdout.write(
      `duplicates: found ${recall} %, false alarms ${falseAlarms} %, precision ${precision.toFixed(1)} %\n` +
        `  not found: ${list(missed)}\n  shown wrongly: ${list(wronglyShown)}\n`,
    )
    expect([samePairs.length, otherPairs.length]).toEqual([100, 100])
    expect(recall).toBeGreaterThanOrEqual(95)
    expect(falseAlarms).toBeLessThanOrEqual(2)
  })

  it('is the same whichever of both was there first', () => {
    for (const { typed, known } of [...samePairs, ...otherPairs]) {
      expect(likelySame(known, typed)).toBe(likelySame(typed, known))
    }
  })

  it('is never passed over: any two who are alike share a bucket', () => {
    const people = [...samePairs, ...otherPairs]
      .flatMap(({ typed, known }) => [typed, known])
      .map((person) => ({ person, buckets: bucketsOf(person) }))
    const apart = people.flatMap((one, at) =>
      people
        .slice(at + 1)
        .filter(({ buckets }) => !buckets.some((bucket) => one.buckets.includes(bucket)))
        .filter((other) => likelySame(one.person, other.person))
        .map((other) => `${one.person.name} | ${other.person.name}`),
    )
    expect(apart).toEqual([])
  })
})

describe('why somebody is shown', () => {
  it.each<[string, Partial<Identity>, Partial<Identity>, string | undefined]>([
    [
      'the same card, whatever else',
      { name: 'Hoa', birthYear: 1990, idHash: 'a' },
      { idHash: 'a' },
      'sameId',
    ],
    ['the phone and a name with a slip', { name: 'Nguyễn Thị Hồng Nhugn' }, {}, 'samePhone'],
    ['the phone and the given name', { name: 'Chị Nhung', birthYear: null }, {}, 'samePhone'],
    ['name and year', { phone: '0357000501', teamId: 'two' }, {}, 'sameNameYear'],
    ['a shorter name and the year', { name: 'Nguyễn Nhung', phone: null }, {}, 'sameNameYear'],
    ['the name, with no year known', { birthYear: null, phone: null }, {}, 'sameName'],
    ['nothing: another team and no year', { birthYear: null, phone: null, teamId: 'two' }, {}, undefined],
    [
      'nothing: a shorter name in another team',
      { name: 'Nguyễn Nhung', teamId: 'two', phone: null },
      {},
      undefined,
    ],
    ['nothing: a sister on the phone', { name: 'Nguyễn Thị Hồng Nhi' }, {}, undefined],
    ['nothing: cards that differ', { idHash: 'a', phone: null }, { idHash: 'b' }, undefined],
    ['all but the card, typed wrongly', { idHash: 'a' }, { idHash: 'b' }, 'samePhone'],
  ])('%s', (_why, typed, known, reason) => expect(reasonFor(typed, known)).toBe(reason))
})
