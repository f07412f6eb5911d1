import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { parseCommand } from '#domain/commands.ts'
import { dayWarning } from '#domain/workDay.ts'
import { toIsoDate, type DateParts } from '../../src/client/components/dateParts.ts'
import {
  beginAssistForm,
  setCountOnly,
  type AssistForm,
} from '../../src/client/screens/assists/form/assistForm.ts'
import { checkAssistForm, warningOf } from '../../src/client/screens/assists/form/checkAssistForm.ts'
import { beginDossier, beginFailure } from '../../src/client/screens/assists/form/formItems.ts'
import { openAssistForm } from '../../src/client/screens/assists/form/openAssistForm.ts'
import { toCorrections } from '../../src/client/screens/assists/form/saveCorrections.ts'
import { toRecordAssist } from '../../src/client/screens/assists/form/toRecordAssist.ts'
import { consentTextVersion } from '../../src/client/screens/residents/newConsent.ts'
import { aProcedure, aResident, anAssist, anId, ids, today } from '../support/builders.ts'

let made = 100
const newId = () => anId(made++)
const known = { today, findProcedure: (id: string) => (id === ids.procedure ? aProcedure() : undefined) }
const me = { memberId: ids.volunteer, today }

function aForm(changes: Partial<AssistForm> = {}): AssistForm {
  return { ...beginAssistForm({ newId, today, teamId: ids.team }), ...changes }
}
const aGoodForm = (changes: Partial<AssistForm> = {}) =>
  aForm({
    name: ' Lê  Thị Thử ',
    keepRecord: true,
    accounts: { vneidLevel2: newId() },
    place: 'home',
    ...changes,
  })
const codes = (form: AssistForm) =>
  Object.fromEntries(checkAssistForm(form, known).map(({ field, problem }) => [field, problem.code]))

/** A day as it is typed. */
const aDay = (onParts: DateParts) => ({ on: toIsoDate(onParts), onParts })

describe('what is wrong with a form', () => {
  it('is said all at once, each beside its field', () => {
    const form = aForm({
      birthYear: '1850',
      phone: '091234567',
      on: '',
      onParts: { day: '31', month: '2', year: '2026' },
    })
    const [dossier, failure] = [beginDossier(newId), beginFailure(newId)]
    Object.assign(form, {
      dossiers: [{ ...dossier, code: 'x'.repeat(61) }],
      failures: [failure],
      note: 'x'.repeat(501),
    })
    expect(codes(form)).toEqual({
      name: 'nameMissing',
      birthYear: 'birthYearImpossible',
      phone: 'phoneWrongLength',
      keepRecord: 'consentMissing',
      [`dossier.${dossier.dossierId}.procedure`]: 'procedureMissing',
      [`dossier.${dossier.dossierId}.level`]: 'levelMissing',
      [`dossier.${dossier.dossierId}.code`]: 'dossierCodeTooLong',
      [`failure.${failure.itemId}.subject`]: 'subjectMissing',
      place: 'placeMissing',
      on: 'dateImpossible',
      note: 'noteTooLong',
    })
  })

  it.each([
    ['a day to come', { on: '2026-11-21' }, { on: 'dateInFuture' }],
    ['no day', { on: '', onParts: { day: '', month: '', year: '' } }, { on: 'dateMissing' }],
    ['nothing done', { accounts: {} }, { items: 'itemMissing' }],
    ['a day of another century', { on: '1026-01-01' }, { on: 'dateTooEarly' }],
    ['a day before there were teams', { on: '2019-12-31' }, { on: 'dateTooEarly' }],
    ['a day without its year', aDay({ day: '31', month: '2', year: '' }), { on: 'yearMissing' }],
    ['a year that is cut short', aDay({ day: '12', month: '11', year: '202' }), { on: 'yearWrongLength' }],
    ['a year that is no number', { birthYear: 'abc' }, { birthYear: 'birthYearWrongLength' }],
    ['a year of birth of two digits', { birthYear: '87' }, { birthYear: 'birthYearWrongLength' }],
    ['an ID number as a name', { name: '052301000789' }, { name: 'nameIsNumber' }],
    ['a number that stands in the field alone', { name: '', strays: ['name'] }, { name: 'nameIsNumber' }],
    [
      'a card that stands where something else belongs',
      { strays: ['birthYear', 'phone', 'idLastFour'] },
      {
        birthYear: 'birthYearWrongLength',
        phone: 'phoneWrongLength',
        idLastFour: 'idLastFourWrongLength',
      },
    ],
    ['a name without a letter', { name: '1985' }, { name: 'nameIsNumber' }],
    ['a name too long', { name: 'x'.repeat(121) }, { name: 'nameTooLong' }],
  ] as const)('%s', (_what, changes, expected) => {
    expect(codes(aGoodForm(changes))).toEqual(expected)
  })

  it('of what did not work, first where it stopped, then why', () => {
    const failure = beginFailure(newId)
    const field = (name: string) => `failure.${failure.itemId}.${name}`
    expect(codes(aGoodForm({ failures: [failure] }))).toEqual({ [field('subject')]: 'subjectMissing' })
    const toldWhere = { ...failure, subject: 'account' as const }
    expect(codes(aGoodForm({ failures: [toldWhere] }))).toEqual({ [field('reason')]: 'reasonMissing' })
  })

  it('a procedure that is unknown, or was not in force that day', () => {
    const withProcedure = (procedureId: string, validTo: string | null) => {
      const dossier = { ...beginDossier(newId), procedureId, level: 4 as const }
      const findProcedure = (id: string) => (id === ids.procedure ? aProcedure({ validTo }) : undefined)
      const found = checkAssistForm(aGoodForm({ dossiers: [dossier] }), { today, findProcedure })
      return found.map(({ problem }) => problem.code)
    }
    expect(withProcedure(anId(1), null)).toEqual(['procedureUnknown'])
    expect(withProcedure(ids.procedure, '2022-12-31')).toEqual(['procedureNotInForce'])
    expect(withProcedure(ids.procedure, null)).toEqual([])
  })

  it('a day that a visit has had all along is nothing to mend, and a day as slips write it is none either', () => {
    const assist = anAssist({ on: '2018-05-02' })
    const found = { resident: aResident(), dossier: () => undefined, procedureName: () => '' }
    const form = openAssistForm(assist, found)
    expect(codes(form)).not.toHaveProperty('on')
    expect(codes({ ...form, on: '2018-05-03' })).toMatchObject({ on: 'dateTooEarly' })
    expect(codes(aGoodForm(aDay({ day: '12', month: '11', year: '26' })))).toEqual({})
    expect(toIsoDate({ day: '12', month: 'tháng 11', year: ' 26 ' })).toBe('2026-11-12')
  })

  it('a day more than a year ago is said, and lets pass', () => {
    expect(dayWarning('2025-11-20', today)).toBeUndefined()
    expect(dayWarning('2025-11-19', today)).toBe('dateLongAgo')
    expect(codes(aGoodForm({ on: '2022-09-20' }))).toEqual({})
  })

  it('a code that stands twice in this very form, at the second one', () => {
    const withCode = (code: string) => ({ ...beginDossier(newId, aProcedure()), code })
    const dossiers = [withCode(''), withCode('h08-261110-0001'), withCode(''), withCode(' H08-261110-0001')]
    const problems = checkAssistForm(aGoodForm({ dossiers }), known)
    expect(problems).toEqual([
      {
        field: `dossier.${dossiers[3]?.dossierId}.code`,
        problem: { code: 'dossierCodeTwice', details: { number: 2 } },
      },
    ])
  })

  it('a reason outside the list that is not written down', () => {
    const failure = {
      ...beginFailure(newId),
      subject: 'visit' as const,
      reason: 'KHAC' as const,
      remark: '  ',
    }
    const field = `failure.${failure.itemId}.remark`
    expect(codes(aGoodForm({ failures: [failure] }))).toEqual({ [field]: 'remarkMissing' })
    expect(codes(aGoodForm({ failures: [{ ...failure, remark: 'Đi vắng' }] }))).toEqual({})
    expect(codes(aGoodForm({ failures: [{ ...failure, reason: 'KHONG_GAP' }] }))).toEqual({})
  })

  it('what is only odd is said and lets pass', () => {
    expect(warningOf('phone', '0256 382 1234')).toEqual({ code: 'phoneIsLandline' })
    expect(warningOf('code', 'abc')).toEqual({ code: 'dossierCodeOdd' })
    expect(warningOf('code', '000.00.bd.h08-230411-0004')).toBeUndefined()
    expect(warningOf('phone', '')).toBeUndefined()
    expect(codes(aGoodForm({ phone: '0256 382 1234' }))).toEqual({})
  })
})

describe('a good form', () => {
  it('is a command, normalised only now', () => {
    const dossier = {
      ...beginDossier(newId),
      procedureId: ids.procedure,
      level: 4 as const,
      code: ' 000.00.bd.h08-230411-0004 ',
      paidOnline: true,
    }
    const form = aGoodForm({
      phone: '+84 912 345 678',
      birthYear: ' 1987 ',
      dossiers: [dossier],
      followUp: true,
      note: '  ',
    })
    const args = toRecordAssist(form, me)
    expect(args).toMatchObject({
      assistId: form.assistId,
      resident: {
        kind: 'new',
        fields: {
          name: 'Lê Thị Thử',
          birthYear: 1987,
          phone: '0912345678',
          consents: { keepRecord: { memberId: ids.volunteer } },
        },
      },
      dossiers: [{ code: '000.00.BD.H08-230411-0004', paidOnline: true, byPost: false }],
      note: null,
    })
    expect(Object.keys(args.items)).toHaveLength(2)
    expect(() => parseCommand({ id: anId(1), name: 'recordAssist', args, at: 0, base: 0 })).not.toThrow()
  })

  it('says in which words consent was asked: another text is another version', () => {
    const { consent } = JSON.parse(readFileSync('src/client/i18n/messages/vi.json', 'utf8')) as {
      consent: Record<string, string>
    }
    expect({ [consentTextVersion]: consent }).toEqual({
      '2026-11-24': {
        keepRecord: 'Người dân đồng ý cho phường lưu tên và thông tin để đếm và tra cứu',
        followUp: 'Người dân đồng ý cho tổ gọi lại về hồ sơ đang làm',
      },
    })
    expect(toRecordAssist(aGoodForm(), me).resident).toMatchObject({
      fields: { consents: { keepRecord: { textVersion: consentTextVersion, method: 'spoken' } } },
    })
  })

  it('only counts, or names a resident who is known', () => {
    expect(toRecordAssist(aGoodForm({ countOnly: true }), me).resident).toEqual({ kind: 'none' })
    expect(toRecordAssist(aGoodForm({ knownId: ids.resident }), me).resident).toEqual({
      kind: 'known',
      residentId: ids.resident,
    })
  })
})

describe('a correction', () => {
  const assist = anAssist({ items: { [anId(50)]: { kind: 'account', account: 'nationalPortal' } } })
  const found = { resident: aResident(), dossier: () => undefined, procedureName: () => '' }

  it('that changes nothing is none', () => {
    const form = openAssistForm(assist, found)
    expect(toCorrections(form, assist, found)).toEqual({
      assist: undefined,
      dossiers: [],
      resident: undefined,
      note: undefined,
    })
  })

  it('carries only what changed, item by item and row by row', () => {
    const form = openAssistForm(assist, found)
    Object.assign(form, { accounts: { vneidLevel2: anId(51) }, place: 'elsewhere', birthYear: '1986' })
    expect(toCorrections(form, assist, found)).toEqual({
      assist: {
        assistId: assist.id,
        changes: {
          place: 'elsewhere',
          items: { [anId(50)]: null, [anId(51)]: { kind: 'account', account: 'vneidLevel2' } },
        },
        dossiers: [],
      },
      dossiers: [],
      resident: { residentId: ids.resident, changes: { birthYear: 1986 } },
      note: undefined,
    })
  })
})

it('somebody who is only counted after all is not told by a dossier of theirs', () => {
  const later = { itemId: newId(), dossierId: ids.dossier, act: 'supplement' as const }
  const form = aGoodForm({ knownId: ids.resident, laters: [later] })
  expect(Object.keys(toRecordAssist(form, me).items)).toContain(later.itemId)
  setCountOnly(form, true)
  const { resident, items } = toRecordAssist(form, me)
  expect(resident).toEqual({ kind: 'none' })
  expect(Object.values(items)).toEqual([{ kind: 'account', account: 'vneidLevel2' }])
})
