// A change that the ward refused, laid into the form of its visit, so that a person mends it where they made it.
import type { AssistItem, GivenItems } from '#domain/assistItem.ts'
import type { Command, CommandArgs, CommandName } from '#domain/commands.ts'
import type { Dossier, NewDossier } from '#domain/dossier.ts'
import type { ProblemReport } from '#domain/problem.ts'
import { toDateParts } from '../../../components/dateParts.ts'
import type { View } from '../../../view/view.ts'
import { beginAssistForm, pickResident, type AssistForm } from './assistForm.ts'
import { addItem, type FoundDossiers } from './formItems.ts'

/** Whether a change is of a kind, and its arguments with it. */
export function isOf<N extends CommandName>(command: Command, name: N): command is Command<N> {
  return command.name === name
}

/** How a form finds what a change only names. */
export interface Finding {
  readonly view: View
  readonly newId: () => string
}

/** The form as it was when a visit was recorded that the ward then refused. */
export function reopenAssistForm(args: CommandArgs<'recordAssist'>, { view, newId }: Finding): AssistForm {
  const { assistId, teamId, on, place, helpMode, resident, items, dossiers, note } = args
  const known = resident.kind === 'known' ? view.find('residents', resident.residentId) : undefined
  const form: AssistForm = {
    ...beginAssistForm({ newId, today: on, teamId, resident: known, place }),
    ...{ assistId, helpMode, countOnly: resident.kind === 'none', note: note ?? '' },
  }
  if (resident.kind === 'new') {
    const { name, birthYear, phone, idHash, idLastFour, consents } = resident.fields
    Object.assign(form, {
      newResidentId: resident.residentId,
      name,
      birthYear: String(birthYear ?? ''),
      phone: phone ?? '',
      keepRecord: consents.keepRecord !== undefined,
      followUp: consents.followUp !== undefined,
      idHash,
      idLastFour: idLastFour ?? '',
      said: consents,
    })
  }
  const finding = findingWith(dossiers, { assistId, teamId }, view)
  for (const [itemId, item] of Object.entries(items)) addItem(form, itemId, item, finding)
  return form
}

/** Lays what a correction changed over a form of the visit that it is about. */
export function layCorrection(form: AssistForm, correction: Command, view: View): void {
  if (isOf(correction, 'correctAssist')) {
    layVisit(form, correction.args, view)
    if (correction.args.reason !== undefined) form.reason = correction.args.reason
  }
  if (isOf(correction, 'correctDossier')) layDossier(form, correction.args, view)
  if (isOf(correction, 'correctResident')) {
    const { name, birthYear, phone, idHash, idLastFour } = correction.args.changes
    if (name !== undefined) form.name = name
    if (birthYear !== undefined) form.birthYear = String(birthYear ?? '')
    if (phone !== undefined) form.phone = phone ?? ''
    if (idHash !== undefined) form.idHash = idHash
    if (idLastFour !== undefined) form.idLastFour = idLastFour ?? ''
  }
  if (isOf(correction, 'correctNote')) form.note = correction.args.text
}

const personFields = ['name', 'birthYear', 'phone', 'idHash', 'idLastFour']

/** Whether the form has a field for everything that a correction changes. */
export function isWhollyShown(correction: Command): boolean {
  if (isOf(correction, 'correctAssist')) return correction.args.changes.residentId === undefined
  if (isOf(correction, 'correctDossier')) return correction.args.changes.state === undefined
  if (isOf(correction, 'correctNote')) return true
  if (!isOf(correction, 'correctResident')) return false
  return Object.keys(correction.args.changes).every((field) => personFields.includes(field))
}

/** The input to which a refusal belongs; undefined when it belongs to none of the form. */
export function inputOf(command: Command, { field }: ProblemReport): string | undefined {
  if (field === undefined) return undefined
  if (isOf(command, 'correctDossier') && !field.startsWith('dossiers.'))
    return inputAt(`dossiers.${command.args.dossierId}.${field}`)
  if (isOf(command, 'recordAssist')) return inputAt(field, command.args.items)
  return inputAt(field, isOf(command, 'correctAssist') ? command.args.changes.items : undefined)
}

const inputsOfDossier: Readonly<Record<string, string>> = { level: 'level', code: 'code' }

/** The input that holds what stands at a path of a command; `items` are those that the command gives. */
export function inputAt(path: string, items: GivenItems = {}): string | undefined {
  const [first, key = '', last = key || 'name'] = path.split('.')
  if (first === 'resident') return last
  if (first === 'dossiers') return `dossier.${key}.${inputsOfDossier[last] ?? 'procedure'}`
  if (first === 'items') return key === '' ? 'items' : inputOfItem(items[key], key)
  return { teamId: 'team', on: 'on', place: 'place', note: 'note', text: 'note' }[path]
}

function inputOfItem(item: AssistItem | null | undefined, itemId: string): string | undefined {
  if (item?.kind === 'dossier')
    return item.act === 'new' ? `dossier.${item.dossierId}.procedure` : `later.${itemId}.dossier`
  return item?.kind === 'failure' ? `failure.${itemId}.reason` : undefined
}

function layVisit(
  form: AssistForm,
  { assistId, changes, dossiers, reason }: CommandArgs<'correctAssist'>,
  view: View,
): void {
  const { on, place, helpMode, items, residentId } = changes
  form.reason = reason ?? form.reason
  const resident = residentId ? view.find('residents', residentId) : undefined
  if (resident) pickResident(form, resident)
  if (on !== undefined) Object.assign(form, { on, onParts: toDateParts(on) })
  if (place !== undefined) form.place = place
  if (helpMode !== undefined) form.helpMode = helpMode
  const finding = findingWith(dossiers, { assistId, teamId: form.teamId ?? '' }, view)
  for (const [itemId, item] of Object.entries(items ?? {})) {
    takeOut(form, itemId)
    if (item) addItem(form, itemId, item, finding)
  }
}

function layDossier(
  form: AssistForm,
  { dossierId, changes }: CommandArgs<'correctDossier'>,
  view: View,
): void {
  const dossier = form.dossiers.find((one) => one.dossierId === dossierId)
  if (!dossier) return
  const { state: _state, code, ...others } = changes
  Object.assign(dossier, others, code === undefined ? {} : { code: code ?? '' })
  if (dossier.procedureId) dossier.procedureText = view.find('procedures', dossier.procedureId)?.name ?? ''
}

function takeOut(form: AssistForm, itemId: string): void {
  for (const ticked of [form.accounts, form.skills] as Record<string, string>[])
    for (const [key, id] of Object.entries(ticked)) if (id === itemId) delete ticked[key]
  form.dossiers = form.dossiers.filter((one) => one.itemId !== itemId)
  form.laters = form.laters.filter((one) => one.itemId !== itemId)
  form.failures = form.failures.filter((one) => one.itemId !== itemId)
}

/** Dossiers that a change itself makes are found before those of the view. */
function findingWith(
  made: readonly NewDossier[],
  about: { assistId: string; teamId: string },
  view: View,
): FoundDossiers {
  const here = new Map(
    made.map(({ dossierId, ...fields }): [string, Dossier] => [
      dossierId,
      { id: dossierId, ...about, ...fields, state: 'registered' },
    ]),
  )
  return {
    dossier: (id) => here.get(id) ?? view.find('dossiers', id),
    procedureName: (id) => view.find('procedures', id)?.name ?? '',
  }
}
