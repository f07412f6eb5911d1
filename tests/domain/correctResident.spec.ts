// What may be corrected in a resident, and what it is refused for.
import { describe, expect, it } from 'vitest'
import { carryOut, type CommandArgs } from '#domain/commands.ts'
import { aCommand, aResident, aWorld, anId, ids, rowsOf } from '../support/builders.ts'

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
