// An assist (lượt hỗ trợ): one visit, at which one resident, or somebody who is only counted, was helped with one or
// more things. The heart of the logbook.
import * as v from 'valibot'
import { checkItems, checkSomethingDone, itemSchema, referencesOf, type AssistItem } from './assistItem.ts'
import { defineCommand, type Effect, type Rows } from './command.ts'
import { maxReasonLength, type Correction } from './correction.ts'
import { makeDossier, newDossierSchema } from './dossier.ts'
import { maxNoteLength } from './note.ts'
import { Problem } from './problem.ts'
import { checkResidentFields, getResident, residentFieldsSchema } from './resident.ts'
import { daySchema, idSchema, text } from './schema.ts'
import type { Day } from './period.ts'
import { checkTeam } from './unit.ts'
import { checkNotTooEarly } from './workDay.ts'

export { skills, type AssistItem } from './assistItem.ts'

export const places = ['home', 'cultureHouse', 'oneStopDesk', 'elsewhere'] as const
export type Place = (typeof places)[number]

/** `guided`: the resident did it and was shown how; `filledIn`: the volunteer filled it in (khai hộ). */
export const helpModes = ['guided', 'filledIn'] as const
export type HelpMode = (typeof helpModes)[number]

export interface Withdrawal {
  memberId: string
  at: number
  reason: string
}

export interface Assist {
  id: string
  teamId: string
  /** Who recorded it. */
  memberId: string
  on: Day
  place: Place
  helpMode: HelpMode | null
  /** Null when somebody was only counted. */
  residentId: string | null
  /** By item id, so that two people can correct different items of one assist. */
  items: Record<string, AssistItem>
  withdrawn: Withdrawal | null
  /** By member, why they corrected it after the day on which it was recorded. Not there while nobody has. */
  corrections?: Record<string, Correction>
}

/** The order of every list: the newest day first; ids (UUID 7) settle the order within one day. */
export function newestFirst(a: Assist, b: Assist): number {
  return a.on === b.on ? (a.id < b.id ? 1 : a.id > b.id ? -1 : 0) : a.on < b.on ? 1 : -1
}

const residentChoice = v.variant('kind', [
  v.object({ kind: v.literal('none') }),
  v.object({ kind: v.literal('known'), residentId: idSchema }),
  v.object({ kind: v.literal('new'), residentId: idSchema, fields: residentFieldsSchema }),
])

const visit = {
  on: daySchema,
  place: v.picklist(places),
  helpMode: v.nullable(v.picklist(helpModes)),
}

export const recordAssist = defineCommand({
  permission: 'recordAssist',
  scope: 'team',
  args: v.object({
    assistId: idSchema,
    teamId: idSchema,
    ...visit,
    resident: residentChoice,
    items: v.record(idSchema, itemSchema),
    dossiers: v.pipe(v.array(newDossierSchema), v.maxLength(20)),
    note: v.nullable(text(maxNoteLength)),
  }),
  needs: ({ assistId, teamId, resident, items, dossiers }) => [
    { table: 'assists', id: assistId },
    { table: 'units', id: teamId },
    ...(resident.kind === 'none' ? [] : [{ table: 'residents' as const, id: resident.residentId }]),
    ...referencesOf(items, dossiers),
  ],
  codes: ({ dossiers }) => dossiers.map(({ code }) => code),
  about: ({ teamId }) => ({ teamId }),
  decide(
    { assistId, teamId, on, place, helpMode, resident, items, dossiers, note },
    { actor, author, rows, today },
  ) {
    checkTeam(rows, teamId)
    checkDay(on, today)
    checkNotTooEarly(on, 'on')
    if (resident.kind === 'new') {
      checkResidentFields(resident.fields, today)
      if (!resident.fields.consents.keepRecord) {
        throw new Problem('consentMissing', { field: 'resident.consents.keepRecord' })
      }
    }
    if (resident.kind === 'known') checkResidentOfTeam(rows, resident.residentId, teamId)
    checkSomethingDone(items)
    checkItems(items, dossiers, { assistId, teamId, rows })
    const residentId = resident.kind === 'none' ? null : resident.residentId
    const effects: Effect[] = dossiers.map((dossier) => makeDossier(dossier, { assistId, teamId, on, rows }))
    if (resident.kind === 'new') {
      effects.push({ put: 'residents', row: { id: resident.residentId, teamId, ...resident.fields } })
    }
    if (note?.trim()) effects.push({ put: 'notes', row: { id: assistId, teamId, text: note } })
    effects.push({
      put: 'assists',
      row: {
        id: assistId,
        teamId,
        memberId: author ?? actor.memberId,
        on,
        place,
        helpMode,
        residentId,
        items,
        withdrawn: null,
      },
    })
    return effects
  },
})

export const correctAssist = defineCommand({
  permission: 'correctAssist',
  scope: 'team',
  args: v.object({
    assistId: idSchema,
    changes: v.partial(
      v.object({
        ...visit,
        residentId: v.nullable(idSchema),
        items: v.record(idSchema, v.nullable(itemSchema)),
      }),
    ),
    /** Dossiers that items among the changes newly name. */
    dossiers: v.pipe(v.array(newDossierSchema), v.maxLength(20)),
    /** Why, after the day of recording. Older phones give none. */
    reason: v.optional(text(maxReasonLength)),
  }),
  needs: ({ assistId, changes, dossiers }) => [
    { table: 'assists', id: assistId },
    ...(changes.residentId ? [{ table: 'residents' as const, id: changes.residentId }] : []),
    ...referencesOf(changes.items ?? {}, dossiers),
  ],
  codes: ({ dossiers }) => dossiers.map(({ code }) => code),
  about: ({ assistId }, rows) => subjectOf(rows, assistId),
  decide({ assistId, changes, dossiers, reason = '' }, { actor, author, at, rows, today }) {
    const assist = getAssist(rows, assistId)
    if (assist.withdrawn) throw new Problem('rowWithdrawn')
    const { teamId } = assist
    const on = changes.on ?? assist.on
    checkDay(on, today)
    // The day that it has already keeps nobody from correcting the rest.
    if (changes.on !== undefined) checkNotTooEarly(changes.on, 'on')
    if (changes.residentId) checkResidentOfTeam(rows, changes.residentId, teamId)
    if (changes.items) checkSomethingDone(changes.items, assist.items)
    checkItems(changes.items ?? {}, dossiers, { assistId, teamId, rows })
    const by = author ?? actor.memberId
    const corrections = reason.trim() === '' ? {} : { corrections: { [by]: { at, reason: reason.trim() } } }
    return [
      ...dossiers.map((dossier) => makeDossier(dossier, { assistId, teamId, on, rows })),
      { change: 'assists', id: assistId, changes: { ...changes, ...corrections } },
    ]
  },
})

export const withdrawAssist = defineCommand({
  permission: 'correctAssist',
  scope: 'team',
  args: v.object({ assistId: idSchema, reason: text(maxReasonLength) }),
  needs: ({ assistId }) => [{ table: 'assists', id: assistId }],
  about: ({ assistId }, rows) => subjectOf(rows, assistId),
  decide({ assistId, reason }, { actor, author, at, rows }) {
    if (getAssist(rows, assistId).withdrawn) return []
    if (reason.trim() === '') throw new Problem('withdrawReasonMissing', { field: 'reason' })
    const withdrawn = { memberId: author ?? actor.memberId, at, reason }
    return [{ change: 'assists', id: assistId, changes: { withdrawn } }]
  },
})

export const restoreAssist = defineCommand({
  permission: 'correctAssist',
  scope: 'team',
  args: v.object({ assistId: idSchema }),
  needs: ({ assistId }) => [{ table: 'assists', id: assistId }],
  about: ({ assistId }, rows) => subjectOf(rows, assistId),
  decide({ assistId }, { rows }) {
    return getAssist(rows, assistId).withdrawn
      ? [{ change: 'assists', id: assistId, changes: { withdrawn: null } }]
      : []
  },
})

function getAssist(rows: Rows, assistId: string): Assist {
  const assist = rows.find('assists', assistId)
  if (!assist) throw new Problem('rowUnknown', { field: 'assistId' })
  return assist
}

function subjectOf(rows: Rows, assistId: string) {
  const { teamId, memberId } = getAssist(rows, assistId)
  return { teamId, memberId }
}

function checkDay(on: Day, today: Day): void {
  if (on > today) throw new Problem('dateInFuture', { field: 'on' })
}

function checkResidentOfTeam(rows: Rows, residentId: string, teamId: string): void {
  const resident = getResident(rows, residentId, 'resident')
  if (resident.teamId !== teamId) throw new Problem('notAllowed', { field: 'resident' })
}
