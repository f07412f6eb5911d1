// Correcting a visit: against what its author saw, and nothing that could not be seen.
import { describe, expect, it } from 'vitest'
import { parseCommand } from '#domain/commands.ts'
import { Problem } from '#domain/problem.ts'
import type { WireRow } from '#protocol/sync.ts'
import {
  beginAssistForm,
  chooseTeam,
  isPersonTyped,
  letGoOfPerson,
  pickResident,
  takeCard,
  type AssistForm,
} from '../../src/client/screens/assists/form/assistForm.ts'
import { checkAssistForm } from '../../src/client/screens/assists/form/checkAssistForm.ts'
import { beginDossier } from '../../src/client/screens/assists/form/formItems.ts'
import { openAssistForm } from '../../src/client/screens/assists/form/openAssistForm.ts'
import {
  saveCorrections,
  toCorrections,
  type CorrectionDesk,
} from '../../src/client/screens/assists/form/saveCorrections.ts'
import { createView } from '../../src/client/view/view.ts'
import {
  aDossier,
  anAssist,
  anId,
  aProcedure,
  aResident,
  aTeam,
  aVolunteer,
  ids,
  noon,
  today,
} from '../support/builders.ts'

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
      note: '',
      versions: { [assist.id]: 7, [ids.resident]: 3, [ids.dossier]: 3, note: 3 },
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
      note: undefined,
    })
  })

  it('sends a dossier’s fields apart, and takes out the item of one that was removed', () => {
    const form = openAssistForm(assist, found)
    Object.assign(form.dossiers[0] ?? {}, { code: ' 000.37.28.h08-261120-0007', paidOnline: true })
    expect(toCorrections(form, assist, found).dossiers).toEqual([
      {
        dossierId: ids.dossier,
        assistId: ids.assist,
        changes: { code: '000.37.28.H08-261120-0007', paidOnline: true },
      },
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
    Object.assign(form, { name: ' ', birthYear: '19', phone: '123', keepRecord: false, reason: 'Ghi nhầm' })
    expect(codes(form)).toEqual({
      name: 'nameMissing',
      birthYear: 'birthYearWrongLength',
      phone: 'phoneWrongLength',
    })
  })

  it('leaves alone a name that says little, unless it is written anew', () => {
    const form = openAssistForm(assist, { ...found, resident: aResident({ name: '?' }) })
    Object.assign(form, { birthYear: '1986', reason: 'Ghi nhầm' })
    expect(codes(form)).toEqual({})
    form.name = '??'
    expect(codes(form)).toEqual({ name: 'nameIsNumber' })
  })

  it('asks for no name where this phone does not know the person', () => {
    const form = { ...openAssistForm(assist, { ...found, resident: undefined }), reason: 'Ghi nhầm' }
    expect(codes(form)).toEqual({})
    expect(toCorrections(form, assist, { ...found, resident: undefined }).resident).toBeUndefined()
  })
})

describe('a visit that was recorded for the wrong person', () => {
  const other = aResident({ id: anId(71), name: 'Lê Thị Thử', birthYear: 1960, phone: null })
  const later = anId(52)
  const visit = anAssist({
    items: { ...assist.items, [later]: { kind: 'dossier', dossierId: anId(62), act: 'result' } },
  })
  const around = {
    ...found,
    dossier: (id: string) => (id === anId(62) ? aDossier({ id, assistId: anId(63) }) : found.dossier(id)),
  }
  const open = () => ({ ...openAssistForm(visit, around), reason: 'Ghi nhầm người' })

  it('becomes another’s, and neither person is changed', () => {
    const form = open()
    expect(isPersonTyped(form)).toBe(false)
    letGoOfPerson(form)
    expect(codes(form)).toEqual({ name: 'residentMissing' })
    pickResident(form, other)
    expect(codes(form)).toEqual({})
    expect(toCorrections(form, visit, around)).toEqual({
      assist: {
        assistId: visit.id,
        // What was done for a dossier of the one is not done for the other.
        changes: { residentId: other.id, items: { [later]: null } },
        dossiers: [],
        reason: 'Ghi nhầm người',
      },
      dossiers: [],
      resident: undefined,
      note: undefined,
    })
  })

  it('is as it was once the first person is kept after all', () => {
    const form = open()
    form.reason = ''
    letGoOfPerson(form)
    pickResident(form, other)
    pickResident(form, aResident())
    expect(toCorrections(form, visit, around)).toMatchObject({ assist: undefined, resident: undefined })
  })

  it('renames a person only where that was asked for, or was being typed already', () => {
    const form = open()
    form.isRenaming = true
    expect(isPersonTyped(form)).toBe(true)
    const draft = { ...open(), name: 'Trần Văn Mậu' }
    expect(isPersonTyped(draft)).toBe(true)
    expect(toCorrections(draft, visit, around).resident).toEqual({
      residentId: ids.resident,
      changes: { name: 'Trần Văn Mậu' },
    })
  })

  it('takes a card for the same person, whatever the name was written like', () => {
    const form = open()
    form.isRenaming = true
    const card = { birthYear: 1986, idHash: 'a'.repeat(64), idLastFour: '0123' }
    takeCard(form, { name: 'Trần Văn Mậu', ...card })
    expect(toCorrections(form, visit, around)).toMatchObject({
      assist: { changes: {} },
      resident: { residentId: ids.resident, changes: { name: 'Trần Văn Mậu', ...card } },
    })
  })
})

describe('a correction of many rows', () => {
  const rows = [
    { table: 'units', id: ids.team, row: aTeam() },
    { table: 'procedures', id: ids.procedure, row: aProcedure() },
    { table: 'residents', id: ids.resident, row: aResident() },
    { table: 'dossiers', id: ids.dossier, row: aDossier() },
    { table: 'assists', id: assist.id, row: assist },
  ].map((row) => ({ ver: 4, ...row }) as WireRow)

  /** A phone that keeps commands by the domain's own rules, until its disk is full. */
  function aDesk() {
    const view = createView(aVolunteer, () => noon)
    view.hear({ rows })
    const kept: [name: string, base: number][] = []
    const disk = { free: Number.POSITIVE_INFINITY }
    const desk: CorrectionDesk = {
      async run(name, args, base) {
        if (disk.free-- <= 0) throw new Problem('diskFull')
        const command = parseCommand({ id: anId(200 + kept.length), name, args, at: noon, base })
        view.check(command)
        view.add({ seq: kept.length + 1, command })
        kept.push([name, base])
      },
      findDossier: (id) => view.find('dossiers', id),
    }
    return { desk, disk, kept, view }
  }

  function aCorrection() {
    const form = openAssistForm(assist, found, () => 4)
    const second = { ...beginDossier(() => anId(60)), dossierId: anId(61), procedureId: ids.procedure }
    Object.assign(form.dossiers[0] ?? {}, { paidOnline: true })
    form.dossiers.push({ ...second, level: 4, code: 'H08-261120-0008' })
    form.birthYear = '1986'
    if (!form.seen) throw new Error('Nothing was opened')
    return { form, seen: form.seen }
  }

  it('goes visit first, each row upon the version that was seen of it', async () => {
    const { desk, kept } = aDesk()
    const { form, seen } = aCorrection()
    await saveCorrections(form, seen, desk)
    expect(kept).toEqual([
      ['correctAssist', 4],
      ['correctDossier', 4],
      ['correctResident', 4],
    ])
  })

  it.each([1, 2])(
    'that stopped after %i of them is saved by trying again, and makes no dossier twice',
    async (free) => {
      const { desk, disk, kept, view } = aDesk()
      const { form, seen } = aCorrection()
      disk.free = free
      await expect(saveCorrections(form, seen, desk)).rejects.toMatchObject({ code: 'diskFull' })
      expect(kept).toHaveLength(free)

      disk.free = Number.POSITIVE_INFINITY
      Object.assign(form.dossiers[1] ?? {}, { code: 'H08-261120-0009' })
      await saveCorrections(form, seen, desk)
      expect(view.all('dossiers')).toHaveLength(2)
      expect(view.find('dossiers', ids.dossier)).toMatchObject({ code: null, paidOnline: true })
      expect(view.find('dossiers', anId(61))).toMatchObject({ code: 'H08-261120-0009', paidOnline: false })
      expect(Object.keys(view.find('assists', assist.id)?.items ?? {})).toEqual([account, filed, anId(60)])
      expect(view.find('residents', ids.resident)).toMatchObject({ birthYear: 1986 })
    },
  )
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
