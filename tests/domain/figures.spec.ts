import { describe, expect, it } from 'vitest'
import type { Assist } from '#domain/assist.ts'
import type { Dossier } from '#domain/dossier.ts'
import { figures, splitFigure, toCounts } from '#domain/figures.ts'
import { aDossier, anAccountItem, anAssist, anId, ids } from '../support/builders.ts'

const september = { from: '2022-09-01', to: '2022-09-30' }
const inSeptember = (n: number, fields: Partial<Assist>): Assist =>
  anAssist({ id: anId(100 + n), on: '2022-09-10', ...fields })

function count(assists: Assist[], dossiers: Dossier[] = []) {
  return toCounts(
    figures({ assists, findDossier: (id) => dossiers.find((dossier) => dossier.id === id) }, september),
  )
}

describe('people and assists', () => {
  it('a person helped three times is one person and three assists', () => {
    expect(count([1, 2, 3].map((n) => inSeptember(n, {})))).toMatchObject({
      people: 1,
      assists: 3,
      anonymousAssists: 0,
    })
  })

  it('somebody who is only counted is an assist and no person', () => {
    expect(count([inSeptember(1, { residentId: null })])).toMatchObject({
      people: 0,
      assists: 1,
      anonymousAssists: 1,
    })
  })

  it('what was withdrawn counts nowhere', () => {
    const withdrawn = { memberId: ids.volunteer, at: 0, reason: 'nhầm' }
    expect(
      Object.values(count([inSeptember(1, { withdrawn, items: { x: anAccountItem() } })])).every(
        (n) => n === 0,
      ),
    ).toBe(true)
  })

  it.each([
    ['2022-08-31', 0],
    ['2022-09-01', 1],
    ['2022-09-30', 1],
    ['2022-10-01', 0],
  ])('the period holds %s %i times', (on, expected) =>
    expect(count([inSeptember(1, { on })]).assists).toBe(expected),
  )
})

describe('accounts', () => {
  it('count once per resident and kind', () => {
    const assists = [
      inSeptember(1, { items: { a: anAccountItem(), b: anAccountItem('vneidLevel2') } }),
      inSeptember(2, { items: { c: anAccountItem() } }),
    ]
    expect(count(assists)).toMatchObject({
      accounts: 2,
      'accounts.nationalPortal': 1,
      'accounts.vneidLevel2': 1,
      peopleWithAccount: 1,
    })
  })

  it('count on the day of the first success, so not again in a later period', () => {
    const assists = [
      inSeptember(2, { items: { c: anAccountItem() } }),
      anAssist({ id: anId(50), on: '2022-06-30', items: { a: anAccountItem() } }),
    ]
    expect(count(assists).accounts).toBe(0)
  })

  it('count again when the first was withdrawn', () => {
    const withdrawn = { memberId: ids.volunteer, at: 0, reason: 'nhầm' }
    const assists = [
      anAssist({ id: anId(50), on: '2022-06-30', items: { a: anAccountItem() }, withdrawn }),
      inSeptember(1, { items: { c: anAccountItem() } }),
    ]
    expect(count(assists).accounts).toBe(1)
  })

  it('of people who are only counted count each', () => {
    const anonymous = [1, 2].map((n) => inSeptember(n, { residentId: null, items: { a: anAccountItem() } }))
    expect(count(anonymous)).toMatchObject({ accounts: 2, peopleWithAccount: 0 })
  })
})

describe('dossiers', () => {
  const item = (dossierId: string, act: 'new' | 'supplement') => ({
    kind: 'dossier' as const,
    dossierId,
    act,
  })

  it('count once, on submission, by level and mark', () => {
    const dossiers = [
      aDossier({ level: 3, paidOnline: true, byPost: true }),
      aDossier({ id: anId(10), level: 4, eCertified: true }),
    ]
    const assists = [
      inSeptember(1, { items: { a: item(ids.dossier, 'new'), b: item(anId(10), 'new') } }),
      inSeptember(2, { items: { c: item(ids.dossier, 'supplement') } }),
    ]
    expect(count(assists, dossiers)).toMatchObject({
      dossiers: 2,
      dossiersLevel3: 1,
      dossiersLevel4: 1,
      paidOnline: 1,
      byPost: 1,
      eCertified: 1,
    })
  })

  it('count no more when their item is taken out of the assist', () => {
    expect(count([inSeptember(1, { items: {} })], [aDossier()]).dossiers).toBe(0)
  })
})

describe('what the ward has and what still waits', () => {
  it('a person waits only while every assist of theirs waits', () => {
    const rows = {
      assists: [inSeptember(1, {}), inSeptember(2, {}), inSeptember(3, { residentId: anId(71) })],
      findDossier: () => undefined,
    }
    const { people, assists } = figures(rows, september)
    const isWaiting = (id: string) => id !== anId(101)
    expect(splitFigure(people, isWaiting)).toEqual({ confirmed: 1, waiting: 1 })
    expect(splitFigure(assists, isWaiting)).toEqual({ confirmed: 1, waiting: 2 })
  })

  it('every figure names the assists behind it', () => {
    const { people } = figures(
      { assists: [inSeptember(1, {}), inSeptember(2, {})], findDossier: () => undefined },
      september,
    )
    expect(people).toEqual([{ key: ids.resident, assistIds: [anId(101), anId(102)] }])
  })

  it('narrowing to one team keeps what is known of others', () => {
    const other = anAssist({
      id: anId(50),
      teamId: ids.otherTeam,
      on: '2022-06-30',
      items: { a: anAccountItem() },
    })
    const rows = {
      assists: [other, inSeptember(1, { items: { b: anAccountItem() } })],
      findDossier: () => undefined,
    }
    expect(figures(rows, september, (assist) => assist.teamId === ids.team).accounts).toHaveLength(0)
  })
})
