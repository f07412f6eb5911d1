// Procedures as the guide lays them out: by field, found as people call them, the last ones used first.
import { describe, expect, it } from 'vitest'
import type { WireRow } from '#protocol/sync.ts'
import { starterCatalogue } from '../../src/server/starter/catalogue.ts'
import { everydayNames } from '../../src/client/view/everydayNames.ts'
import { findByField, findProcedures, recentProcedures } from '../../src/client/view/procedures.ts'
import { createView } from '../../src/client/view/view.ts'
import { aDossier, aProcedure, anAssist, anId, aVolunteer, noon, today } from '../support/builders.ts'

const birth = aProcedure()
const single = aProcedure({
  id: anId(21),
  code: '1.004873',
  name: 'Cấp Giấy xác nhận tình trạng hôn nhân',
})
const residence = aProcedure({ id: anId(22), code: '1.004222', name: 'Đăng ký thường trú', field: 'Cư trú' })
const repealed = aProcedure({
  id: anId(23),
  code: '2.001009',
  name: 'Chứng thực văn bản khai nhận di sản',
  field: 'Chứng thực',
  validTo: '2025-10-31',
})
const copy = aProcedure({
  id: anId(24),
  code: '2.000815',
  name: 'Chứng thực bản sao từ bản chính',
  field: 'Chứng thực',
})

/** Visits of three days: residence twice, then a birth, and long ago what was repealed since. */
function aView() {
  const view = createView(aVolunteer, () => noon)
  const visits = [
    { on: '2025-03-01', procedureId: repealed.id },
    { on: '2026-11-02', procedureId: residence.id },
    { on: '2026-11-10', procedureId: residence.id },
    { on: '2026-11-19', procedureId: birth.id },
  ]
  const rows: Omit<WireRow, 'ver'>[] = [
    ...[birth, single, residence, repealed, copy].map((row) => ({
      table: 'procedures' as const,
      id: row.id,
      row,
    })),
    ...visits.flatMap(({ on, procedureId }, index): Omit<WireRow, 'ver'>[] => {
      const [assistId, id] = [anId(100 + index), anId(200 + index)]
      return [
        { table: 'assists', id: assistId, row: anAssist({ id: assistId, on }) },
        { table: 'dossiers', id, row: aDossier({ id, assistId, procedureId }) },
      ]
    }),
    // Of a team whose visits this phone does not hold.
    {
      table: 'dossiers',
      id: anId(300),
      row: aDossier({ id: anId(300), assistId: anId(301), procedureId: copy.id }),
    },
  ]
  view.hear({ rows: rows.map((row) => ({ ...row, ver: 1 })) })
  return view
}

const names = (procedures: readonly { name: string }[]) => procedures.map(({ name }) => name)

describe('the list of procedures', () => {
  it('stands as a book has it, by field and name, without what is repealed', () => {
    expect(
      findByField(aView(), '', today).map(({ field, procedures }) => [field, ...names(procedures)]),
    ).toEqual([
      ['Chứng thực', copy.name],
      ['Cư trú', residence.name],
      ['Hộ tịch', single.name, birth.name],
    ])
  })

  it('has what was repealed for a day on which it was in force', () => {
    expect(
      names(findByField(aView(), 'di san', '2025-10-31').flatMap(({ procedures }) => procedures)),
    ).toEqual([repealed.name])
  })

  it('begins with the field that is submitted most among those that are meant', () => {
    expect(findByField(aView(), 'dang ky', today).map(({ field }) => field)).toEqual(['Cư trú', 'Hộ tịch'])
  })

  it('shows those of the last visits first, each once and only while they are in force', () => {
    expect(names(recentProcedures(aView(), today, 5))).toEqual([birth.name, residence.name])
    expect(names(recentProcedures(aView(), today, 1))).toEqual([birth.name])
  })
})

describe('a procedure is found', () => {
  it.each([
    ['without accents', 'xac nhan hon nhan', single.name],
    ['in any order of words', 'nhan hon xac', single.name],
    ['with đ or d', 'đăng ký thường', residence.name],
    ['as Telex leaves it', 'khai sinhh', birth.name],
    ['by its field', 'cu tru', residence.name],
    ['by its code', '1.004873', single.name],
    ['by the beginning of its code', '1.0048', single.name],
    ['by its code without what stands before the dot', '004222', residence.name],
  ])('%s', (_how, query, name) => expect(names(findProcedures(aView(), query, today))).toEqual([name]))

  it('not by what is no word of it', () => expect(findProcedures(aView(), 'ket hon', today)).toEqual([]))

  it('with the ones used most first, when nothing is typed', () =>
    expect(findProcedures(aView(), '', today)[0]?.id).toBe(residence.id))
})

describe('as people call it, of all that a ward begins with,', () => {
  const view = createView(aVolunteer, () => noon)
  view.hear({
    rows: starterCatalogue.map((procedure, index) => {
      const row = { id: anId(500 + index), ...procedure }
      return { table: 'procedures' as const, id: row.id, ver: 1, row }
    }),
  })
  it.each([
    ['giấy khai sinh', 'Đăng ký khai sinh'],
    ['giay khai si', 'Đăng ký khai sinh'],
    ['giấy kết hôn', 'Đăng ký kết hôn'],
    ['độc thân', 'Cấp Giấy xác nhận tình trạng hôn nhân'],
    ['sao y', 'Chứng thực bản sao từ bản chính giấy tờ, văn bản'],
    ['hộ khẩu', 'Đăng ký thường trú'],
    ['nhập khẩu', 'Đăng ký thường trú'],
    ['sổ đỏ', 'Đăng ký đất đai, cấp Giấy chứng nhận quyền sử dụng đất lần đầu'],
    ['thẻ bảo hiểm', 'Liên thông đăng ký khai sinh, đăng ký thường trú, cấp thẻ BHYT cho trẻ em dưới 6 tuổi'],
    ['giấy chứng tử', 'Đăng ký khai tử'],
    ['dang ky ket hon', 'Đăng ký kết hôn'],
    ['tach khau', 'Tách hộ'],
  ])('“%s” gives the right one first', (query, name) => {
    expect(names(findProcedures(view, query, today))[0]).toBe(name)
    expect(findByField(view, query, today)[0]?.procedures[0]?.name).toBe(name)
  })

  it('what people hold in the end finds it too, after what is called so', () => {
    const found = names(findProcedures(view, 'quyết định trợ cấp', today))
    expect(found).toContain('Trợ cấp hưu trí xã hội')
    const births = names(findProcedures(view, 'giấy khai sinh', today))
    expect(births.indexOf('Đăng ký lại khai sinh')).toBeGreaterThan(0)
  })

  it('has no everyday name without a procedure', () => {
    const codes = new Set(starterCatalogue.map(({ code }) => code))
    expect(Object.keys(everydayNames).filter((code) => !codes.has(code))).toEqual([])
  })
})
