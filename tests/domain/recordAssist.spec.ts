// Recording a visit: what it is refused for, and everything that one command makes.
import { describe, expect, it } from 'vitest'
import { carryOut, rowsNeededBy, type CommandArgs } from '#domain/commands.ts'
import type { Dossier } from '#domain/dossier.ts'
import { Problem } from '#domain/problem.ts'
import {
  aCommand,
  aDossier,
  aManager,
  aProcedure,
  aResident,
  aTeam,
  aVolunteer,
  aWorld,
  anAccountItem,
  anAssist,
  anAssistToRecord,
  anId,
  ids,
  rowsOf,
} from '../support/builders.ts'
import { aNewDossier, failed } from '../support/newDossier.ts'

const record = (fields: Parameters<typeof anAssistToRecord>[0], world = aWorld()) =>
  carryOut(aCommand('recordAssist', anAssistToRecord(fields)), world)

/** The arguments with one field of the new resident replaced. */
function residentWith(fields: object): Pick<CommandArgs<'recordAssist'>, 'resident'> {
  const { resident } = anAssistToRecord()
  if (resident.kind !== 'new') throw new Error('the builder makes a new resident')
  return { resident: { ...resident, fields: { ...resident.fields, ...fields } } }
}

const dossierItem = { [anId(81)]: { kind: 'dossier' as const, dossierId: ids.dossier, act: 'new' as const } }
const supplementItem = {
  [anId(81)]: { kind: 'dossier' as const, dossierId: ids.dossier, act: 'supplement' as const },
}

describe('recordAssist is refused', () => {
  it.each([
    ['without a name', residentWith({ name: '   ' }), 'nameMissing'],
    ['with an ID number as a name', residentWith({ name: '052301000789' }), 'nameIsNumber'],
    ['with an impossible year', residentWith({ birthYear: 1899 }), 'birthYearImpossible'],
    ['with a year to come', residentWith({ birthYear: 2027 }), 'birthYearImpossible'],
    ['with a phone of 9 digits', residentWith({ phone: '091234567' }), 'phoneWrongLength'],
    ['without consent to keep the record', residentWith({ consents: {} }), 'consentMissing'],
    ['on a day to come', { on: '2026-11-21' }, 'dateInFuture'],
    ['on a day of another century', { on: '1026-11-20' }, 'dateTooEarly'],
    [
      'with a due day of another century',
      { dossiers: [aNewDossier({ dueOn: '1990-01-01' })], items: dossierItem },
      'dateTooEarly',
    ],
    ['with nothing done', { items: {} }, 'itemMissing'],
    [
      'for an unknown procedure',
      { dossiers: [aNewDossier({ procedureId: anId(404) })], items: dossierItem },
      'procedureUnknown',
    ],
    [
      'for a resident nobody knows',
      { resident: { kind: 'known' as const, residentId: anId(404) } },
      'rowUnknown',
    ],
    ['with a dossier that does not exist', { items: dossierItem }, 'rowUnknown'],
    ['with a dossier that no item names', { dossiers: [aNewDossier()] }, 'argumentsMalformed'],
    [
      'with a reason that cannot spoil what was tried',
      { items: failed('account', 'THIEU_GIAY_TO') },
      'reasonMissing',
    ],
  ])('%s', (_title, fields, code) => expect(() => record(fields)).toThrow(code))

  it("for another team, and for another team's resident", () => {
    expect(() => record({ teamId: ids.otherTeam })).toThrow('notAllowed')
    const rows = rowsOf({ units: [aTeam()], residents: [aResident({ teamId: ids.otherTeam })] })
    expect(() => record({ resident: { kind: 'known', residentId: ids.resident } }, aWorld({ rows }))).toThrow(
      'notAllowed',
    )
  })

  it('for the ward itself, and for a team nobody knows', () => {
    const rows = rowsOf({ units: [aTeam({ id: ids.ward, kind: 'ward' })] })
    const asManager = aWorld({ rows, actor: aManager() })
    expect(() => record({ teamId: ids.ward }, asManager)).toThrow('teamMissing')
    expect(() => record({ teamId: anId(404) }, asManager)).toThrow('rowUnknown')
  })

  it.each([
    ['repealed before that day', { validTo: '2025-06-30' }],
    ['not in force yet on that day', { validFrom: '2026-12-01' }],
  ])('for a procedure that was %s', (_title, validity) => {
    const rows = rowsOf({ units: [aTeam()], procedures: [aProcedure(validity)] })
    expect(() => record({ dossiers: [aNewDossier()], items: dossierItem }, aWorld({ rows }))).toThrow(
      'procedureNotInForce',
    )
  })

  it('when it calls a dossier new that another visit made, or names one of another team', () => {
    const withDossier = (fields: Partial<Dossier>) =>
      aWorld({ rows: rowsOf({ units: [aTeam()], dossiers: [aDossier(fields)] }) })
    const made = withDossier({ assistId: anId(18) })
    expect(() => record({ items: dossierItem }, made)).toThrow('rowExists')
    expect(record({ items: supplementItem }, made).outcome).toBe('applied')
    expect(() => record({ items: supplementItem }, withDossier({ teamId: ids.otherTeam }))).toThrow(
      'notAllowed',
    )
  })

  it('when its id is taken already', () => {
    expect(() => record({}, aWorld({ rows: rowsOf({ units: [aTeam()], assists: [anAssist()] }) }))).toThrow(
      'rowExists',
    )
  })

  it('from a viewer', () => {
    expect(() => record({}, aWorld({ actor: aVolunteer({ role: 'viewer' }) }))).toThrow('notAllowed')
  })

  it('and the Problem names the field', () => {
    try {
      record(residentWith({ phone: '091' }))
      expect.unreachable()
    } catch (problem) {
      expect(problem).toBeInstanceOf(Problem)
      expect((problem as Problem).toReport()).toEqual({ code: 'phoneWrongLength', field: 'resident.phone' })
    }
  })
})

describe('recordAssist makes', () => {
  it('resident, dossier, note and assist in one go', () => {
    const { outcome, writes } = record({
      items: { ...dossierItem, [anId(80)]: anAccountItem() },
      dossiers: [aNewDossier()],
      note: 'hẹn thứ ba',
    })
    expect(outcome).toBe('applied')
    expect(writes.map(({ table }) => table).sort()).toEqual(['assists', 'dossiers', 'notes', 'residents'])
    expect(writes.find(({ table }) => table === 'assists')?.row).toMatchObject({
      memberId: ids.volunteer,
      residentId: anId(70),
      withdrawn: null,
    })
  })

  it('a dossier whose code is kept trimmed and in capitals', () => {
    const made = (code: string | null) =>
      record({ items: dossierItem, dossiers: [aNewDossier({ code })] }).writes.find(
        ({ table }) => table === 'dossiers',
      )?.row
    expect(made(' 000.00.bd.h08-230411-0004 ')).toMatchObject({ code: '000.00.BD.H08-230411-0004' })
    expect(made('  ')).toMatchObject({ code: null })
    expect(made(null)).toMatchObject({ code: null })
  })

  it('a failure for a reason that can spoil what was tried', () => {
    expect(record({ items: failed('dossier', 'THIEU_GIAY_TO') }).outcome).toBe('applied')
  })

  it('a count without personal data', () => {
    const { writes } = record({ resident: { kind: 'none' } })
    expect(writes).toHaveLength(1)
    expect(writes[0]?.row).toMatchObject({ residentId: null })
  })

  it('asks for the rows it needs beforehand', () => {
    const needed = rowsNeededBy(
      aCommand('recordAssist', anAssistToRecord({ dossiers: [aNewDossier()], items: dossierItem })),
    )
    expect(needed.map(({ table }) => table)).toEqual(
      expect.arrayContaining(['assists', 'units', 'residents', 'dossiers', 'procedures']),
    )
  })
})
