import { describe, expect, it } from 'vitest'
import type { Assist } from '#domain/assist.ts'
import type { Dossier } from '#domain/dossier.ts'
import type { AssistItem } from '#domain/assistItem.ts'
import { failureReasonCodes } from '#domain/failure.ts'
import { figures, toCounts } from '#domain/figures.ts'
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
  const item = (dossierId: string, act: 'new' | 'supplement' | 'result' = 'new'): AssistItem => ({
    kind: 'dossier',
    dossierId,
    act,
  })
  const withdrawn = { memberId: ids.volunteer, at: 0, reason: 'nhầm' }

  it('that are only supplemented, or whose result is fetched, do not count', () => {
    const later = [
      inSeptember(1, { items: { a: item(ids.dossier, 'supplement') } }),
      inSeptember(2, { items: { b: item(ids.dossier, 'result') } }),
    ]
    expect(count(later, [aDossier()]).dossiers).toBe(0)
  })

  it('count by level', () => {
    const dossiers = [aDossier({ level: 3 }), aDossier({ id: anId(10), level: 4 })]
    const assists = [inSeptember(1, { items: { a: item(ids.dossier), b: item(anId(10)) } })]
    expect(count(assists, dossiers)).toMatchObject({ dossiers: 2, dossiersLevel3: 1, dossiersLevel4: 1 })
  })

  it.each(['paidOnline', 'byPost', 'eCertified'] as const)('marked %s count for that mark alone', (mark) => {
    const marks = { paidOnline: 0, byPost: 0, eCertified: 0 }
    const assists = [inSeptember(1, { items: { a: item(ids.dossier) } })]
    expect(count(assists, [aDossier({ [mark]: true })])).toMatchObject({ ...marks, dossiers: 1, [mark]: 1 })
  })

  it('count once though two visits say that they submitted it, and on the day of the first', () => {
    const august = anAssist({ id: anId(50), on: '2022-08-31', items: { a: item(ids.dossier) } })
    const again = inSeptember(1, { items: { b: item(ids.dossier) } })
    expect(count([again, inSeptember(2, { items: { c: item(ids.dossier) } })], [aDossier()]).dossiers).toBe(1)
    expect(count([again, august], [aDossier()]).dossiers).toBe(0)
  })

  it('go with the visit that made them when it is withdrawn, and stay while another stands that submitted them', () => {
    const made = inSeptember(1, { items: { a: item(ids.dossier) }, withdrawn })
    const supplemented = inSeptember(2, { items: { b: item(ids.dossier, 'supplement') } })
    const submitted = inSeptember(3, { items: { c: item(ids.dossier) } })
    expect(count([made, supplemented], [aDossier({ assistId: made.id })]).dossiers).toBe(0)
    expect(count([made, submitted], [aDossier({ assistId: made.id })]).dossiers).toBe(1)
  })

  it('count no more when their item is taken out of the assist', () => {
    expect(count([inSeptember(1, { items: {} })], [aDossier()]).dossiers).toBe(0)
  })
})

describe('what did not work', () => {
  const failed = (reason: 'KHONG_NHAN_OTP' | 'MAT_MANG'): AssistItem => ({
    kind: 'failure',
    subject: 'account',
    reason,
    remark: null,
  })

  it('counts each time, and by its reason', () => {
    const assists = [
      inSeptember(1, { items: { a: failed('KHONG_NHAN_OTP'), b: failed('MAT_MANG') } }),
      inSeptember(2, { items: { a: failed('KHONG_NHAN_OTP') } }),
    ]
    const counts = count(assists)
    expect(counts).toMatchObject({ failures: 3, 'failures.KHONG_NHAN_OTP': 2, 'failures.MAT_MANG': 1 })
    const byReason = failureReasonCodes.map((code) => counts[`failures.${code}`])
    expect(byReason.reduce((sum, n) => sum + n)).toBe(3)
  })
})

describe('what a figure counts', () => {
  it('names the visits behind it, with the item that counted', () => {
    const account = anAccountItem()
    const assists = [inSeptember(1, {}), inSeptember(2, { items: { a: account } })]
    const counted = figures({ assists, findDossier: () => undefined }, september)
    const [first, second] = assists
    expect(counted.people).toEqual([
      {
        key: ids.resident,
        deeds: [
          { assist: first, item: null },
          { assist: second, item: null },
        ],
      },
    ])
    expect(counted.accounts).toEqual([
      { key: `${ids.resident}/nationalPortal`, deeds: [{ assist: second, item: account }] },
    ])
  })

  it('keeps what is known of other teams when it is narrowed to one', () => {
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
