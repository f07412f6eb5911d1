// Residents who are known already: found while somebody types, in an index that follows every change of the rows.
import { describe, expect, it } from 'vitest'
import type { Resident } from '#domain/resident.ts'
import { teamScope } from '#domain/tables.ts'
import { residentIndexOf } from '../../src/client/view/residentIndex.ts'
import { findResidents, suggestResidents } from '../../src/client/view/residents.ts'
import { createView, type FedView } from '../../src/client/view/view.ts'
import {
  aCommand,
  aResident,
  aTeam,
  aVolunteer,
  anAssist,
  anAssistToRecord,
  anId,
  ids,
  noon,
} from '../support/builders.ts'

const people: Partial<Resident>[] = [
  { name: 'Nguyễn Thị Hoà', birthYear: 1962, phone: '0905000101', idLastFour: '4471' },
  { name: 'Hoàng Văn Nguyên', birthYear: 1990, phone: null },
  { name: 'Lý Thị Mỹ', birthYear: null, phone: '0357000171' },
  { name: 'Trần Quốc Hoài', birthYear: 1962, phone: null, teamId: ids.otherTeam },
  { name: "Siu H'Lan", birthYear: 1989, phone: null },
]

function aView(rows: Partial<Resident>[] = people): FedView {
  const view = createView(aVolunteer, () => noon)
  view.hear({
    rows: [
      { table: 'units', id: ids.team, ver: 1, row: aTeam() },
      ...rows.map((fields, n) => {
        const row = aResident({ id: anId(300 + n), ...fields })
        return { table: 'residents' as const, id: row.id, ver: 1, row }
      }),
    ],
  })
  return view
}

const namesOf = (residents: readonly Resident[]) => residents.map(({ name }) => name)
const suggested = (view: FedView, query: string, teamId: string | null = null, limit = 8) =>
  namesOf(suggestResidents(view, query, { limit, ownTeams: [ids.team], teamId }))

describe('somebody is found', () => {
  const view = aView()
  it.each([
    ['words in any order', 'hoa nguyen thi', ['Nguyễn Thị Hoà']],
    ['Telex that came through', 'Nguyeenx Thij Hoaf', ['Nguyễn Thị Hoà']],
    ['VNI that came through', 'Nguye6n4 Thi5', ['Nguyễn Thị Hoà']],
    ['half a word', 'nguye', ['Hoàng Văn Nguyên', 'Nguyễn Thị Hoà']],
    ['i for y', 'li mi', ['Lý Thị Mỹ']],
    ['a name of the highlands', 'hlan', ["Siu H'Lan"]],
    ['figures of the phone', '000 101', ['Nguyễn Thị Hoà']],
    ['the phone as abroad', '+84 357', ['Lý Thị Mỹ']],
    ['the last four of the card', '4471', ['Nguyễn Thị Hoà']],
    ['a year of birth', '1962', ['Trần Quốc Hoài', 'Nguyễn Thị Hoà']],
    ['a word and figures', 'hoa 4471', ['Nguyễn Thị Hoà']],
    ['a word and a year', 'h 1962', ['Trần Quốc Hoài', 'Nguyễn Thị Hoà']],
    ['two figures are too few', '47', []],
  ])('by %s', (_how, query, names) =>
    expect(namesOf(findResidents(view, query)).sort()).toEqual([...names].sort()),
  )

  it('in lists by given name, accents in the order of the alphabet', () => {
    const names = ['Lê Ân', 'Lê An', 'Đỗ Thị An', 'Bùi Đào', 'Bùi Dân', 'Lê Ăn']
    expect(namesOf(findResidents(aView(names.map((name) => ({ name }))), ''))).toEqual([
      'Đỗ Thị An',
      'Lê An',
      'Lê Ăn',
      'Lê Ân',
      'Bùi Dân',
      'Bùi Đào',
    ])
  })
})

describe('where nobody fits, one word may be a slip', () => {
  const names = ['Nguyễn Văn Bình', 'Dương Đình Bình', 'Trần Thị Quyên', 'Quyên Thị Lan', 'Lê Thị Hoa']
  const view = aView(names.map((name) => ({ name, birthYear: null, phone: null })))
  it.each([
    ['ngueyn van binh', ['Nguyễn Văn Bình']],
    ['ngueyn v', ['Nguyễn Văn Bình']],
    ['duogn dinh binh', ['Dương Đình Bình']],
    ['quen', ['Trần Thị Quyên', 'Quyên Thị Lan']],
    ['le hti hoa', ['Lê Thị Hoa']],
    ['ngueyn vna binh', []],
    ['hoe', []],
  ])('%s', (query, meant) => {
    expect(suggested(view, query)).toEqual(meant)
    expect(namesOf(findResidents(view, query)).sort()).toEqual([...meant].sort())
  })

  it('and never beside somebody who does, of one team where one is chosen', () => {
    const people = [{ name: 'Võ Thị Quen', teamId: ids.otherTeam }, { name: 'Trần Thị Quyên' }]
    expect(suggested(aView(people), 'quen')).toEqual(['Võ Thị Quen'])
    expect(suggested(aView(people), 'quen', ids.team)).toEqual(['Trần Thị Quyên'])
  })
})

describe('of those who fit are suggested first', () => {
  it('a whole word before a beginning, a given name before another word', () => {
    expect(suggested(aView(), 'hoa')).toEqual(['Nguyễn Thị Hoà', 'Trần Quốc Hoài', 'Hoàng Văn Nguyên'])
  })

  it('then people of the own team, then who was helped last', () => {
    const view = aView([
      { name: 'Lê Thị Sen', teamId: ids.otherTeam },
      { name: 'Võ Thị Sen' },
      { name: 'Phạm Thị Sen' },
    ])
    const visit = anAssist({ residentId: anId(301) })
    const older = anAssist({ id: anId(400), residentId: anId(302), on: '2026-10-01' })
    view.hear({ rows: [visit, older].map((row) => ({ table: 'assists', id: row.id, ver: 1, row })) })
    expect(suggested(view, 'sen')).toEqual(['Võ Thị Sen', 'Phạm Thị Sen', 'Lê Thị Sen'])
    view.hear({
      rows: [{ table: 'assists', id: older.id, ver: 2, row: { ...older, on: '2026-11-21' } }],
    })
    expect(suggested(view, 'sen')).toEqual(['Phạm Thị Sen', 'Võ Thị Sen', 'Lê Thị Sen'])
  })

  it('no more than were asked for, and of one team where one is chosen', () => {
    expect(suggested(aView(), 'h', null, 2)).toHaveLength(2)
    expect(suggested(aView(), 'quoc hoai', ids.team)).toEqual([])
  })
})

describe('the index follows the rows', () => {
  /** What it holds beside what the view holds. */
  function expectTrue(view: FedView): void {
    const held = findResidents(view, '')
    expect(new Set(held)).toEqual(new Set(view.all('residents')))
    expect(namesOf(held)).toEqual(namesOf(findResidents(aView(view.all('residents')), '')))
  }
  const renamed = aResident({ id: anId(300), name: 'Zơ Râm Thị Ánh' })

  it('through what the ward says, what is saved here, what is sent and what goes', () => {
    const view = aView()
    expectTrue(view)
    view.hear({ rows: [{ table: 'residents', id: renamed.id, ver: 2, row: renamed }] })
    expect(namesOf(findResidents(view, 'anh'))).toEqual(['Zơ Râm Thị Ánh'])
    expect(findResidents(view, 'nguyen thi hoa')).toEqual([])
    expectTrue(view)

    view.add({ seq: 1, command: aCommand('recordAssist', anAssistToRecord()) })
    expect(namesOf(findResidents(view, 'le thi thu'))).toEqual(['Lê Thị Thử'])
    expectTrue(view)
    view.hear({ pending: [] })
    expect(findResidents(view, 'le thi thu')).toEqual([])
    expectTrue(view)

    view.hear({
      removed: [{ scope: teamScope(ids.team), table: 'residents', id: anId(301) }],
      rows: [{ table: 'residents', id: anId(302), ver: 2, row: null }],
    })
    expect(view.all('residents')).toHaveLength(3)
    expectTrue(view)
    view.hear({ left: [teamScope(ids.otherTeam)] })
    expectTrue(view)
    view.hear({ base: [] })
    expect(findResidents(view, '')).toEqual([])
    expectTrue(view)
  })
})

describe('somebody who was written down by mistake', () => {
  const withdrawn = { memberId: ids.volunteer, at: noon, reason: 'Hoàn tác' }
  const args = anAssistToRecord()
  const residentId = args.resident.kind === 'new' ? args.resident.residentId : ''
  const typed = { name: 'Lê Thị Thử', birthYear: 1985, phone: '0912345678', idHash: null, teamId: ids.team }
  const isThere = (view: FedView) => {
    const told = [
      findResidents(view, '').some(({ id }) => id === residentId),
      findResidents(view, 'le thi thu').length > 0,
      suggested(view, 'thu').length > 0,
      residentIndexOf(view).likelySame(typed).length > 0,
    ]
    expect(new Set(told).size).toBe(1)
    return told[0]
  }
  const saved = () => {
    const view = aView()
    view.add({ seq: 1, command: aCommand('recordAssist', args) })
    return view
  }
  const said = (view: FedView, n: number, command: ReturnType<typeof aCommand>) =>
    view.add({ seq: n, command: { ...command, id: anId(900 + n) } })
  const { assistId } = args

  it('is nowhere once their only visit was withdrawn, and back when it is restored', () => {
    const view = saved()
    expect(isThere(view)).toBe(true)
    said(view, 2, aCommand('withdrawAssist', { assistId, reason: 'Hoàn tác' }))
    expect(isThere(view)).toBe(false)
    expect(view.find('residents', residentId)?.name).toBe('Lê Thị Thử')
    said(view, 3, aCommand('restoreAssist', { assistId }))
    expect(isThere(view)).toBe(true)
  })

  it('stays while one other visit stands, and without any visit here', () => {
    const view = saved()
    const row = anAssist({ id: anId(401), residentId })
    view.hear({ rows: [{ table: 'assists', id: row.id, ver: 1, row }] })
    said(view, 2, aCommand('withdrawAssist', { assistId, reason: 'Hoàn tác' }))
    expect(isThere(view)).toBe(true)
    view.hear({ rows: [{ table: 'assists', id: row.id, ver: 2, row: { ...row, withdrawn } }] })
    expect(isThere(view)).toBe(false)
    const known = aResident({ id: anId(300), ...people[0] })
    expect(findResidents(view, 'nguyen thi hoa')).toEqual([known])
  })
})

describe('somebody who is being written down', () => {
  const typed = { name: 'nguyen thi hoa', birthYear: 1962, phone: null, idHash: null, teamId: ids.team }

  it('is known by name and year, and the surest reason comes first', () => {
    const view = aView([...people, { name: 'Nguyễn Thị Hòa', birthYear: 1980, phone: '0905000109' }])
    expect(residentIndexOf(view).likelySame({ ...typed, phone: '0905000109' })).toMatchObject([
      { resident: { birthYear: 1962 }, why: 'sameNameYear' },
    ])
    expect(
      residentIndexOf(view).likelySame({ ...typed, birthYear: null, phone: '0905000109' }),
    ).toMatchObject([{ resident: { birthYear: 1980 }, why: 'samePhone' }])
  })

  it('is known as soon as they were saved', () => {
    const view = aView()
    const index = residentIndexOf(view)
    const saved = { ...typed, name: 'Lê Thị Thử', birthYear: 1985, phone: '0912345678' }
    expect(index.likelySame(saved)).toEqual([])
    view.add({ seq: 1, command: aCommand('recordAssist', anAssistToRecord()) })
    expect(index.likelySame(saved)).toMatchObject([{ why: 'samePhone' }])
  })
})
