import { describe, expect, it } from 'vitest'
import type { AssistItem } from '#domain/assistItem.ts'
import { carryOut, parseCommand, rowsNeededBy, type CommandArgs } from '#domain/commands.ts'
import { dossierCodeWarning, toStoredDossierCode, type Dossier } from '#domain/dossier.ts'
import type { FailureReason, FailureSubject } from '#domain/failure.ts'
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
  today,
} from '../support/builders.ts'

const record = (fields: Parameters<typeof anAssistToRecord>[0], world = aWorld()) =>
  carryOut(aCommand('recordAssist', anAssistToRecord(fields)), world)

/** The arguments with one field of the new resident replaced. */
function residentWith(fields: object): Pick<CommandArgs<'recordAssist'>, 'resident'> {
  const { resident } = anAssistToRecord()
  if (resident.kind !== 'new') throw new Error('the builder makes a new resident')
  return { resident: { ...resident, fields: { ...resident.fields, ...fields } } }
}

const aNewDossier = (fields: object = {}) => {
  const { id, teamId: _t, assistId: _a, state: _s, ...rest } = aDossier()
  return { dossierId: id, ...rest, ...fields }
}
const failed = (subject: FailureSubject, reason: FailureReason): Record<string, AssistItem> => ({
  [anId(82)]: { kind: 'failure', subject, reason, remark: null },
})
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

describe('correcting and withdrawing', () => {
  const rows = rowsOf({
    assists: [anAssist({ items: { [anId(80)]: anAccountItem() } })],
    residents: [aResident(), aResident({ id: anId(71), teamId: ids.otherTeam })],
    dossiers: [
      aDossier(),
      aDossier({ id: anId(42), teamId: ids.otherTeam }),
      aDossier({ id: anId(43), assistId: anId(18) }),
    ],
    procedures: [aProcedure()],
  })
  const named = (dossierId: string, act: 'new' | 'supplement'): Record<string, AssistItem> => ({
    [anId(83)]: { kind: 'dossier', dossierId, act },
  })
  const correct = (changes: CommandArgs<'correctAssist'>['changes']) =>
    aCommand('correctAssist', { assistId: ids.assist, changes, dossiers: [] }, { base: 1 })

  it("a colleague's assist is not a volunteer's to correct, but the lead's", () => {
    const colleague = aVolunteer({ memberId: ids.colleague })
    expect(() => carryOut(correct({ place: 'elsewhere' }), aWorld({ rows, actor: colleague }))).toThrow(
      'notAllowed',
    )
    expect(
      carryOut(correct({ place: 'elsewhere' }), aWorld({ rows, actor: { ...colleague, role: 'lead' } }))
        .outcome,
    ).toBe('applied')
  })

  it.each([
    ['to a day to come', { on: '2026-11-21' }, 'dateInFuture'],
    ['to a resident nobody knows', { residentId: anId(404) }, 'rowUnknown'],
    ["to another team's resident", { residentId: anId(71) }, 'notAllowed'],
    ['by taking the last item out', { items: { [anId(80)]: null } }, 'itemMissing'],
    ['with a dossier nobody knows', { items: named(anId(404), 'supplement') }, 'rowUnknown'],
    ["with another team's dossier", { items: named(anId(42), 'supplement') }, 'notAllowed'],
    ['by calling a dossier of another visit new', { items: named(anId(43), 'new') }, 'rowExists'],
    [
      'with a reason that cannot spoil what was tried',
      { items: failed('visit', 'TEP_RONG') },
      'reasonMissing',
    ],
  ])('is refused %s', (_title, changes, code) => {
    expect(() => carryOut(correct(changes), aWorld({ rows }))).toThrow(code)
  })

  it('is refused with a dossier that no item among the changes names, or of a procedure not in force that day', () => {
    const withDossier = (changes: CommandArgs<'correctAssist'>['changes'], fields = {}) =>
      aCommand('correctAssist', {
        assistId: ids.assist,
        changes,
        dossiers: [aNewDossier({ dossierId: anId(44), ...fields })],
      })
    const items = named(anId(44), 'new')
    const inWorld = aWorld({ rows })
    expect(() => carryOut(withDossier({ place: 'elsewhere' }), inWorld)).toThrow('argumentsMalformed')
    expect(() => carryOut(withDossier({ items, on: '2021-12-31' }), inWorld)).toThrow('procedureNotInForce')
    expect(() => carryOut(withDossier({ items }, { procedureId: anId(404) }), inWorld)).toThrow(
      'procedureUnknown',
    )
    expect(carryOut(withDossier({ items }), inWorld).writes.map(({ table }) => table)).toEqual([
      'dossiers',
      'assists',
    ])
  })

  it('lets one item out for another, and may name its own dossier new again', () => {
    const swap = { items: { [anId(80)]: null, ...named(ids.dossier, 'new') } }
    expect(carryOut(correct(swap), aWorld({ rows })).writes[0]?.row).toMatchObject({
      items: named(ids.dossier, 'new'),
    })
  })

  it('lets one of two items out', () => {
    const two = rowsOf({
      assists: [
        anAssist({ items: { [anId(80)]: anAccountItem(), [anId(84)]: anAccountItem('vneidLevel2') } }),
      ],
    })
    const { writes } = carryOut(correct({ items: { [anId(80)]: null } }), aWorld({ rows: two }))
    expect(writes[0]?.row).toMatchObject({ items: { [anId(84)]: anAccountItem('vneidLevel2') } })
  })

  it('a withdrawal without a reason is refused', () => {
    const withdraw = aCommand('withdrawAssist', { assistId: ids.assist, reason: '  ' })
    expect(() => carryOut(withdraw, aWorld({ rows }))).toThrow('withdrawReasonMissing')
  })

  it('a withdrawn assist is restored before it is corrected', () => {
    const withdrawn = rowsOf({
      assists: [anAssist({ withdrawn: { memberId: ids.volunteer, at: 0, reason: 'nhầm' } })],
    })
    expect(() => carryOut(correct({ place: 'elsewhere' }), aWorld({ rows: withdrawn }))).toThrow(
      'rowWithdrawn',
    )
    const { writes } = carryOut(
      aCommand('restoreAssist', { assistId: ids.assist }),
      aWorld({ rows: withdrawn }),
    )
    expect(writes[0]?.row).toMatchObject({ withdrawn: null })
  })

  it('may be on any day of this century, and a day from before that rule keeps nobody from correcting the rest', () => {
    expect(() => carryOut(correct({ on: '1999-12-31' }), aWorld({ rows }))).toThrow('dateTooEarly')
    expect(() => carryOut(correct({ on: '2000-01-01' }), aWorld({ rows }))).not.toThrow()
    const old = aWorld({ rows: rowsOf({ assists: [anAssist({ on: '1026-11-20' })] }) })
    expect(carryOut(correct({ place: 'elsewhere' }), old).writes[0]?.row).toMatchObject({ on: '1026-11-20' })
  })

  it('an unknown assist is refused', () => {
    expect(() => carryOut(correct({}), aWorld({ rows: rowsOf({}) }))).toThrow('rowUnknown')
  })

  it('touches only the items it names', () => {
    const { writes } = carryOut(
      correct({ items: { [anId(82)]: anAccountItem('vneidLevel2') } }),
      aWorld({ rows }),
    )
    expect(writes[0]?.stands).toEqual([{ path: `items/${anId(82)}`, value: anAccountItem('vneidLevel2') }])
    expect(writes[0]?.row).toMatchObject({
      items: { [anId(80)]: anAccountItem(), [anId(82)]: anAccountItem('vneidLevel2') },
    })
  })

  it('says who withdrew and why, and a second withdrawal changes nothing', () => {
    const withdraw = aCommand('withdrawAssist', { assistId: ids.assist, reason: 'ghi nhầm người' })
    const { writes } = carryOut(withdraw, aWorld({ rows }))
    expect(writes[0]?.row).toMatchObject({ withdrawn: { memberId: ids.volunteer, reason: 'ghi nhầm người' } })
    const again = rowsOf({ assists: [writes[0]?.row as ReturnType<typeof anAssist>] })
    expect(carryOut(withdraw, aWorld({ rows: again })).writes).toEqual([])
  })

  it('merges with what others changed since the version its author saw', () => {
    const changesSince = () => [
      { path: 'place', value: 'cultureHouse', at: Number.MAX_SAFE_INTEGER, commandId: anId(2000) },
    ]
    expect(carryOut(correct({ on: '2026-11-19' }), aWorld({ rows, changesSince })).outcome).toBe('merged')
    expect(carryOut(correct({ place: 'elsewhere' }), aWorld({ rows, changesSince })).outcome).toBe(
      'overridden',
    )
  })
})

describe('correcting a dossier', () => {
  const rows = rowsOf({
    assists: [anAssist({ on: '2026-11-10' }), anAssist({ id: anId(18) })],
    dossiers: [aDossier(), aDossier({ id: anId(42), teamId: ids.otherTeam, assistId: anId(18) })],
    procedures: [aProcedure({ id: anId(61), validTo: '2026-11-09' }), aProcedure({ id: anId(62) })],
  })
  const correct = (
    changes: CommandArgs<'correctDossier'>['changes'],
    { dossierId = ids.dossier, assistId = ids.assist } = {},
  ) => carryOut(aCommand('correctDossier', { dossierId, assistId, changes }, { base: 1 }), aWorld({ rows }))

  it.each([
    ['that nobody knows', { dossierId: anId(404) }, 'rowUnknown'],
    ["that is another team's", { dossierId: anId(42), assistId: anId(18) }, 'notAllowed'],
    ['under a visit that did not make it', { assistId: anId(18) }, 'rowUnknown'],
  ])('is refused for one %s', (_title, which, code) =>
    expect(() => correct({ paidOnline: true }, which)).toThrow(code),
  )

  it('is refused with a due day of another century', () => {
    expect(() => correct({ dueOn: '1990-01-01' })).toThrow('dateTooEarly')
    expect(() => correct({ dueOn: '2000-01-01' })).not.toThrow()
    expect(() => correct({ dueOn: null })).not.toThrow()
  })

  it('is refused to a viewer', () => {
    const asViewer = aWorld({ rows, actor: aVolunteer({ role: 'viewer' }) })
    const command = aCommand('correctDossier', { dossierId: ids.dossier, assistId: ids.assist, changes: {} })
    expect(() => carryOut(command, asViewer)).toThrow('notAllowed')
  })

  it.each([
    ['nobody knows', anId(404), 'procedureUnknown'],
    ['was not in force on the day of the visit', anId(61), 'procedureNotInForce'],
  ])('to a procedure that %s is refused', (_title, procedureId, code) =>
    expect(() => correct({ procedureId })).toThrow(code),
  )

  it('keeps its code trimmed and in capitals', () => {
    const { writes } = correct({
      code: ' 000.00.bd.h08-230411-0004',
      procedureId: anId(62),
      paidOnline: true,
    })
    expect(writes[0]?.row).toMatchObject({ code: '000.00.BD.H08-230411-0004', procedureId: anId(62) })
    expect(correct({ code: '' }).writes[0]?.row).toMatchObject({ code: null })
  })
})

describe('correcting a resident', () => {
  const rows = rowsOf({ residents: [aResident(), aResident({ id: anId(71), teamId: ids.otherTeam })] })
  const correct = (changes: CommandArgs<'correctResident'>['changes'], residentId = ids.resident) =>
    carryOut(aCommand('correctResident', { residentId, changes }, { base: 1 }), aWorld({ rows }))

  it('is refused for one nobody knows, and for one of another team', () => {
    expect(() => correct({ name: 'Lê Thị Thử' }, anId(404))).toThrow('rowUnknown')
    expect(() => correct({ name: 'Lê Thị Thử' }, anId(71))).toThrow('notAllowed')
  })

  it.each([
    ['without a name', { name: ' ' }, 'nameMissing'],
    ['with an ID number in the name', { name: 'Phan Thị Ví Dụ 052 301 000 789' }, 'nameIsNumber'],
    ['with a year to come', { birthYear: 2027 }, 'birthYearImpossible'],
    ['with a phone of 9 digits', { phone: '091234567' }, 'phoneWrongLength'],
    ['with three digits of the ID', { idLastFour: '123' }, 'idLastFourWrongLength'],
    ['by taking the consent to keep the record', { consents: {} }, 'consentMissing'],
  ])('is refused %s', (_title, changes, code) => expect(() => correct(changes)).toThrow(code))

  it('changes only what it names', () => {
    expect(correct({ birthYear: null }).writes[0]).toMatchObject({
      stands: [{ path: 'birthYear', value: null }],
      row: { ...aResident(), birthYear: null },
    })
  })
})

describe('the ward', () => {
  it('is managed by its manager only', () => {
    const addTeam = aCommand('addUnit', {
      unitId: anId(30),
      kind: 'neighbourhood',
      parentId: ids.ward,
      name: 'Khu phố Giao Hội 1',
      code: null,
      validFrom: today,
      validTo: null,
    })
    expect(() => carryOut(addTeam, aWorld())).toThrow('notAllowed')
    expect(carryOut(addTeam, aWorld({ actor: aManager() })).writes).toHaveLength(1)
  })

  it('refuses totals below zero and keeps a missing value apart from 0', () => {
    const totals = {
      received: 4133,
      resolved: 4128,
      inProgress: 5,
      overdue: null,
      paidOnline: 3539,
      byPost: 2263,
      eCertified: 60,
    }
    const args = { wardTotalsId: anId(31), from: '2022-01-01', to: '2022-09-30', totals, source: 'Báo cáo' }
    const { writes } = carryOut(aCommand('recordWardTotals', args), aWorld({ actor: aManager() }))
    expect(writes[0]?.row).toMatchObject({ totals: { overdue: null } })
    const below = { ...args, totals: { ...totals, resolved: -1 } }
    expect(() => carryOut(aCommand('recordWardTotals', below), aWorld({ actor: aManager() }))).toThrow(
      'figureImpossible',
    )
  })
})

describe('at the door', () => {
  const raw = { id: anId(1), at: 0, base: 0 }
  it.each([
    ['an unknown name', { ...raw, name: 'dropEverything', args: {} }, 'commandUnknown'],
    ['a name from the prototype', { ...raw, name: 'constructor', args: {} }, 'commandUnknown'],
    [
      'arguments of another shape',
      { ...raw, name: 'recordAssist', args: { assistId: 7 } },
      'argumentsMalformed',
    ],
    [
      'a level that is neither 3 nor 4',
      {
        ...raw,
        name: 'recordAssist',
        args: anAssistToRecord({ dossiers: [aNewDossier({ level: 2 })] as never }),
      },
      'argumentsMalformed',
    ],
    [
      'a day that is not in the calendar',
      { ...raw, name: 'recordAssist', args: anAssistToRecord({ on: '2026-02-31' }) },
      'argumentsMalformed',
    ],
  ])('%s is refused', (_title, command, code) => expect(() => parseCommand(command)).toThrow(code))
})

describe('a dossier code', () => {
  it('is kept in capitals without spaces', () =>
    expect(toStoredDossierCode(' 000.00.bd.h08-230411-0004 ')).toBe('000.00.BD.H08-230411-0004'))
  it('may be missing', () => expect(toStoredDossierCode('  ')).toBeNull())
  it('of the usual shape passes, another only warns', () => {
    expect(dossierCodeWarning('000.00.BD.H08-230411-0004')).toBeUndefined()
    expect(dossierCodeWarning('G22.99-1')).toBe('dossierCodeOdd')
  })
})
