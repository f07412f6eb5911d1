// A form that was checked, as the commands that correct its visit.
import type { Assist, AssistItem } from '#domain/assist.ts'
import type { CommandArgs, CommandName } from '#domain/commands.ts'
import type { Dossier } from '#domain/dossier.ts'
import { Problem } from '#domain/problem.ts'
import type { Resident } from '#domain/resident.ts'
import type { AssistForm, DossierForm, Seen } from './assistForm.ts'
import { itemsOf } from './formItems.ts'
import { noteKey } from './openAssistForm.ts'
import { toDossier, toPerson } from './toRecordAssist.ts'

/** What differs from the rows that are given (those seen when the correction was begun), row by row. */
export interface Corrections {
  readonly assist: CommandArgs<'correctAssist'> | undefined
  readonly dossiers: readonly CommandArgs<'correctDossier'>[]
  readonly resident: CommandArgs<'correctResident'> | undefined
  readonly note: CommandArgs<'correctNote'> | undefined
}

export function toCorrections(
  form: AssistForm,
  assist: Assist,
  found: {
    resident: Resident | undefined
    dossier: (id: string) => Dossier | undefined
    note?: string | undefined
  },
): Corrections {
  const { on, place, helpMode } = form
  if (!on || !place) throw new Error('The form was not checked')
  const isShown = (item: AssistItem) => item.kind !== 'dossier' || found.dossier(item.dossierId) !== undefined
  const items = changedItems(assist.items, itemsOf(form), isShown)
  const changes = {
    ...changed(assist, { on, place, helpMode, residentId: form.knownId ?? assist.residentId }),
    ...(Object.keys(items).length > 0 ? { items } : {}),
  }
  const made = form.dossiers.filter(({ dossierId }) => !found.dossier(dossierId)).map(toDossier)
  const others = {
    dossiers: form.dossiers.flatMap((dossier) => changedDossier(dossier, found.dossier(dossier.dossierId))),
    resident: found.resident && changedResident(form, found.resident),
    note: changedNote(form, assist.id, found.note ?? ''),
  }
  // Why stands with the visit, also where only what is around it was corrected.
  const reason = form.reason.trim()
  const isOther = others.dossiers.length > 0 || others.resident !== undefined || others.note !== undefined
  const isSame = Object.keys(changes).length === 0 && made.length === 0 && !(reason && isOther)
  return {
    ...others,
    assist: isSame
      ? undefined
      : { assistId: assist.id, changes, dossiers: made, ...(reason ? { reason } : {}) },
  }
}

/** Where commands go, and what is known of dossiers. */
export interface CorrectionDesk {
  run<N extends CommandName>(name: N, args: CommandArgs<N>, base: number): Promise<void>
  findDossier(id: string): Dossier | undefined
}

/**
 * Against the rows as they were seen when it was begun: what others changed since is neither undone nor hidden from the
 * ward's merge. The visit goes first, so that who may not correct it changes nothing around it. Cut off on its way it may
 * be tried again: a dossier that an earlier try made is there already and is not made twice.
 */
export async function saveCorrections(
  form: AssistForm,
  seen: Seen,
  { run, findDossier }: CorrectionDesk,
): Promise<void> {
  const { assist, dossiers, resident, note } = toCorrections(form, seen.assist, {
    resident: seen.resident ?? undefined,
    note: seen.note,
    dossier: (id) => seen.dossiers.find((dossier) => dossier.id === id) ?? findDossier(id),
  })
  const baseOf = (id: string) => seen.versions[id] ?? 0
  if (assist) await run('correctAssist', assist, baseOf(assist.assistId))
  for (const change of dossiers) {
    const { dossierId } = change
    await placed(`dossiers.${dossierId}`, () => run('correctDossier', change, baseOf(dossierId)))
  }
  if (resident) await run('correctResident', resident, baseOf(resident.residentId))
  if (note) await run('correctNote', note, baseOf(noteKey))
}

/** Of several dossiers a Problem says which it is about. */
async function placed(place: string, work: () => Promise<void>): Promise<void> {
  try {
    await work()
  } catch (error) {
    if (!(error instanceof Problem) || error.field === undefined || error.field.startsWith(place)) throw error
    throw Problem.fromReport({ ...error.toReport(), field: `${place}.${error.field}` })
  }
}

/** What could not be shown, a dossier that this phone does not know, was not taken out by not being there. */
function changedItems(
  before: Record<string, AssistItem>,
  after: Record<string, AssistItem>,
  isShown: (item: AssistItem) => boolean,
) {
  const items: Record<string, AssistItem | null> = {}
  for (const [id, item] of Object.entries(before)) if (!after[id] && isShown(item)) items[id] = null
  for (const [id, item] of Object.entries(after)) {
    if (JSON.stringify(before[id]) !== JSON.stringify(item)) items[id] = item
  }
  return items
}

function changedDossier(form: DossierForm, dossier: Dossier | undefined): CommandArgs<'correctDossier'>[] {
  if (!dossier) return []
  const { dossierId, ...fields } = toDossier(form)
  const changes = changed(dossier, fields)
  return Object.keys(changes).length === 0 ? [] : [{ dossierId, assistId: dossier.assistId, changes }]
}

function changedNote(
  { note }: AssistForm,
  assistId: string,
  before: string,
): CommandArgs<'correctNote'> | undefined {
  const text = note.trim()
  if (text === before) return undefined
  return { assistId, text, ...(before === '' ? { isFirst: true } : {}) }
}

/** Where another person was picked, nothing of the one before is changed. */
function changedResident(form: AssistForm, resident: Resident): CommandArgs<'correctResident'> | undefined {
  if (form.knownId !== resident.id) return undefined
  const changes = changed(resident, toPerson(form))
  return Object.keys(changes).length === 0 ? undefined : { residentId: resident.id, changes }
}

/** The fields of `after` whose value is another than in `before`. */
function changed<T extends object>(before: T, after: Partial<T>): Partial<T> {
  const entries = Object.entries(after).filter(([name, value]) => before[name as keyof T] !== value)
  return Object.fromEntries(entries) as Partial<T>
}
