// What of a figure the ward has, how it falls into groups, and the order in which it is read.
import { describe, expect, it } from 'vitest'
import type { Assist } from '#domain/assist.ts'
import { groupFigure, lastDeed, listFigure, splitFigure } from '#domain/counted.ts'
import type { Dossier } from '#domain/dossier.ts'
import { figures, indicators, type Figures, type Indicator } from '#domain/figures.ts'
import { aDossier, anAccountItem, anAssist, anId, ids } from '../support/builders.ts'

const september = { from: '2022-09-01', to: '2022-09-30' }
const filed = { kind: 'dossier' as const, dossierId: ids.dossier, act: 'new' as const }
const visit = (n: number, fields: Partial<Assist> = {}) =>
  anAssist({ id: anId(100 + n), on: '2022-09-10', ...fields })
const count = (assists: Assist[], dossiers: Dossier[] = [], only?: (assist: Assist) => boolean) =>
  figures({ assists, findDossier: (id) => dossiers.find((dossier) => dossier.id === id) }, september, only)

/** The indicators in which something is confirmed or waits, with both numbers. */
function split(heard: Figures, here: Figures): Partial<Record<Indicator, [number, number]>> {
  return Object.fromEntries(
    indicators.flatMap((name) => {
      const { confirmed, waiting } = splitFigure(heard[name], here[name])
      return confirmed.length + waiting.length > 0 ? [[name, [confirmed.length, waiting.length]]] : []
    }),
  )
}
const confirmed = (all: Partial<Record<Indicator, [number, number]>>) =>
  Object.fromEntries(Object.entries(all).map(([name, [number]]) => [name, number]))

describe('what the ward has and what still waits on this phone', () => {
  const heard = [visit(1, { items: { a: anAccountItem(), b: filed } }), visit(2)]
  const dossiers = [aDossier()]
  const ward = count(heard, dossiers)

  it('a new visit waits, and a person whom the ward knows does not wait with it', () => {
    const here = count([...heard, visit(3), visit(4, { residentId: anId(71) })], dossiers)
    expect(split(ward, here)).toMatchObject({ assists: [2, 2], people: [1, 1] })
  })

  it('a place that is corrected here changes no figure', () => {
    const here = count([{ ...(heard[0] ?? visit(1)), place: 'elsewhere' }, visit(2)], dossiers)
    expect(split(ward, here)).toEqual(split(ward, ward))
  })

  it('a visit that is withdrawn here stays confirmed until the ward has heard of it', () => {
    const withdrawn = { memberId: ids.volunteer, at: 0, reason: 'nhầm' }
    const here = count([{ ...(heard[0] ?? visit(1)), withdrawn }, visit(2)], dossiers)
    expect(split(ward, here)).toEqual(split(ward, ward))
  })

  it('a payment that is ticked here waits, while its dossier is confirmed', () => {
    const here = count(heard, [aDossier({ paidOnline: true })])
    expect(split(ward, here)).toMatchObject({ dossiers: [1, 0], paidOnline: [0, 1] })
  })

  it('an earlier account of a known person recorded here does not turn the confirmed one into a waiting one', () => {
    const earlier = visit(5, { on: '2022-09-02', items: { c: anAccountItem() } })
    const here = count([...heard, earlier], dossiers)
    expect(split(ward, here)).toMatchObject({ accounts: [1, 0], peopleWithAccount: [1, 0], assists: [2, 1] })
    expect(confirmed(split(ward, here))).toEqual(confirmed(split(ward, ward)))
  })
})

describe('a figure by groups', () => {
  const dossiers = [aDossier()]
  const assists = [
    visit(1, { items: { a: anAccountItem(), b: filed } }),
    visit(2, { memberId: ids.colleague, items: { c: anAccountItem(), d: anAccountItem('vneidLevel2') } }),
    visit(3, { memberId: ids.colleague, residentId: null }),
  ]

  it('says of each member what their visits alone would say', () => {
    const all = count(assists, dossiers)
    for (const member of [ids.volunteer, ids.colleague, anId(999)]) {
      const alone = count(assists, dossiers, ({ memberId }) => memberId === member)
      for (const name of indicators) {
        const grouped = groupFigure(all[name], ({ memberId }) => memberId).get(member) ?? []
        expect(grouped, name).toEqual(alone[name])
      }
    }
  })

  it('counts a person helped by two members with both', () => {
    const groups = groupFigure(count(assists, dossiers).people, ({ memberId }) => memberId)
    expect([...groups].map(([member, people]) => [member, people.length])).toEqual([
      [ids.volunteer, 1],
      [ids.colleague, 1],
    ])
  })
})

describe('a figure as a list', () => {
  it('begins with what was done last, a person with their last visit', () => {
    const assists = [
      visit(1, { on: '2022-09-02' }),
      visit(2, { on: '2022-09-20', residentId: anId(71) }),
      visit(3, { on: '2022-09-20', residentId: anId(72) }),
      visit(4, { on: '2022-09-25' }),
    ]
    const people = listFigure(count(assists).people)
    expect(people.map((counted) => lastDeed(counted).assist.id)).toEqual([anId(104), anId(103), anId(102)])
  })
})
