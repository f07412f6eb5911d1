// The form of a visit as it is typed: plain text and ticks, so that it is a draft at every moment. Nothing typed is
// rewritten; it is read, checked and normalised only when it is saved.
import { accountKinds, type AccountKind } from '#domain/account.ts'
import { skills, type Assist, type AssistItem, type HelpMode, type Place } from '#domain/assist.ts'
import type { Dossier } from '#domain/dossier.ts'
import type { FailureReason, FailureSubject } from '#domain/failure.ts'
import type { Day } from '#domain/period.ts'
import type { OnlineLevel } from '#domain/procedure.ts'
import type { Resident, ResidentFields } from '#domain/resident.ts'
import type { TableName } from '#domain/tables.ts'
import { toDateParts, type DateParts } from '../../components/dateParts.ts'

export type Skill = (typeof skills)[number]

export interface DossierForm {
  itemId: string
  dossierId: string
  act: 'new' | 'supplement' | 'result'
  procedureId: string | null
  /** What stands in the search field; a procedure counts only once it is picked. */
  procedureText: string
  level: OnlineLevel | null
  code: string
  paidOnline: boolean
  byPost: boolean
  eCertified: boolean
  dueOn: Day | null
}

export interface FailureForm {
  itemId: string
  subject: FailureSubject | null
  reason: FailureReason | null
  remark: string
}

/** The rows of a visit as they stood when its correction was begun, with the versions the ward had given them. */
export interface Seen {
  assist: Assist
  /** Null when somebody was only counted, and when this phone does not know who it was. */
  resident: Resident | null
  dossiers: Dossier[]
  versions: Record<string, number>
}

export interface AssistForm {
  /** Ids are given when the form is begun, so that saving twice is saving once. */
  assistId: string
  newResidentId: string
  teamId: string | null
  countOnly: boolean
  /** A resident who was picked from those known; null while the name is a new one. */
  knownId: string | null
  name: string
  birthYear: string
  phone: string
  keepRecord: boolean
  followUp: boolean
  /** Ticked ones, with the id of their item. */
  accounts: Partial<Record<AccountKind, string>>
  skills: Partial<Record<Skill, string>>
  dossiers: DossierForm[]
  failures: FailureForm[]
  place: Place | null
  helpMode: HelpMode | null
  on: Day | ''
  onParts: DateParts
  note: string
  /** What is being corrected; null for a new visit. */
  seen: Seen | null
  /** Of a visit that was refused and is being mended: what it said of the resident beyond these fields. */
  said: Said | null
}

export type Said = Pick<ResidentFields, 'idHash' | 'idLastFour' | 'consents'>

export interface Beginning {
  newId: () => string
  today: Day
  teamId: string | null
  resident?: Resident | undefined
  /** Where the visit before this one was, on the same day. */
  place?: Place | undefined
}

export function beginAssistForm({ newId, today, teamId, resident, place }: Beginning): AssistForm {
  return {
    assistId: newId(),
    newResidentId: newId(),
    teamId,
    countOnly: false,
    ...residentFields(resident),
    accounts: {},
    skills: {},
    dossiers: [],
    failures: [],
    place: place ?? null,
    helpMode: null,
    on: today,
    onParts: toDateParts(today),
    note: '',
    seen: null,
    said: null,
  }
}

/** A resident belongs to one team: choosing another team lets go of who was picked. */
export function chooseTeam(form: AssistForm, teamId: string | null): void {
  if (form.knownId !== null && form.teamId !== teamId) forgetResident(form)
  form.teamId = teamId
}

/** Somebody else than the one who was picked. */
export function forgetResident(form: AssistForm): void {
  Object.assign(form, residentFields(undefined))
}

/** Whether name, year and phone are there to be typed. */
export function isPersonTyped({ countOnly, knownId, seen }: AssistForm): boolean {
  if (countOnly) return false
  return seen ? seen.resident !== null : knownId === null
}

function residentFields(resident: Resident | undefined) {
  return {
    knownId: resident?.id ?? null,
    name: resident?.name ?? '',
    birthYear: String(resident?.birthYear ?? ''),
    phone: resident?.phone ?? '',
    keepRecord: resident?.consents.keepRecord !== undefined,
    followUp: resident?.consents.followUp !== undefined,
  }
}

export function beginDossier(newId: () => string): DossierForm {
  return {
    itemId: newId(),
    dossierId: newId(),
    act: 'new',
    procedureId: null,
    procedureText: '',
    level: null,
    code: '',
    paidOnline: false,
    byPost: false,
    eCertified: false,
    dueOn: null,
  }
}

export function beginFailure(newId: () => string): FailureForm {
  return { itemId: newId(), subject: null, reason: null, remark: '' }
}

/** The version that the ward gave a row; 0 while it has none. */
export type VersionOf = (table: TableName, id: string) => number

/** What an open phone knows of the rows around a visit. */
export interface Found {
  resident: Resident | undefined
  dossier: (id: string) => Dossier | undefined
  procedureName: (id: string) => string
}

/** A visit that was saved, to be corrected. */
export function openAssistForm(assist: Assist, found: Found, versionOf: VersionOf = () => 0): AssistForm {
  const form: AssistForm = {
    ...beginAssistForm({
      newId: () => '',
      today: assist.on,
      teamId: assist.teamId,
      resident: found.resident,
    }),
    assistId: assist.id,
    countOnly: assist.residentId === null,
    place: assist.place,
    helpMode: assist.helpMode,
    seen: toSeen(assist, found, versionOf),
  }
  for (const [itemId, item] of Object.entries(assist.items)) addItem(form, itemId, item, found)
  return form
}

function toSeen(assist: Assist, { resident, dossier }: Found, versionOf: VersionOf): Seen {
  const named = Object.values(assist.items).flatMap((item) =>
    item.kind === 'dossier' ? (dossier(item.dossierId) ?? []) : [],
  )
  const versions = { [assist.id]: versionOf('assists', assist.id) }
  if (resident) versions[resident.id] = versionOf('residents', resident.id)
  for (const { id } of named) versions[id] = versionOf('dossiers', id)
  return { assist, resident: resident ?? null, dossiers: named, versions }
}

/** Puts one of its items into a form; a dossier that this phone does not know cannot be shown. */
export function addItem(
  form: AssistForm,
  itemId: string,
  item: AssistItem,
  found: Pick<Found, 'dossier' | 'procedureName'>,
): void {
  switch (item.kind) {
    case 'account':
      form.accounts[item.account] = itemId
      break
    case 'skill':
      form.skills[item.skill] = itemId
      break
    case 'failure':
      form.failures.push({ itemId, subject: item.subject, reason: item.reason, remark: item.remark ?? '' })
      break
    case 'dossier': {
      const dossier = found.dossier(item.dossierId)
      if (!dossier) break
      const { id: dossierId, procedureId, level, code, paidOnline, byPost, eCertified, dueOn } = dossier
      const procedureText = found.procedureName(procedureId)
      const marks = { paidOnline, byPost, eCertified, dueOn }
      form.dossiers.push({
        ...{ itemId, dossierId, act: item.act, procedureId, procedureText, level, code: code ?? '' },
        ...marks,
      })
    }
  }
}

/** The items that a form now holds. */
export function itemsOf(form: AssistForm): Record<string, AssistItem> {
  const items: [string, AssistItem][] = []
  for (const account of accountKinds) {
    const itemId = form.accounts[account]
    if (itemId) items.push([itemId, { kind: 'account', account }])
  }
  for (const { itemId, dossierId, act } of form.dossiers)
    items.push([itemId, { kind: 'dossier', dossierId, act }])
  for (const skill of skills) {
    const itemId = form.skills[skill]
    if (itemId) items.push([itemId, { kind: 'skill', skill }])
  }
  for (const { itemId, subject, reason, remark } of form.failures) {
    if (subject && reason)
      items.push([itemId, { kind: 'failure', subject, reason, remark: remark.trim() || null }])
  }
  return Object.fromEntries(items)
}
