import { describe, expect, it } from 'vitest'
import { carryOut, parseCommand, rowsNeededBy, type CommandArgs } from '#domain/commands.ts'
import { dossierCodeWarning, toStoredDossierCode } from '#domain/dossier.ts'
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
const dossierItem = { [anId(81)]: { kind: 'dossier' as const, dossierId: ids.dossier, act: 'new' as const } }

describe('recordAssist is refused', () => {
  it.each([
    ['without a name', residentWith({ name: '   ' }), 'nameMissing'],
    ['with an impossible year', residentWith({ birthYear: 1899 }), 'birthYearImpossible'],
    ['with a year to come', residentWith({ birthYear: 2027 }), 'birthYearImpossible'],
    ['with a phone of 9 digits', residentWith({ phone: '091234567' }), 'phoneWrongLength'],
    ['without consent to keep the record', residentWith({ consents: {} }), 'consentMissing'],
    ['on a day to come', { on: '2026-11-21' }, 'dateInFuture'],
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
  ])('%s', (_title, fields, code) => expect(() => record(fields)).toThrow(code))

  it("for another team, and for another team's resident", () => {
    expect(() => record({ teamId: ids.otherTeam })).toThrow('notAllowed')
    const rows = rowsOf({ units: [aTeam()], residents: [aResident({ teamId: ids.otherTeam })] })
    expect(() => record({ resident: { kind: 'known', residentId: ids.resident } }, aWorld({ rows }))).toThrow(
      'notAllowed',
    )
  })

  it('for a procedure that was repealed before that day', () => {
    const rows = rowsOf({ units: [aTeam()], procedures: [aProcedure({ validTo: '2025-06-30' })] })
    expect(() => record({ dossiers: [aNewDossier()], items: dossierItem }, aWorld({ rows }))).toThrow(
      'procedureNotInForce',
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
  const rows = rowsOf({ assists: [anAssist({ items: { [anId(80)]: anAccountItem() } })] })
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
