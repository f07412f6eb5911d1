import { describe, expect, it } from 'vitest'
import type { CommandArgs } from '#domain/commands.ts'
import type { Dossier } from '#domain/dossier.ts'
import { beginUpdate, checkUpdate, toChanges, toUndo } from '../../src/client/screens/dossiers/dossierForm.ts'
import { beginMend, dossierMendedBy } from '../../src/client/screens/dossiers/mendUpdate.ts'
import { readQuery } from '../../src/client/view/typedQuery.ts'
import { createView } from '../../src/client/view/view.ts'
import { dossiersMeant, nearestDue, standingDossiers, visitsOf } from '../../src/client/view/dossiers.ts'
import { toDateParts } from '../../src/client/components/dateParts.ts'
import {
  aCommand,
  aDossier,
  anAccountItem,
  anAssist,
  anId,
  aProcedure,
  aResident,
  aTeam,
  aVolunteer,
  ids,
  noon,
} from '../support/builders.ts'

const code = 'H08-261110-0001'
const item = (dossierId: string, act: 'new' | 'supplement' = 'new') => ({
  [dossierId]: { kind: 'dossier' as const, dossierId, act },
})
const known = aDossier({ code, dueOn: '2026-11-25' })
const visit = anAssist({ items: item(known.id) })
const other = aDossier({ id: anId(30), assistId: anId(40), procedureId: anId(61) })
const otherVisit = anAssist({
  id: anId(40),
  residentId: null,
  items: { ...item(other.id), ...item(known.id, 'supplement') },
})
const withdrawnVisit = anAssist({
  id: anId(41),
  items: item(anId(31)),
  withdrawn: { memberId: ids.volunteer, at: noon, reason: 'nhầm' },
})
const takenOut = aDossier({ id: anId(32), assistId: anId(42) })

function aView() {
  const view = createView(aVolunteer, () => noon)
  const rows = [
    { table: 'units' as const, row: aTeam() },
    { table: 'procedures' as const, row: aProcedure() },
    { table: 'procedures' as const, row: aProcedure({ id: anId(61), name: 'Đăng ký kết hôn' }) },
    { table: 'residents' as const, row: aResident() },
    ...[visit, otherVisit, withdrawnVisit].map((row) => ({ table: 'assists' as const, row })),
    { table: 'assists' as const, row: anAssist({ id: anId(42), items: { [anId(80)]: anAccountItem() } }) },
    ...[known, other, aDossier({ id: anId(31), assistId: anId(41), code: 'B-1' }), takenOut].map((row) => ({
      table: 'dossiers' as const,
      row,
    })),
  ]
  view.hear({ base: rows.map(({ table, row }) => ({ table, id: row.id, ver: 3, row })) })
  return view
}

describe('the list of dossiers', () => {
  it('leaves out those whose visit was withdrawn or names them no more', () => {
    const standing = standingDossiers(aView())
    expect(standing.map(({ dossier }) => dossier.id).sort()).toEqual([known.id, other.id].sort())
    expect(standing.sort(nearestDue).map(({ dossier }) => dossier.id)).toEqual([known.id, other.id])
  })

  it('finds one by words of the name, its own procedure or its code, and not by those of another at the same visit', () => {
    const view = aView()
    const meant = (query: string) =>
      dossiersMeant(view, readQuery(query)).flatMap((one) =>
        standingDossiers(view, (dossier) => dossier === one).map(({ dossier }) => dossier.id),
      )
    expect(meant('mau tran')).toEqual([known.id])
    expect(meant('ket hon')).toEqual([other.id])
    expect(meant('261110-0001')).toEqual([known.id])
    expect(meant('2611100001')).toEqual([known.id])
    expect(meant('h08 261110')).toEqual([known.id])
    expect(meant('mau khai sinh')).toEqual([known.id])
    expect(meant('khai sinh')).toEqual([known.id])
    expect(meant('')).toHaveLength(2)
  })

  it('names every visit at which something was done about one', () => {
    expect(visitsOf(aView(), known.id).map(({ id }) => id)).toEqual([otherVisit.id, visit.id])
  })
})

describe('a phone', () => {
  it('does not save a code that a dossier it knows has, and saves one that a withdrawn visit had', () => {
    const view = aView()
    const correct = (given: string) =>
      view.check(
        aCommand('correctDossier', {
          dossierId: other.id,
          assistId: other.assistId,
          changes: { code: given },
        }),
      )
    expect(() => correct(code)).toThrow('dossierCodeTaken')
    expect(() => correct('b-1')).not.toThrow()
  })

  it('still shows what it saved when the ward then tells of another dossier with that code', () => {
    const view = aView()
    const args = { dossierId: other.id, assistId: other.assistId, changes: { code: 'C-1' } }
    view.add({ seq: 1, command: aCommand('correctDossier', args) })
    const rival = anAssist({ id: anId(45), items: item(anId(35)) })
    const theirs = aDossier({ id: anId(35), assistId: anId(45), code: 'C-1' })
    view.hear({
      rows: [
        { table: 'assists', id: rival.id, ver: 1, row: rival },
        { table: 'dossiers', id: theirs.id, ver: 1, row: theirs },
      ],
    })
    expect(view.find('dossiers', other.id)?.code).toBe('C-1')
    expect(view.isWaiting('dossiers', other.id)).toBe(true)
  })
})

describe('the form of a dossier', () => {
  const changesOf = (fields: object, seen: Dossier = known) =>
    toChanges({ ...beginUpdate(seen, 3), ...fields })

  it('says only what differs, and nothing where nothing does', () => {
    expect(changesOf({})).toBeUndefined()
    expect(changesOf({ code: ` ${code.toLowerCase()}` })).toBeUndefined()
    expect(changesOf({ state: 'resolved', code: '', dueOn: '', byPost: true })).toEqual({
      state: 'resolved',
      code: null,
      dueOn: null,
      byPost: true,
    })
  })

  it('can give back all that it changed, also to nothing', () => {
    const changes = changesOf({ state: 'resolved', code, dueOn: '2026-12-01' }, other)
    expect(changes && toUndo(other, changes)).toEqual({ state: 'registered', code: null, dueOn: null })
  })

  it('asks for a day of the calendar, or none', () => {
    const form = beginUpdate(known, 3)
    expect(checkUpdate(form)).toEqual([])
    const half = { ...form, dueOn: '', dueParts: { day: '31', month: '2', year: '2027' } }
    expect(checkUpdate(half)).toEqual([{ field: 'dueOn', problem: { code: 'dateImpossible' } }])
    expect(checkUpdate({ ...form, dueOn: '', dueParts: toDateParts('') })).toEqual([])
    expect(checkUpdate({ ...form, code: 'A'.repeat(61) })).toMatchObject([{ field: 'code' }])
  })
})

describe('the due day of a dossier', () => {
  const check = (dueOn: string, seen = known) =>
    checkUpdate({ ...beginUpdate(seen, 3), dueOn, dueParts: toDateParts(dueOn) }, '2026-11-09')
  const wrong = (problem: object) => [{ field: 'dueOn', problem }]

  it('is the day of submission or a later one, unless it has stood there before', () => {
    expect(check('2026-11-09')).toEqual([])
    const early = wrong({ code: 'dueBeforeSubmission', details: { day: '09/11/2026' } })
    expect(check('2026-11-08')).toEqual(early)
    expect(check('1990-01-01')).toEqual(early)
    expect(check('1990-01-01', aDossier({ dueOn: '1990-01-01' }))).toEqual([])
  })

  it('is of this decade where the phone does not know the visit', () => {
    const form = { ...beginUpdate(known, 3), dueOn: '1990-01-01', dueParts: toDateParts('1990-01-01') }
    expect(checkUpdate(form)).toEqual(wrong({ code: 'dateTooEarly', details: { year: '2020' } }))
  })

  it.each([
    ['202', 'yearWrongLength'],
    ['', 'yearMissing'],
  ] as const)('is asked for with a whole year: “%s”', (year, code) => {
    const dueParts = { day: '12', month: '11', year }
    expect(checkUpdate({ ...beginUpdate(known, 3), dueOn: '', dueParts })).toEqual(wrong({ code }))
  })
})

describe('a change of a dossier that the ward refused', () => {
  const refused = (changes: CommandArgs<'correctDossier'>['changes']) =>
    aCommand('correctDossier', { dossierId: known.id, assistId: known.assistId, changes })

  it('is mended in the form of the dossier with all that it said, over the dossier as it is now', () => {
    const changes = { state: 'resolved' as const, code: 'C-1', dueOn: null }
    expect(dossierMendedBy(refused(changes), aView())).toEqual(known)
    const form = beginMend(known, 3, { dossierId: known.id, assistId: known.assistId, changes })
    expect(toChanges(form)).toEqual(changes)
    expect(toChanges({ ...form, code: 'C-2' })).toEqual({ ...changes, code: 'C-2' })
  })

  it('is mended elsewhere when the form has no field for it, or the dossier is gone', () => {
    expect(dossierMendedBy(refused({ level: 3, code: 'C-1' }), aView())).toBeUndefined()
    const gone = { dossierId: takenOut.id, assistId: takenOut.assistId, changes: { code: 'C-1' } }
    expect(dossierMendedBy(aCommand('correctDossier', gone), aView())).toBeUndefined()
    expect(dossierMendedBy(aCommand('restoreAssist', { assistId: visit.id }), aView())).toBeUndefined()
  })
})
