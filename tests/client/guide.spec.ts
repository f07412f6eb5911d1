// Procedures as the guide lays them out: by field, found as people call them, the last ones used first.
import { describe, expect, it } from 'vitest'
import type { WireRow } from '#protocol/sync.ts'
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
