// Correcting a visit: against what its author saw, and nothing that could not be seen.
import { describe, expect, it } from 'vitest'
import {
  beginAssistForm,
  chooseTeam,
  openAssistForm,
  type AssistForm,
} from '../../src/client/screens/assists/assistForm.ts'
import { checkAssistForm } from '../../src/client/screens/assists/checkAssistForm.ts'
import { toCorrections } from '../../src/client/screens/assists/saveAssistForm.ts'
import { aDossier, aProcedure, aResident, anAssist, anId, ids, today } from '../support/builders.ts'

const account = anId(50)
const filed = anId(51)
const assist = anAssist({
  items: {
    [account]: { kind: 'account', account: 'nationalPortal' },
    [filed]: { kind: 'dossier', dossierId: ids.dossier, act: 'new' },
  },
})
const found = {
  resident: aResident(),
  dossier: (id: string) => (id === ids.dossier ? aDossier() : undefined),
  procedureName: () => 'Đăng ký khai sinh',
}
const known = { today, findProcedure: (id: string) => (id === ids.procedure ? aProcedure() : undefined) }
const codes = (form: AssistForm) =>
  Object.fromEntries(checkAssistForm(form, known).map(({ field, problem }) => [field, problem.code]))

describe('a correction', () => {
  it('remembers in its draft the rows as they were seen, with their versions', () => {
    const form = openAssistForm(assist, found, (table) => (table === 'assists' ? 7 : 3))
    expect(JSON.parse(JSON.stringify(form.seen))).toEqual({
      assist,
      resident: aResident(),
      dossiers: [aDossier()],
      versions: { [assist.id]: 7, [ids.resident]: 3, [ids.dossier]: 3 },
    })
  })

  it('holds, against what was seen, only what its author changed, though another changed the visit since', () => {
    const form = openAssistForm(assist, found)
    Object.assign(form, { birthYear: '1986' })
    const now = { ...assist, place: 'cultureHouse' as const }
    expect(toCorrections(form, now, found).assist?.changes).toEqual({ place: 'home' })
    expect(toCorrections(form, form.seen?.assist ?? now, found)).toEqual({
      assist: undefined,
      dossiers: [],
      resident: { residentId: ids.resident, changes: { birthYear: 1986 } },
    })
  })

  it('sends a dossier’s fields apart, and takes out the item of one that was removed', () => {
    const form = openAssistForm(assist, found)
    Object.assign(form.dossiers[0] ?? {}, { code: ' 000.37.28.h08-261120-0007', paidOnline: true })
    expect(toCorrections(form, assist, found).dossiers).toEqual([
      { dossierId: ids.dossier, changes: { code: '000.37.28.H08-261120-0007', paidOnline: true } },
    ])
    form.dossiers = []
    expect(toCorrections(form, assist, found).assist?.changes).toEqual({ items: { [filed]: null } })
  })

  it('keeps the item of a dossier that this phone does not know', () => {
    const unknown = { ...found, dossier: () => undefined }
    const form = openAssistForm(assist, unknown)
    expect(form.dossiers).toEqual([])
    expect(toCorrections(form, assist, unknown).assist).toBeUndefined()
  })

  it('is told beside each field what is wrong with the person, without asking for consent again', () => {
    const form = openAssistForm(assist, found)
    Object.assign(form, { name: ' ', birthYear: '19', phone: '123', keepRecord: false })
    expect(codes(form)).toEqual({
      name: 'nameMissing',
      birthYear: 'birthYearImpossible',
      phone: 'phoneWrongLength',
    })
  })

  it('asks for no name where this phone does not know the person', () => {
    const form = openAssistForm(assist, { ...found, resident: undefined })
    expect(codes(form)).toEqual({})
    expect(toCorrections(form, assist, { ...found, resident: undefined }).resident).toBeUndefined()
  })
})

describe('the team of a new visit', () => {
  const begin = (teamId: string | null) =>
    beginAssistForm({ newId: () => anId(90), today, teamId, resident: aResident() })

  it('is asked for where it is not known', () => {
    expect(codes(begin(null))).toMatchObject({ team: 'teamMissing' })
    expect(codes(begin(ids.team))).not.toHaveProperty('team')
  })

  it('lets go of a person of another team, and of nobody else', () => {
    const form = begin(ids.team)
    chooseTeam(form, ids.team)
    expect(form).toMatchObject({ knownId: ids.resident, name: 'Trần Văn Mẫu' })
    chooseTeam(form, ids.otherTeam)
    expect(form).toMatchObject({ teamId: ids.otherTeam, knownId: null, name: '', phone: '' })
    const typed = { ...begin(ids.team), knownId: null, name: 'Lê Thị Thử' }
    chooseTeam(typed, ids.otherTeam)
    expect(typed.name).toBe('Lê Thị Thử')
  })
})
