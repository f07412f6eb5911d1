// What the portal says of a dossier now, as somebody copies it from there. Nothing typed is rewritten; it is read when it is
// saved, and only what differs from the dossier as it was seen is a change.
import type { CommandArgs } from '#domain/commands.ts'
import { toStoredDossierCode, type Dossier, type DossierState } from '#domain/dossier.ts'
import type { Day } from '#domain/period.ts'
import type { ProblemReport } from '#domain/problem.ts'
import { earliestTyped, tooEarly } from '#domain/workDay.ts'
import { dateProblem, toDateParts, type DateParts } from '../../components/dateParts.ts'
import type { FieldProblem } from '../../composables/useForm.ts'
import { formatDay } from '../../composables/useFormat.ts'

export interface DossierUpdate {
  state: DossierState
  code: string
  dueOn: Day | ''
  dueParts: DateParts
  paidOnline: boolean
  byPost: boolean
  eCertified: boolean
  /** The dossier when this was begun, and the version that the ward had given it. */
  seen: Dossier
  base: number
}

export type Changes = CommandArgs<'correctDossier'>['changes']

const longestCode = 60

export function beginUpdate(seen: Dossier, base: number): DossierUpdate {
  const { state, code, dueOn, paidOnline, byPost, eCertified } = seen
  const dueParts = toDateParts(dueOn ?? '')
  return { state, code: code ?? '', dueOn: dueOn ?? '', dueParts, paidOnline, byPost, eCertified, seen, base }
}

/** Field names are the ids of the inputs. `submittedOn`, where this phone knows the visit. */
export function checkUpdate(form: DossierUpdate, submittedOn?: Day): FieldProblem[] {
  const problems: FieldProblem[] = []
  const due = dueProblem(form, submittedOn)
  if (due) problems.push({ field: 'dueOn', problem: due })
  if (form.code.length > longestCode)
    problems.push({ field: 'code', problem: { code: 'dossierCodeTooLong' } })
  return problems
}

function dueProblem({ dueOn, dueParts, seen }: DossierUpdate, submittedOn?: Day): ProblemReport | undefined {
  const isTyped = Object.values(dueParts).some((part) => part.trim() !== '')
  if (dueOn === '') return isTyped ? { code: dateProblem(dueParts) } : undefined
  // What stands from before keeps nobody from saying what the portal says now.
  if (dueOn === seen.dueOn) return undefined
  if (submittedOn !== undefined && dueOn < submittedOn)
    return { code: 'dueBeforeSubmission', details: { day: formatDay(submittedOn) } }
  return dueOn < earliestTyped ? tooEarly : undefined
}

/** Undefined where nothing differs. */
export function toChanges({
  seen,
  state,
  code,
  dueOn,
  paidOnline,
  byPost,
  eCertified,
}: DossierUpdate): Changes | undefined {
  const now = { state, code: toStoredDossierCode(code), dueOn: dueOn || null, paidOnline, byPost, eCertified }
  const changed = Object.entries(now).filter(([field, value]) => seen[field as keyof typeof now] !== value)
  return changed.length === 0 ? undefined : (Object.fromEntries(changed) as Changes)
}

/** What gives the dossier back as it was. */
export function toUndo(seen: Dossier, changes: Changes): Changes {
  const fields = Object.keys(changes) as (keyof Changes)[]
  return Object.fromEntries(fields.map((field) => [field, seen[field]])) as Changes
}
