// Finding visits, residents and procedures in the view as people ask for them.
import { describe, expect, it } from 'vitest'
import type { Command } from '#domain/commands.ts'
import type { WireRow } from '#protocol/sync.ts'
import {
  dossiersOfResident,
  isAssistWaiting,
  newestAssist,
  newestAssists,
} from '../../src/client/view/assists.ts'
import { findProcedures } from '../../src/client/view/procedures.ts'
import { findResidents } from '../../src/client/view/residents.ts'
import { readQuery } from '../../src/client/view/typedQuery.ts'
import { createView } from '../../src/client/view/view.ts'
import { visitsMeant } from '../../src/client/view/visitTexts.ts'
import {
  aCommand,
  aDossier,
  aProcedure,
  aResident,
  aVolunteer,
  anAssist,
  anId,
  ids,
  noon,
  today,
} from '../support/builders.ts'
import { shownWords } from '../support/shownWords.ts'

const dossierItem = (dossierId: string) => ({
  [anId(60)]: { kind: 'dossier' as const, dossierId, act: 'new' as const },
})
const withdrawn = { memberId: ids.volunteer, at: noon, reason: 'Ghi trùng' }

function aView() {
  const view = createView(aVolunteer, () => noon)
  const rows: Omit<WireRow, 'ver'>[] = [
    { table: 'procedures', id: ids.procedure, row: aProcedure() },
    {
      table: 'procedures',
      id: anId(21),
      row: aProcedure({ id: anId(21), code: '1.000656', name: 'Đăng ký khai tử', validTo: '2025-12-31' }),
    },
    {
      table: 'procedures',
      id: anId(22),
      row: aProcedure({ id: anId(22), code: '1.000894', name: 'Đăng ký kết hôn' }),
    },
    { table: 'residents', id: ids.resident, row: aResident() },
    {
      table: 'residents',
      id: anId(31),
      row: aResident({
        id: anId(31),
        name: 'Đặng Thị Hoà',
        birthYear: 1987,
        phone: null,
        idLastFour: '1985',
      }),
    },
    {
      table: 'residents',
      id: anId(32),
      row: aResident({ id: anId(32), name: 'Nguyễn Ân', birthYear: null, phone: '0905198700' }),
    },
    { table: 'dossiers', id: ids.dossier, row: aDossier({ code: '000.37.28.H08-261120-0007' }) },
    { table: 'dossiers', id: anId(41), row: aDossier({ id: anId(41), procedureId: anId(22) }) },
    { table: 'dossiers', id: anId(42), row: aDossier({ id: anId(42), assistId: anId(13) }) },
    { table: 'assists', id: anId(11), row: anAssist({ id: anId(11), items: dossierItem(ids.dossier) }) },
    {
      table: 'assists',
      id: anId(12),
      row: anAssist({ id: anId(12), on: '2026-11-18', items: dossierItem(anId(41)) }),
    },
    {
      table: 'assists',
      id: anId(13),
      row: anAssist({ id: anId(13), items: dossierItem(anId(42)), withdrawn }),
    },
    { table: 'assists', id: anId(14), row: anAssist({ id: anId(14), on: '2026-11-19', residentId: null }) },
  ]
  view.hear({ rows: rows.map((row) => ({ ...row, ver: 1 })) })
  return view
}

describe('residents', () => {
  const view = aView()
  it.each([
    ['hoa dang', ['Đặng Thị Hoà']],
    ['Hòa 1987', ['Đặng Thị Hoà']],
    ['1985', ['Đặng Thị Hoà', 'Trần Văn Mẫu']],
    ['0912 345', ['Trần Văn Mẫu']],
    ['+84 912.345', ['Trần Văn Mẫu']],
    ['91', []],
    ['khong co ai', []],
    ['', ['Nguyễn Ân', 'Đặng Thị Hoà', 'Trần Văn Mẫu']],
  ])('“%s”', (query, names) => {
    expect(findResidents(view, query).map(({ name }) => name)).toEqual(names)
  })
})

describe('visits', () => {
  const view = aView()
  const meant = (query: string) => {
    const found = new Set(visitsMeant(view, readQuery(query), shownWords))
    return newestAssists(view, (assist) => found.has(assist)).map(({ id }) => id)
  }

  it('come with the newest day first, and on one day the last recorded first', () => {
    expect(meant('')).toEqual([anId(13), anId(11), anId(14), anId(12)])
  })

  it('give their newest alone as well, of those that are asked for', () => {
    expect(newestAssist(view, () => true)?.id).toBe(anId(13))
    expect(newestAssist(view, ({ id }) => id === anId(14) || id === anId(12))?.id).toBe(anId(14))
    expect(newestAssist(view, () => false)).toBeUndefined()
  })

  it('are found by the name, the procedure and the code of a dossier', () => {
    expect(meant('mau tran')).toEqual([anId(13), anId(11), anId(12)])
    expect(meant('ket hon')).toEqual([anId(12)])
    expect(meant('h08-261120')).toEqual([anId(11)])
    expect(meant('mau ket hon')).toEqual([anId(12)])
  })

  it.each(['H08 261120', '2611200007', 'h08.2611', '261120 0007', '37.28.H08'])(
    'are found by the code however it is parted: %s',
    (query) => expect(meant(query)).toEqual([anId(11)]),
  )
})

describe('a visit is found by what stands on it', () => {
  const [home, house] = [anId(91), anId(92)]
  const rows: Omit<WireRow, 'ver'>[] = [
    { table: 'residents', id: ids.resident, row: aResident() },
    {
      table: 'residents',
      id: anId(31),
      row: aResident({ id: anId(31), name: 'Lê Thị Hoa', birthYear: 2001 }),
    },
    {
      table: 'assists',
      id: home,
      row: anAssist({
        id: home,
        residentId: anId(31),
        items: {
          [anId(61)]: { kind: 'account', account: 'vneidLevel1' },
          [anId(62)]: {
            kind: 'failure',
            subject: 'account',
            reason: 'KHONG_NHAN_OTP',
            remark: 'chờ SIM mới',
          },
        },
      }),
    },
    {
      table: 'assists',
      id: house,
      row: anAssist({
        id: house,
        on: '2026-11-01',
        place: 'cultureHouse',
        items: {
          [anId(63)]: { kind: 'account', account: 'vneidLevel2' },
          [anId(64)]: { kind: 'skill', skill: 'digitalSignature' },
        },
      }),
    },
    { table: 'notes', id: house, row: { id: house, teamId: ids.team, text: 'Hẹn mang máy cũ ra phường' } },
  ]
  const view = createView(aVolunteer, () => noon)
  view.hear({ rows: rows.map((row) => ({ ...row, ver: 1 }) as WireRow) })
  const meant = (query: string, words = shownWords) =>
    visitsMeant(view, readQuery(query), words)
      .map(({ id }) => id)
      .sort()

  it.each([
    ['why something did not work', 'otp', [home]],
    ['what was typed about it', 'sim moi', [home]],
    ['an account and its level, a year of birth aside', 'VNeID mức 2', [house]],
    ['a skill', 'chữ ký số', [house]],
    ['the place', 'nhà văn hóa', [house]],
    ['its note', 'hen may cu', [house]],
    ['the person and the place', 'mau van hoa', [house]],
    ['the person and the year', 'hoa 2001', [home]],
  ])('%s', (_what, query, visits) => expect(meant(query)).toEqual(visits))

  it('and not by the app’s own words where they are somebody’s name', () => {
    expect(meant('hoa')).toEqual([home])
  })

  it('as the rows stand now, in the language that is shown', () => {
    const renamed = aResident({ id: anId(31), name: 'Zơ Râm Ánh' })
    view.hear({ rows: [{ table: 'residents', id: renamed.id, ver: 2, row: renamed }] })
    expect([meant('ram anh'), meant('le thi hoa')]).toEqual([[home], []])
    const note = { id: house, teamId: ids.team, text: 'Đã xong' }
    view.hear({ rows: [{ table: 'notes', id: house, ver: 2, row: note }] })
    expect([meant('da xong'), meant('may cu')]).toEqual([[house], []])
    view.hear({ rows: [{ table: 'assists', id: home, ver: 2, row: null }] })
    expect(meant('ram anh')).toEqual([])
    expect(meant('place', { language: 'en', say: (word) => word })).toEqual([house])
  })
})

describe('a visit', () => {
  const visit = anAssist({ id: anId(11), items: dossierItem(ids.dossier) })
  const fields = { base: 1 }
  const touched: [string, Command][] = [
    [
      'it is corrected',
      aCommand(
        'correctAssist',
        { assistId: anId(11), changes: { place: 'elsewhere' }, dossiers: [] },
        fields,
      ),
    ],
    [
      'its resident is corrected',
      aCommand('correctResident', { residentId: ids.resident, changes: { birthYear: 1984 } }, fields),
    ],
    [
      'its dossier is corrected',
      aCommand(
        'correctDossier',
        { dossierId: ids.dossier, assistId: ids.assist, changes: { byPost: true } },
        fields,
      ),
    ],
  ]

  it.each(touched)('waits while %s and the ward has not heard', (_what, command) => {
    const view = aView()
    view.hear({ rows: [{ table: 'assists', id: ids.assist, ver: 1, row: anAssist() }] })
    expect(isAssistWaiting(view, visit)).toBe(false)
    view.add({ seq: 1, command })
    expect(isAssistWaiting(view, visit)).toBe(true)
    view.hear({ pending: [] })
    expect(isAssistWaiting(view, visit)).toBe(false)
  })

  it('waits with its note, and not because another person or dossier waits', () => {
    const view = { isWaiting: (table: string, id: string) => table === 'notes' && id === anId(11) }
    expect(isAssistWaiting({ ...aView(), ...view }, visit)).toBe(true)
    const other = aCommand('correctResident', { residentId: anId(31), changes: { birthYear: 1984 } }, fields)
    const elsewhere = aView()
    elsewhere.add({ seq: 1, command: other })
    expect(isAssistWaiting(elsewhere, visit)).toBe(false)
  })
})

describe('the dossiers of a resident', () => {
  it('are those of the visits that stand, the newest first', () => {
    expect(dossiersOfResident(aView(), ids.resident).map(({ id }) => id)).toEqual([ids.dossier, anId(41)])
    expect(dossiersOfResident(aView(), anId(31))).toEqual([])
  })
})

describe('procedures', () => {
  const find = (query: string, on = today) => findProcedures(aView(), query, on).map(({ name }) => name)

  it('are found by words without accents, or by code, while they are in force', () => {
    expect(find('khai sinh')).toEqual(['Đăng ký khai sinh'])
    expect(find('ho tich')).toHaveLength(2)
    expect(find('khai tu')).toEqual([])
    expect(find('khai tu', '2025-06-01')).toEqual(['Đăng ký khai tử'])
    expect(find('1.000656', '2025-06-01')).toEqual(['Đăng ký khai tử'])
  })

  it('come with those that are used most first', () => {
    expect(find('')).toEqual(['Đăng ký khai sinh', 'Đăng ký kết hôn'])
  })
})
