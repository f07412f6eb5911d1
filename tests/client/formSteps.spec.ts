// The form of a visit, one thing at a time, done again, or begun with what is known already.
import { describe, expect, it } from 'vitest'
import {
  beginAssistForm,
  forgetResident,
  pickResident,
  takeCard,
  type AssistForm,
} from '../../src/client/screens/assists/form/assistForm.ts'
import { checkAssistForm } from '../../src/client/screens/assists/form/checkAssistForm.ts'
import {
  beginDossier,
  beginFailure,
  beginLater,
  itemsOf,
} from '../../src/client/screens/assists/form/formItems.ts'
import { stepAfter, stepNamed, stepOf, stepsOf } from '../../src/client/screens/assists/form/formSteps.ts'
import { openAssistForm } from '../../src/client/screens/assists/form/openAssistForm.ts'
import { isRepeatable, repeatAssist } from '../../src/client/screens/assists/form/repeatAssist.ts'
import { toCorrections } from '../../src/client/screens/assists/form/saveCorrections.ts'
import { toRecordAssist } from '../../src/client/screens/assists/form/toRecordAssist.ts'
import {
  aDossier,
  anAccountItem,
  anAssist,
  anId,
  aProcedure,
  aResident,
  ids,
  today,
} from '../support/builders.ts'

let made = 700
const newId = () => anId(made++)
const aForm = (changes: Partial<AssistForm> = {}): AssistForm => ({
  ...beginAssistForm({ newId, today, teamId: ids.team }),
  ...changes,
})
const known = { today, findProcedure: () => aProcedure() }
const idHash = 'a'.repeat(64)

describe('the steps', () => {
  it('ask for details only where there are any', () => {
    expect(stepsOf(aForm())).toEqual(['who', 'items', 'whenWhere', 'check'])
    const withDossier = stepsOf(aForm({ dossiers: [beginDossier(newId)] }))
    expect(withDossier).toEqual(['who', 'items', 'details', 'whenWhere', 'check'])
    expect(stepsOf(aForm({ failures: [beginFailure(newId)] }))).toEqual(withDossier)
    expect(stepAfter('items', withDossier)).toBe('details')
    expect(stepAfter('items', stepsOf(aForm()))).toBe('whenWhere')
  })

  it('begin at the beginning, whatever stands in the address', () => {
    const steps = stepsOf(aForm())
    expect(stepNamed(undefined, steps)).toBe('who')
    expect(stepNamed('nonsense', steps)).toBe('who')
    expect(stepNamed('check', steps)).toBe('check')
    expect(stepNamed('details', steps)).toBe('items')
  })

  it('hold every field that can be wrong', () => {
    const form = aForm({
      teamId: null,
      phone: '1',
      birthYear: '1',
      idLastFour: '12',
      dossiers: [beginDossier(newId)],
      laters: [beginLater(newId)],
      failures: [beginFailure(newId)],
      on: '',
      note: 'x'.repeat(501),
    })
    const wrong = checkAssistForm(form, known).map(({ field }) => `${stepOf(field)} ${field.split('.')[0]}`)
    expect([...new Set(wrong)]).toEqual([
      'who team',
      'who name',
      'who birthYear',
      'who phone',
      'who idLastFour',
      'who keepRecord',
      'details dossier',
      'details later',
      'details failure',
      'whenWhere place',
      'whenWhere on',
      'whenWhere note',
    ])
  })
})

describe('the visit before', () => {
  const before = anAssist({
    place: 'cultureHouse',
    helpMode: 'filledIn',
    items: {
      [anId(50)]: anAccountItem('vneidLevel2'),
      [anId(51)]: { kind: 'dossier', dossierId: ids.dossier, act: 'new' },
      [anId(52)]: { kind: 'failure', subject: 'account', reason: 'KHAC', remark: 'Máy hỏng' },
      [anId(53)]: { kind: 'skill', skill: 'digitalSignature' },
    },
  })
  const earlier = aDossier({ code: 'H08-261120-0007', paidOnline: true })

  it('is done again in its kinds, procedure, place and way; never in its person, codes, reasons or marks', () => {
    const form = aForm()
    repeatAssist(form, before, { newId, dossier: () => earlier, procedure: () => aProcedure() })
    expect(form).toMatchObject({
      place: 'cultureHouse',
      helpMode: 'filledIn',
      knownId: null,
      name: '',
      note: '',
    })
    expect(Object.keys(form.accounts)).toEqual(['vneidLevel2'])
    expect(Object.keys(form.skills)).toEqual(['digitalSignature'])
    expect(form.failures).toEqual([])
    expect(form.dossiers).toMatchObject([
      {
        procedureId: ids.procedure,
        procedureText: 'Đăng ký khai sinh',
        level: 4,
        code: '',
        paidOnline: false,
      },
    ])
    expect(form.dossiers[0]?.dossierId).not.toBe(ids.dossier)
    expect(Object.keys(itemsOf(form)).filter((id) => id in before.items)).toEqual([])
  })

  it('leaves a procedure open that is no longer in force', () => {
    const form = aForm()
    repeatAssist(form, before, { newId, dossier: () => earlier, procedure: () => undefined })
    expect(form.dossiers).toMatchObject([{ procedureId: null, procedureText: '', level: null }])
  })

  it('offers nothing where nothing was done', () => {
    const failed = { [anId(52)]: before.items[anId(52)] } as typeof before.items
    expect(isRepeatable(before)).toBe(true)
    expect(isRepeatable({ ...before, items: failed })).toBe(false)
  })
})

describe('a dossier from before', () => {
  it('is an item of its own: what was done, and which dossier', () => {
    const later = beginLater(newId)
    const form = aForm({ laters: [later] })
    expect(itemsOf(form)).toEqual({})
    expect(checkAssistForm(form, known).map(({ problem }) => problem.code)).toEqual(
      expect.arrayContaining(['dossierMissing', 'dossierActMissing']),
    )
    form.laters = [{ ...later, dossierId: ids.dossier, act: 'result' }]
    expect(itemsOf(form)).toEqual({
      [later.itemId]: { kind: 'dossier', dossierId: ids.dossier, act: 'result' },
    })
  })

  it('is nobody else’s when another person is picked', () => {
    const form = aForm()
    pickResident(form, aResident())
    form.laters = [{ ...beginLater(newId), dossierId: ids.dossier, act: 'supplement' }]
    pickResident(form, aResident())
    expect(form.laters).toHaveLength(1)
    pickResident(form, aResident({ id: anId(71) }))
    expect(form.laters).toEqual([])
  })

  it('opens in a correction as it was, and changes nothing of the dossier', () => {
    const assist = anAssist({
      id: anId(90),
      items: { [anId(91)]: { kind: 'dossier', dossierId: ids.dossier, act: 'supplement' } },
    })
    const found = { resident: aResident(), dossier: () => aDossier(), procedureName: () => '' }
    const form = openAssistForm(assist, found)
    expect(form.dossiers).toEqual([])
    expect(form.laters).toEqual([{ itemId: anId(91), dossierId: ids.dossier, act: 'supplement' }])
    expect(toCorrections(form, assist, found)).toMatchObject({ assist: undefined, dossiers: [] })
  })
})

describe('a card', () => {
  const card = { name: 'Lê Thị Thử Nghiệm', birthYear: 1992, idHash, idLastFour: '0456' }

  it('fills in the person, and goes with who is recorded', () => {
    const form = aForm({ keepRecord: true, place: 'home', accounts: { vneidLevel1: newId() } })
    takeCard(form, card)
    expect(form).toMatchObject({ name: 'Lê Thị Thử Nghiệm', birthYear: '1992', idHash, idLastFour: '0456' })
    expect(toRecordAssist(form, { memberId: ids.volunteer, today }).resident).toMatchObject({
      fields: { idHash, idLastFour: '0456' },
    })
  })

  it('of which only the number was typed leaves the name as it is', () => {
    const form = aForm({ name: 'Lê Thị Thử', birthYear: '1992' })
    takeCard(form, { name: '', birthYear: 1990, idHash, idLastFour: '0456' })
    expect(form).toMatchObject({ name: 'Lê Thị Thử', birthYear: '1992', idHash })
  })

  it('of which only the number was typed offers the year that it says', () => {
    const form = aForm({ name: 'Lê Thị Thử' })
    takeCard(form, { name: '', birthYear: 1990, idHash, idLastFour: '0456' })
    expect(form).toMatchObject({ name: 'Lê Thị Thử', birthYear: '1990', idHash })
  })

  it('stays with the known person whom it turns out to be', () => {
    const form = aForm()
    takeCard(form, card)
    pickResident(form, aResident())
    expect(form).toMatchObject({ knownId: ids.resident, name: 'Trần Văn Mẫu', idHash, idLastFour: '0456' })
  })

  it('of somebody else lets go of who was picked, but not of the consent that was just given', () => {
    const form = aForm()
    pickResident(form, aResident())
    takeCard(form, card)
    expect(form).toMatchObject({
      knownId: null,
      name: 'Lê Thị Thử Nghiệm',
      phone: '',
      keepRecord: true,
      idHash,
    })
    takeCard(form, { ...card, name: 'TRẦN VĂN MẪU' })
    pickResident(form, aResident())
    takeCard(form, { ...card, name: 'TRẦN VĂN MẪU' })
    expect(form).toMatchObject({ knownId: ids.resident, name: 'Trần Văn Mẫu' })
  })

  it('is forgotten with the person', () => {
    const form = aForm()
    takeCard(form, card)
    forgetResident(form)
    expect(form).toMatchObject({ name: '', idHash: null, idLastFour: '' })
  })
})

describe('a correction after the day of recording', () => {
  const assist = anAssist({ items: { [anId(50)]: anAccountItem() } })
  const found = { resident: aResident(), dossier: () => undefined, procedureName: () => '', note: 'Hẹn' }

  it('asks why, and the reason stays with the visit', () => {
    const form = openAssistForm(assist, found)
    const codes = () => checkAssistForm(form, known).map(({ problem }) => problem.code)
    expect(codes()).toEqual(['correctionReasonMissing'])
    form.reason = ' Nhầm năm sinh '
    expect(codes()).toEqual([])
    expect(toCorrections(form, assist, found).assist).toBeUndefined()
    form.birthYear = '1986'
    expect(toCorrections(form, assist, found).assist).toEqual({
      assistId: assist.id,
      changes: {},
      dossiers: [],
      reason: 'Nhầm năm sinh',
    })
  })

  it('is not held up by a note that two people have made too long, unless it is written anew', () => {
    const both = 'một hai ba. '.repeat(60).trim()
    const form = openAssistForm(assist, { ...found, note: both })
    form.reason = 'Nhầm năm sinh'
    expect(checkAssistForm(form, known)).toEqual([])
    form.note += ' bốn'
    expect(checkAssistForm(form, known)).toEqual([{ field: 'note', problem: { code: 'noteTooLong' } }])
  })

  it('may write the note anew, and takes it away when it is emptied', () => {
    const form = openAssistForm(assist, found)
    expect(toCorrections(form, assist, found).note).toBeUndefined()
    form.note = ' Hẹn thứ bảy '
    expect(toCorrections(form, assist, found).note).toEqual({ assistId: assist.id, text: 'Hẹn thứ bảy' })
    form.note = ''
    expect(toCorrections(form, assist, found).note).toEqual({ assistId: assist.id, text: '' })
    form.note = 'Gọi trước'
    expect(toCorrections(form, assist, { ...found, note: undefined }).note).toEqual({
      assistId: assist.id,
      text: 'Gọi trước',
      isFirst: true,
    })
  })
})
