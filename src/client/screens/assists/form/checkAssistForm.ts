// Everything that is wrong with a form at once, each beside its field; and what is only odd, which stops nobody.
import { needsReason } from '#domain/correction.ts'
import { checkPhone, phoneWarning, toStoredPhone } from '#domain/identity.ts'
import { dossierCodeWarning, toStoredDossierCode } from '#domain/dossier.ts'
import { holdsNumber } from '#domain/names.ts'
import { maxNoteLength, sensitiveWordIn } from '#domain/note.ts'
import type { Day } from '#domain/period.ts'
import { Problem, type ProblemCode, type ProblemReport } from '#domain/problem.ts'
import { isInForce, type Procedure } from '#domain/procedure.ts'
import { checkResidentFields } from '#domain/resident.ts'
import { earliestTyped, tooEarly } from '#domain/workDay.ts'
import { dateProblem } from '../../../components/dateParts.ts'
import type { FieldProblem } from '../../../composables/useForm.ts'
import {
  isPersonTyped,
  isPersonWanted,
  type AssistForm,
  type DossierForm,
  type FailureForm,
  type LaterForm,
} from './assistForm.ts'
import { hasItems } from './formItems.ts'

export interface Known {
  today: Day
  findProcedure: (id: string) => Procedure | undefined
}

/** Ids of the inputs in which somebody is typed. */
export const personFields = ['name', 'birthYear', 'phone', 'idLastFour', 'keepRecord'] as const

const maxNameLength = 120
const maxCodeLength = 60

/** Field names are the ids of the inputs, in the order of the screen. */
export function checkAssistForm(form: AssistForm, known: Known): FieldProblem[] {
  return [
    ...problemIf(form.teamId === null, 'team', 'teamMissing'),
    ...(isPersonTyped(form) ? checkPerson(form, known.today) : []),
    ...problemIf(isPersonWanted(form), 'name', 'residentMissing'),
    ...form.dossiers.flatMap((dossier) => checkDossier(dossier, form.on, known)),
    ...form.dossiers.flatMap((dossier) => checkCodeOnce(dossier, form.dossiers)),
    ...form.laters.flatMap(checkLater),
    ...form.failures.flatMap(checkFailure),
    ...problemIf(!hasItems(form), 'items', 'itemMissing'),
    ...problemIf(form.place === null, 'place', 'placeMissing'),
    ...checkDay(form, known.today),
    ...problemIf(form.note.length > maxNoteLength && isNoteTyped(form), 'note', 'noteTooLong'),
    ...problemIf(
      asksReason(form, known.today) && form.reason.trim() === '',
      'correctionReason',
      'correctionReasonMissing',
    ),
  ]
}

/** The words of two people together may be too long for either. */
function isNoteTyped({ note, seen }: AssistForm): boolean {
  return note !== seen?.note
}

/** What was recorded today is still being written down; later corrections say why. */
export function asksReason({ seen }: AssistForm, today: Day): boolean {
  return seen !== null && needsReason(seen.assist.id, today)
}

/** What is odd about a field that was left, though it may be right. */
export function warningOf(
  field: 'phone' | 'code' | 'note',
  typed: string,
  today?: Day,
): ProblemReport | undefined {
  if (typed.trim() === '') return undefined
  if (field === 'note') {
    const word = sensitiveWordIn(typed)
    return word === undefined ? undefined : { code: 'noteSensitive', details: { word } }
  }
  const code =
    field === 'phone'
      ? phoneWarning(toStoredPhone(typed))
      : dossierCodeWarning(toStoredDossierCode(typed) ?? '', today)
  return code && { code }
}

function checkPerson(form: AssistForm, today: Day): FieldProblem[] {
  const { name, birthYear, phone, idLastFour, keepRecord, seen, strays } = form
  return [
    ...problemIf(isNoName(form), 'name', 'nameIsNumber'),
    ...problemIf(!isNoName(form) && name.trim() === '', 'name', 'nameMissing'),
    ...problemIf(name.length > maxNameLength, 'name', 'nameTooLong'),
    ...(/^(\d{4})?$/.test(birthYear.trim()) && !strays.includes('birthYear')
      ? caught('birthYear', () => checkResidentFields({ birthYear: toBirthYear(birthYear) }, today))
      : problemIf(true, 'birthYear', 'birthYearWrongLength')),
    ...caught('phone', () => phone.trim() && checkPhone(toStoredPhone(phone), 'phone')),
    ...problemIf(strays.includes('phone'), 'phone', 'phoneWrongLength'),
    ...problemIf(
      !/^(\d{4})?$/.test(idLastFour.trim()) || strays.includes('idLastFour'),
      'idLastFour',
      'idLastFourWrongLength',
    ),
    ...problemIf(!seen && !keepRecord, 'keepRecord', 'consentMissing'),
  ]
}

/** A name is said in letters; without any it stays only where it was saved so before. */
function isNoName({ name, strays, seen }: AssistForm): boolean {
  const isWordless = name.trim() !== '' && !/\p{L}/u.test(name) && name !== seen?.resident?.name
  return strays.includes('name') || isWordless || holdsNumber(name)
}

/** Null when it was left empty; what is no number is an impossible year. */
export function toBirthYear(typed: string): number | null {
  const text = typed.trim()
  if (text === '') return null
  return /^\d{4}$/.test(text) ? Number(text) : 0
}

function checkDossier({ dossierId, procedureId, level, code }: DossierForm, on: Day | '', known: Known) {
  const field = (name: string) => `dossier.${dossierId}.${name}`
  const procedure = procedureId === null ? undefined : known.findProcedure(procedureId)
  const isOver = procedure !== undefined && on !== '' && !isInForce(procedure, on)
  return [
    ...problemIf(procedureId === null, field('procedure'), 'procedureMissing'),
    ...problemIf(procedureId !== null && !procedure, field('procedure'), 'procedureUnknown'),
    ...problemIf(isOver, field('procedure'), 'procedureNotInForce'),
    ...problemIf(level === null, field('level'), 'levelMissing'),
    ...problemIf(code.length > maxCodeLength, field('code'), 'dossierCodeTooLong'),
  ]
}

/** A code that stands in this very form already. */
function checkCodeOnce({ dossierId, code }: DossierForm, all: readonly DossierForm[]): FieldProblem[] {
  const stored = toStoredDossierCode(code)
  const first = all.findIndex((one) => toStoredDossierCode(one.code) === stored)
  if (stored === null || all[first]?.dossierId === dossierId) return []
  const problem = { code: 'dossierCodeTwice' as const, details: { number: first + 1 } }
  return [{ field: `dossier.${dossierId}.code`, problem }]
}

function checkLater({ itemId, dossierId, act }: LaterForm): FieldProblem[] {
  const field = (name: string) => `later.${itemId}.${name}`
  return [
    ...problemIf(dossierId === null, field('dossier'), 'dossierMissing'),
    ...problemIf(act === null, field('act'), 'dossierActMissing'),
  ]
}

function checkFailure({ itemId, subject, reason, remark }: FailureForm): FieldProblem[] {
  const field = (name: string) => `failure.${itemId}.${name}`
  const isUnsaid = reason === 'KHAC' && remark.trim() === ''
  return [
    ...problemIf(subject === null, field('subject'), 'subjectMissing'),
    ...problemIf(subject !== null && reason === null, field('reason'), 'reasonMissing'),
    ...problemIf(isUnsaid, field('remark'), 'remarkMissing'),
  ]
}

function checkDay({ on, onParts, seen }: AssistForm, today: Day): FieldProblem[] {
  const isUntouched = !onParts.day && !onParts.month && !onParts.year
  if (on === '') return problemIf(true, 'on', isUntouched ? 'dateMissing' : dateProblem(onParts))
  if (on < earliestTyped && on !== seen?.assist.on) return [{ field: 'on', problem: tooEarly }]
  return problemIf(on > today, 'on', 'dateInFuture')
}

function problemIf(isWrong: boolean, field: string, code: ProblemCode): FieldProblem[] {
  return isWrong ? [{ field, problem: { code } }] : []
}

function caught(field: string, check: () => unknown): FieldProblem[] {
  try {
    check()
    return []
  } catch (error) {
    if (!(error instanceof Problem)) throw error
    return [{ field, problem: error.toReport() }]
  }
}
