// A form that was checked, as the commands that it means.
import type { Assist, AssistItem } from '#domain/assist.ts'
import type { CommandArgs, CommandName } from '#domain/commands.ts'
import { toStoredDossierCode, type Dossier, type NewDossier } from '#domain/dossier.ts'
import { toStoredPhone } from '#domain/identity.ts'
import { toStoredName } from '#domain/names.ts'
import type { Day } from '#domain/period.ts'
import type { Consent, Resident } from '#domain/resident.ts'
import { itemsOf, type AssistForm, type DossierForm, type Seen } from './assistForm.ts'
import { toBirthYear } from './checkAssistForm.ts'

/** The text that `consent` in the messages shows; a new wording is a new version. */
export const consentTextVersion = '2026-11-24'

export function toRecordAssist(
  form: AssistForm,
  { memberId, today }: { memberId: string; today: Day },
): CommandArgs<'recordAssist'> {
  const { assistId, teamId, on, place, helpMode, dossiers, note } = form
  if (!teamId || !on || !place) throw new Error('The form was not checked')
  const consent: Consent = { textVersion: consentTextVersion, on: today, method: 'spoken', memberId }
  return {
    assistId,
    teamId,
    on,
    place,
    helpMode,
    resident: toResident(form, consent),
    items: itemsOf(form),
    dossiers: dossiers.map(toDossier),
    note: note.trim() || null,
  }
}

function toResident(form: AssistForm, consent: Consent): CommandArgs<'recordAssist'>['resident'] {
  if (form.countOnly) return { kind: 'none' }
  if (form.knownId !== null) return { kind: 'known', residentId: form.knownId }
  const { consents: given, idHash = null, idLastFour = null } = form.said ?? {}
  const consents = {
    ...(form.keepRecord ? { keepRecord: given?.keepRecord ?? consent } : {}),
    ...(form.followUp ? { followUp: given?.followUp ?? consent } : {}),
  }
  const fields = { ...toPerson(form), idHash, idLastFour, consents }
  return { kind: 'new', residentId: form.newResidentId, fields }
}

function toPerson({ name, birthYear, phone }: AssistForm) {
  return {
    name: toStoredName(name),
    birthYear: toBirthYear(birthYear),
    phone: phone.trim() === '' ? null : toStoredPhone(phone),
  }
}

function toDossier({ dossierId, procedureId, level, code, ...form }: DossierForm): NewDossier {
  if (procedureId === null || level === null) throw new Error('The form was not checked')
  const { paidOnline, byPost, eCertified, dueOn } = form
  return {
    dossierId,
    procedureId,
    level,
    code: toStoredDossierCode(code),
    paidOnline,
    byPost,
    eCertified,
    dueOn,
  }
}

/** What differs from the rows that are given (those seen when the correction was begun), row by row. */
export interface Corrections {
  readonly assist: CommandArgs<'correctAssist'> | undefined
  readonly dossiers: readonly CommandArgs<'correctDossier'>[]
  readonly resident: CommandArgs<'correctResident'> | undefined
}

export function toCorrections(
  form: AssistForm,
  assist: Assist,
  found: { resident: Resident | undefined; dossier: (id: string) => Dossier | undefined },
): Corrections {
  const { on, place, helpMode } = form
  if (!on || !place) throw new Error('The form was not checked')
  const isShown = (item: AssistItem) => item.kind !== 'dossier' || found.dossier(item.dossierId) !== undefined
  const items = changedItems(assist.items, itemsOf(form), isShown)
  const changes = {
    ...changed({ on: assist.on, place: assist.place, helpMode: assist.helpMode }, { on, place, helpMode }),
    ...(Object.keys(items).length > 0 ? { items } : {}),
  }
  const made = form.dossiers.filter(({ dossierId }) => !found.dossier(dossierId)).map(toDossier)
  const isSame = Object.keys(changes).length === 0 && made.length === 0
  return {
    assist: isSame ? undefined : { assistId: assist.id, changes, dossiers: made },
    dossiers: form.dossiers.flatMap((dossier) => changedDossier(dossier, found.dossier(dossier.dossierId))),
    resident: found.resident && changedResident(form, found.resident),
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
  const { assist, dossiers, resident } = toCorrections(form, seen.assist, {
    resident: seen.resident ?? undefined,
    dossier: (id) => seen.dossiers.find((dossier) => dossier.id === id) ?? findDossier(id),
  })
  const baseOf = (id: string) => seen.versions[id] ?? 0
  if (assist) await run('correctAssist', assist, baseOf(assist.assistId))
  for (const change of dossiers) await run('correctDossier', change, baseOf(change.dossierId))
  if (resident) await run('correctResident', resident, baseOf(resident.residentId))
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

function changedResident(form: AssistForm, resident: Resident): CommandArgs<'correctResident'> | undefined {
  const changes = changed(resident, toPerson(form))
  return Object.keys(changes).length === 0 ? undefined : { residentId: resident.id, changes }
}

/** The fields of `after` whose value is another than in `before`. */
function changed<T extends object>(before: T, after: Partial<T>): Partial<T> {
  const entries = Object.entries(after).filter(([name, value]) => before[name as keyof T] !== value)
  return Object.fromEntries(entries) as Partial<T>
}
