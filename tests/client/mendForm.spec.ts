// A change that the ward refused comes back in the form of its visit, as it was typed and with the trouble at its field.
import { describe, expect, it } from 'vitest'
import type { CommandArgs } from '#domain/commands.ts'
import {
  inputOf,
  isWhollyShown,
  layCorrection,
  reopenAssistForm,
} from '../../src/client/screens/assists/form/mendAssistForm.ts'
import { openAssistForm } from '../../src/client/screens/assists/form/openAssistForm.ts'
import { toCorrections } from '../../src/client/screens/assists/form/saveCorrections.ts'
import { toRecordAssist } from '../../src/client/screens/assists/form/toRecordAssist.ts'
import { createView } from '../../src/client/view/view.ts'
import {
  aCommand,
  aDossier,
  aProcedure,
  aResident,
  aTeam,
  aVolunteer,
  anAccountItem,
  anAssist,
  anAssistToRecord,
  anId,
  ids,
  noon,
  today,
} from '../support/builders.ts'

const view = createView(aVolunteer, () => noon)
const assist = anAssist({
  items: {
    [anId(80)]: anAccountItem(),
    [anId(81)]: { kind: 'dossier', dossierId: ids.dossier, act: 'new' },
  },
})
const other = aResident({ id: anId(71), name: 'Lê Thị Thử' })
view.hear({
  rows: [
    { table: 'units', id: ids.team, ver: 1, row: aTeam() },
    { table: 'procedures', id: ids.procedure, ver: 1, row: aProcedure() },
    { table: 'residents', id: ids.resident, ver: 1, row: aResident() },
    { table: 'residents', id: other.id, ver: 1, row: other },
    { table: 'assists', id: ids.assist, ver: 3, row: assist },
    { table: 'dossiers', id: ids.dossier, ver: 2, row: aDossier() },
  ],
})
const finding = { view, newId: () => anId(500) }
const found = {
  resident: aResident(),
  dossier: (id: string) => view.find('dossiers', id),
  procedureName: () => 'Đăng ký khai sinh',
}

const newDossier = {
  dossierId: anId(60),
  procedureId: ids.procedure,
  level: 4 as const,
  code: '000.37-261120-0007',
  paidOnline: true,
  byPost: false,
  eCertified: false,
  dueOn: '2026-12-01',
}
const refused = anAssistToRecord({
  assistId: anId(50),
  helpMode: 'guided',
  note: 'Hẹn thứ sáu',
  items: {
    [anId(80)]: anAccountItem('vneidLevel2'),
    [anId(82)]: { kind: 'dossier', dossierId: newDossier.dossierId, act: 'new' },
    [anId(83)]: { kind: 'failure', subject: 'account', reason: 'KHAC', remark: 'Máy hỏng' },
    [anId(84)]: { kind: 'skill', skill: 'cashlessPayment' },
  },
  dossiers: [newDossier],
})
const saveArgs = { memberId: ids.colleague, today: '2026-11-24' }

describe('a refused visit in its form', () => {
  it.each([
    ['with a new resident', refused],
    ['with a known one', { ...refused, resident: { kind: 'known' as const, residentId: ids.resident } }],
    ['that was only counted', { ...refused, resident: { kind: 'none' as const } }],
  ])('says the same when it is saved again as it was (%s)', (_what, args: CommandArgs<'recordAssist'>) => {
    expect(toRecordAssist(reopenAssistForm(args, finding), saveArgs)).toEqual(args)
  })

  it('takes in the corrections that waited beside it', () => {
    const form = reopenAssistForm(refused, finding)
    const corrections = [
      aCommand('correctAssist', {
        assistId: refused.assistId,
        changes: {
          place: 'elsewhere',
          on: '2026-11-19',
          items: { [anId(80)]: null, [anId(85)]: anAccountItem('nationalPortal') },
        },
        dossiers: [],
      }),
      aCommand('correctDossier', {
        dossierId: newDossier.dossierId,
        assistId: refused.assistId,
        changes: { code: null, byPost: true },
      }),
      aCommand('correctResident', { residentId: anId(70), changes: { birthYear: 1990, phone: null } }),
    ]
    for (const one of corrections) layCorrection(form, one, view)
    expect(corrections.every(isWhollyShown)).toBe(true)
    const args = toRecordAssist(form, saveArgs)
    const { [anId(80)]: _out, ...items } = refused.items
    expect(args).toMatchObject({ place: 'elsewhere', on: '2026-11-19' })
    expect(args.items).toEqual({ ...items, [anId(85)]: anAccountItem('nationalPortal') })
    expect(args.dossiers).toEqual([{ ...newDossier, code: null, byPost: true }])
    expect(args.resident).toMatchObject({ fields: { birthYear: 1990, phone: null } })
    expect(form.onParts).toEqual({ day: '19', month: '11', year: '2026' })
  })

  it.each([
    ['on', 'on'],
    ['resident.birthYear', 'birthYear'],
    ['resident.consents.keepRecord', 'keepRecord'],
    ['resident', 'name'],
    ['teamId', 'team'],
    ['items', 'items'],
    [`items.${anId(82)}`, `dossier.${newDossier.dossierId}.procedure`],
    [`items.${anId(83)}`, `failure.${anId(83)}.reason`],
    [`dossiers.${newDossier.dossierId}.procedureId`, `dossier.${newDossier.dossierId}.procedure`],
    ['assistId', undefined],
  ])('has the trouble of %s at its input', (field, input) => {
    expect(inputOf(aCommand('recordAssist', refused), { code: 'rowUnknown', field })).toBe(input)
  })
})

describe('a refused correction in the form of its visit', () => {
  it('says what it said, against the row as it stands now', () => {
    const form = openAssistForm(assist, found, view.verOf)
    const changes = { helpMode: 'filledIn' as const, items: { [anId(80)]: null } }
    layCorrection(form, aCommand('correctAssist', { assistId: ids.assist, changes, dossiers: [] }), view)
    expect(toCorrections(form, assist, found).assist).toEqual({ assistId: ids.assist, changes, dossiers: [] })
    expect(form.seen?.versions[ids.assist]).toBe(3)
  })

  it('still means the person who was picked', () => {
    const form = openAssistForm(assist, found, view.verOf)
    const changes = { residentId: other.id }
    layCorrection(form, aCommand('correctAssist', { assistId: ids.assist, changes, dossiers: [] }), view)
    expect(form.name).toBe(other.name)
    expect(toCorrections(form, assist, found).assist).toEqual({ assistId: ids.assist, changes, dossiers: [] })
  })

  it('has the trouble of a dossier at the dossier', () => {
    const correction = aCommand('correctDossier', {
      dossierId: ids.dossier,
      assistId: ids.assist,
      changes: { procedureId: ids.procedure },
    })
    const report = { code: 'procedureNotInForce' as const, field: 'procedureId' }
    expect(inputOf(correction, report)).toBe(`dossier.${ids.dossier}.procedure`)
  })

  it('knows what the form has no field for', () => {
    const about = { dossierId: ids.dossier, assistId: ids.assist }
    expect(isWhollyShown(aCommand('correctDossier', { ...about, changes: { state: 'resolved' } }))).toBe(
      false,
    )
    expect(isWhollyShown(aCommand('withdrawAssist', { assistId: ids.assist, reason: today }))).toBe(false)
  })
})
