import { describe, expect, it } from 'vitest'
import { carryOut, codesGivenBy, type CommandArgs } from '#domain/commands.ts'
import { dossierCodeWarning } from '#domain/dossier.ts'
import { codesAmong } from '#domain/dossierCodes.ts'
import {
  aCommand,
  aDossier,
  anAssist,
  anAssistToRecord,
  anId,
  aProcedure,
  aTeam,
  aWorld,
  ids,
  rowsOf,
} from '../support/builders.ts'

const code = '000.00.BD.H08-230411-0004'
const item = (dossierId: string) => ({ kind: 'dossier' as const, dossierId, act: 'new' as const })
const known = aDossier({ code })
const visit = anAssist({ residentId: null, items: { [anId(80)]: item(known.id) } })
const withdrawn = { ...visit, withdrawn: { memberId: ids.volunteer, at: 0, reason: 'nhầm' } }
const other = { id: anId(30), assistId: anId(31) }
const otherVisit = anAssist({ id: other.assistId, residentId: null, items: { [anId(81)]: item(other.id) } })

/** The ward as it is, and the rule with it. */
function worldOf(assists = [visit], dossiers = [known]) {
  const rows = rowsOf({ units: [aTeam()], procedures: [aProcedure()], assists, dossiers })
  return aWorld({ rows, codes: codesAmong(() => dossiers, rows) })
}

function newDossier(id: string, given: string | null) {
  const { id: _id, teamId: _t, assistId: _a, state: _s, ...fields } = aDossier({ code: given })
  return { dossierId: id, ...fields }
}

function record(...given: (string | null)[]): CommandArgs<'recordAssist'> {
  const made = given.map((one, n) => newDossier(anId(40 + n), one))
  return anAssistToRecord({
    assistId: anId(50),
    resident: { kind: 'none' },
    dossiers: made,
    items: Object.fromEntries(made.map(({ dossierId }, n) => [anId(90 + n), item(dossierId)])),
  })
}

const recordWith = (world: ReturnType<typeof worldOf>, ...given: (string | null)[]) =>
  carryOut(aCommand('recordAssist', record(...given)), world)

describe('a dossier code is given once in a ward', () => {
  it('a second visit that gives it is refused at the field, however it was typed', () => {
    expect(() => recordWith(worldOf(), ` ${code.toLowerCase()}`)).toThrow(
      expect.objectContaining({
        code: 'dossierCodeTaken',
        field: `dossiers.${anId(40)}.code`,
        details: { code },
      }),
    )
  })

  it('nor do two dossiers of one visit have the same', () => {
    expect(() => recordWith(worldOf([], []), code, code)).toThrow('dossierCodeTaken')
  })

  it('another code, or none, passes', () => {
    expect(recordWith(worldOf(), 'H08-230411-0005', null, null).codes).toEqual([
      { id: anId(40), assistId: anId(50), code: 'H08-230411-0005', holds: true },
    ])
  })

  it('a correction that gives it to another dossier is refused, and one that changes something else is not', () => {
    const world = worldOf([visit, otherVisit], [known, aDossier({ ...other, code: null })])
    const correct = (id: string, assistId: string, changes: CommandArgs<'correctDossier'>['changes']) =>
      carryOut(aCommand('correctDossier', { dossierId: id, assistId, changes }), world)
    expect(() => correct(other.id, other.assistId, { code })).toThrow('dossierCodeTaken')
    expect(correct(known.id, visit.id, { state: 'received', code }).codes).toEqual([])
  })

  it('two dossiers that had it before there was this rule can still be worked on', () => {
    const twice = aDossier({ ...other, code })
    const world = worldOf([visit, otherVisit], [known, twice])
    const changes = { state: 'received' as const }
    const args = { dossierId: other.id, assistId: other.assistId, changes }
    expect(carryOut(aCommand('correctDossier', args), world).outcome).toBe('applied')
  })
})

describe('a code is free again', () => {
  it('once its visit is withdrawn, and that visit comes back only while nobody else has taken it', () => {
    const withdraw = aCommand('withdrawAssist', { assistId: visit.id, reason: 'nhầm' })
    expect(carryOut(withdraw, worldOf()).codes).toEqual([
      { id: known.id, assistId: visit.id, code, holds: false },
    ])
    expect(recordWith(worldOf([withdrawn]), code).outcome).toBe('applied')
    const restore = aCommand('restoreAssist', { assistId: visit.id })
    expect(carryOut(restore, worldOf([withdrawn])).codes).toMatchObject([{ id: known.id, holds: true }])
    const taken = worldOf([withdrawn, otherVisit], [known, aDossier({ ...other, code })])
    expect(() => carryOut(restore, taken)).toThrow('dossierCodeTaken')
  })

  it('once its dossier has another one', () => {
    const changes = { code: 'H08-230411-0005' }
    const args = { dossierId: known.id, assistId: visit.id, changes }
    expect(carryOut(aCommand('correctDossier', args), worldOf()).codes).toEqual([
      { id: known.id, assistId: visit.id, code: changes.code, holds: true },
    ])
  })

  it('once its dossier is taken out of its visit, also for one put there in the same breath', () => {
    const args = {
      assistId: visit.id,
      changes: { items: { [anId(80)]: null, [anId(82)]: item(anId(40)) } },
      dossiers: [newDossier(anId(40), code)],
    }
    const { codes } = carryOut(aCommand('correctAssist', args), worldOf())
    expect(codes.map(({ id, holds }) => [id, holds])).toEqual([
      [anId(40), true],
      [known.id, false],
    ])
  })
})

describe('what is asked beforehand', () => {
  it('is every code that a command gives, as it is kept', () => {
    expect(codesGivenBy(aCommand('recordAssist', record(' h08-1 ', null)))).toEqual(['H08-1'])
    expect(codesGivenBy(aCommand('restoreAssist', { assistId: visit.id }))).toEqual([])
  })
})

describe('the day in a code', () => {
  it('is one of the calendar and not still to come', () => {
    expect(dossierCodeWarning(code, '2023-04-11')).toBeUndefined()
    expect(dossierCodeWarning(code, '2023-04-10')).toBe('dossierCodeAhead')
    expect(dossierCodeWarning('000.00.BD.H08-230231-0004', '2026-01-01')).toBe('dossierCodeOdd')
  })
})
