// The form of a visit as it is typed: plain text and ticks, so that it is a draft at every moment. Nothing typed is
// rewritten; it is read, checked and normalised only when it is saved.
import type { AccountKind } from '#domain/account.ts'
import type { Assist, HelpMode, Place, skills } from '#domain/assist.ts'
import type { Dossier } from '#domain/dossier.ts'
import type { FailureReason, FailureSubject } from '#domain/failure.ts'
import { fold } from '#domain/names.ts'
import type { Day } from '#domain/period.ts'
import type { OnlineLevel } from '#domain/procedure.ts'
import type { Resident, ResidentFields } from '#domain/resident.ts'
import { toDateParts, type DateParts } from '../../../components/dateParts.ts'

export type Skill = (typeof skills)[number]

/** What is typed of a person. */
export const personTexts = ['name', 'birthYear', 'phone', 'idLastFour'] as const
export type PersonText = (typeof personTexts)[number]

/** A dossier that was submitted at this visit. */
export interface DossierForm {
  itemId: string
  dossierId: string
  procedureId: string | null
  /** What stands in the search field; a procedure counts only once it is picked. */
  procedureText: string
  level: OnlineLevel | null
  code: string
  paidOnline: boolean
  byPost: boolean
  eCertified: boolean
  dueOn: Day | null
  /** Papers that were ticked as being there, for as long as the visit lasts; older drafts have none. */
  ticks?: string[]
}

/** What was done for a dossier that was submitted before. */
export interface LaterForm {
  itemId: string
  dossierId: string | null
  act: 'supplement' | 'result' | null
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
  /** Not there in drafts from before notes could be corrected. */
  note?: string
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
  /** Somebody alike is known already, and it is said that this is another person. */
  isNewPerson: boolean
  name: string
  /** Fields in which a card's number stands: it is shown there alone, and is never part of the form. */
  strays: readonly PersonText[]
  /** Of the person of a visit that is corrected, name and year are put right: on all their visits. */
  isRenaming: boolean
  birthYear: string
  phone: string
  /** Of the ID number, as a scanned card gave it. */
  idHash: string | null
  idLastFour: string
  keepRecord: boolean
  followUp: boolean
  /** Ticked ones, with the id of their item. */
  accounts: Partial<Record<AccountKind, string>>
  skills: Partial<Record<Skill, string>>
  dossiers: DossierForm[]
  laters: LaterForm[]
  failures: FailureForm[]
  place: Place | null
  helpMode: HelpMode | null
  on: Day | ''
  onParts: DateParts
  note: string
  /** Why it is corrected, after the day on which it was recorded. */
  reason: string
  /** What is being corrected; null for a new visit. */
  seen: Seen | null
  /** The consents of a visit that was refused and is being mended, as they were given then. */
  said: ResidentFields['consents'] | null
}

/** What the visit before this one, on the same day, lets suppose of this one. */
export interface Habits {
  place?: Place | undefined
  helpMode?: HelpMode | null | undefined
}

export interface Beginning extends Habits {
  newId: () => string
  today: Day
  teamId: string | null
  resident?: Resident | undefined
}

export function beginAssistForm(beginning: Beginning): AssistForm {
  const { newId, today, teamId, resident, place = null, helpMode = null } = beginning
  return {
    assistId: newId(),
    newResidentId: newId(),
    teamId,
    countOnly: false,
    ...residentFields(resident),
    strays: [],
    isRenaming: false,
    accounts: {},
    skills: {},
    dossiers: [],
    laters: [],
    failures: [],
    place,
    helpMode,
    on: today,
    onParts: toDateParts(today),
    note: '',
    reason: '',
    seen: null,
    said: null,
  }
}

/** A resident belongs to one team: choosing another team lets go of who was picked. */
export function chooseTeam(form: AssistForm, teamId: string | null): void {
  if (form.knownId !== null && form.teamId !== teamId) forgetResident(form)
  form.teamId = teamId
}

/** What a card gave stays with them, if nobody had scanned it before. */
export function pickResident(form: AssistForm, resident: Resident): void {
  const { idHash, idLastFour, seen } = form
  const before = form.knownId ?? seen?.resident?.id
  if (before !== resident.id) form.laters = seen?.resident?.id === resident.id ? latersOf(seen) : []
  const fields = { teamId: resident.teamId, countOnly: false, strays: [], isRenaming: false }
  Object.assign(form, residentFields(resident), fields)
  if (!seen && form.idHash === null && idHash !== null) Object.assign(form, { idHash, idLastFour })
}

/** A visit that was recorded for the wrong person. What was done stays, until it is another person's. */
export function letGoOfPerson(form: AssistForm): void {
  Object.assign(form, residentFields(undefined), { isRenaming: false })
}

/** Who is known to have been helped: whoever was picked, and until then whose visit is corrected. */
export function personIdOf({ countOnly, knownId, seen }: AssistForm): string | undefined {
  return countOnly ? undefined : (knownId ?? seen?.resident?.id)
}

/** Somebody was let go of, and nobody was picked yet. */
export function isPersonWanted({ knownId, seen }: AssistForm): boolean {
  return knownId === null && Boolean(seen?.resident)
}

/** What was done at a visit for dossiers from before it. */
function latersOf({ assist, dossiers }: Seen): LaterForm[] {
  return Object.entries(assist.items).flatMap(([itemId, item]) =>
    item.kind === 'dossier' && item.act !== 'new' && dossiers.some(({ id }) => id === item.dossierId)
      ? [{ itemId, dossierId: item.dossierId, act: item.act }]
      : [],
  )
}

/** What a card says of a person; what it leaves open stays as it was typed. */
export interface CardOfPerson {
  readonly name: string
  readonly birthYear: number | null
  readonly idHash: string | null
  readonly idLastFour: string
}

/** The card says who it is: of somebody else than the one who was picked, it is theirs no more. */
export function takeCard(form: AssistForm, { name, birthYear, idHash, idLastFour }: CardOfPerson): void {
  // Whose visit is corrected stays the same person, whatever their name was written like.
  if (!form.seen && form.knownId !== null && name !== '' && fold(name) !== fold(form.name)) {
    const { keepRecord } = form
    forgetResident(form)
    form.keepRecord = keepRecord
  }
  Object.assign(form, { idHash, idLastFour, countOnly: false })
  if (form.knownId !== null && !form.seen) return
  if (name !== '') form.name = name
  // The year within the number is only offered; that on the card is what the card says.
  if (birthYear !== null && (name !== '' || form.birthYear.trim() === '')) form.birthYear = String(birthYear)
}

/** Somebody who is only counted has no dossiers from before: these would say who it was. */
export function setCountOnly(form: AssistForm, isCountOnly: boolean): void {
  form.countOnly = isCountOnly
  if (isCountOnly) form.laters = []
}

/** Somebody else than the one who was picked, whose dossiers are nobody else's. */
export function forgetResident(form: AssistForm): void {
  Object.assign(form, residentFields(undefined), { laters: [] })
}

/** Whether name, year and phone are there to be typed. */
export function isPersonTyped(form: AssistForm): boolean {
  const { countOnly, knownId, seen, isRenaming } = form
  if (countOnly) return false
  if (!seen) return knownId === null
  if (!seen.resident || knownId !== seen.resident.id) return false
  return isRenaming || isRenamed(form, seen.resident)
}

function isRenamed(form: AssistForm, resident: Resident): boolean {
  const before = residentFields(resident)
  return (['name', 'birthYear', 'phone', 'idHash', 'idLastFour'] as const).some(
    (field) => form[field] !== before[field],
  )
}

function residentFields(resident: Resident | undefined) {
  return {
    knownId: resident?.id ?? null,
    isNewPerson: false,
    name: resident?.name ?? '',
    birthYear: String(resident?.birthYear ?? ''),
    phone: resident?.phone ?? '',
    idHash: resident?.idHash ?? null,
    idLastFour: resident?.idLastFour ?? '',
    keepRecord: resident?.consents.keepRecord !== undefined,
    followUp: resident?.consents.followUp !== undefined,
  }
}
