// What may be corrected in a dossier, and how its code is kept.
import { describe, expect, it } from 'vitest'
import { carryOut, type CommandArgs } from '#domain/commands.ts'
import { dossierCodeWarning, toStoredDossierCode } from '#domain/dossier.ts'
import {
  aCommand,
  aDossier,
  aProcedure,
  aVolunteer,
  aWorld,
  anAssist,
  anId,
  ids,
  rowsOf,
} from '../support/builders.ts'

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

describe('a dossier code', () => {
  it('is kept in capitals without spaces', () =>
    expect(toStoredDossierCode(' 000.00.bd.h08-230411-0004 ')).toBe('000.00.BD.H08-230411-0004'))
  it('may be missing', () => expect(toStoredDossierCode('  ')).toBeNull())
  it('of the usual shape passes, another only warns', () => {
    expect(dossierCodeWarning('000.00.BD.H08-230411-0004')).toBeUndefined()
    expect(dossierCodeWarning('G22.99-1')).toBe('dossierCodeOdd')
  })
})
