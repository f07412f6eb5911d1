// An assist (lượt hỗ trợ): one visit, at which one resident, or somebody who is only counted, was helped with one or
// more things. The heart of the logbook.
import * as v from 'valibot'
import { accountKinds } from './account.ts'
import { defineCommand, type Effect, type Rows } from './command.ts'
import { newDossierSchema, type NewDossier } from './dossier.ts'
import { failureReasonCodes, failureSubjects } from './failure.ts'
import { maxNoteLength } from './note.ts'
import { Problem } from './problem.ts'
import { isInForce } from './procedure.ts'
import { checkResidentFields, residentFieldsSchema } from './resident.ts'
import { daySchema, idSchema, text } from './schema.ts'
import type { Day } from './period.ts'
import type { RowRef } from './tables.ts'

export const places = ['home', 'cultureHouse', 'oneStopDesk', 'elsewhere'] as const
export type Place = (typeof places)[number]

/** `guided`: the resident did it and was shown how; `filledIn`: the volunteer filled it in (khai hộ). */
export const helpModes = ['guided', 'filledIn'] as const
export type HelpMode = (typeof helpModes)[number]

export const skills = ['vneidActivation', 'digitalSignature', 'cashlessPayment'] as const

export const itemSchema = v.variant('kind', [
  v.object({ kind: v.literal('account'), account: v.picklist(accountKinds) }),
  v.object({
    kind: v.literal('dossier'),
    dossierId: idSchema,
    act: v.picklist(['new', 'supplement', 'result']),
  }),
  v.object({ kind: v.literal('skill'), skill: v.picklist(skills) }),
  v.object({
    kind: v.literal('failure'),
    subject: v.picklist(failureSubjects),
    reason: v.picklist(failureReasonCodes),
    remark: v.nullable(text(200)),
  }),
])
/** One thing that was done, or tried, at a visit. */
export type AssistItem = v.InferOutput<typeof itemSchema>

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
  about: ({ teamId }) => ({ teamId }),
  decide({ assistId, teamId, on, place, helpMode, resident, items, dossiers, note }, { actor, rows, today }) {
    if (!rows.find('units', teamId)) throw new Problem('rowUnknown', { field: 'teamId' })
    checkDay(on, today)
    if (resident.kind === 'new') {
      checkResidentFields(resident.fields, today)
      if (!resident.fields.consents.keepRecord) {
        throw new Problem('consentMissing', { field: 'resident.consents.keepRecord' })
      }
    }
    if (resident.kind === 'known') checkResidentOfTeam(rows, resident.residentId, teamId)
    if (Object.keys(items).length === 0) throw new Problem('itemMissing', { field: 'items' })
    checkItems(items, dossiers, rows, teamId)
    const residentId = resident.kind === 'none' ? null : resident.residentId
    const effects: Effect[] = dossiers.map((dossier) => putDossier(dossier, { assistId, teamId, on, rows }))
    if (resident.kind === 'new') {
      effects.push({ put: 'residents', row: { id: resident.residentId, teamId, ...resident.fields } })
    }
    if (note?.trim()) effects.push({ put: 'notes', row: { id: assistId, teamId, text: note } })
    effects.push({
      put: 'assists',
      row: {
        id: assistId,
        teamId,
        memberId: actor.memberId,
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
  }),
  needs: ({ assistId, changes, dossiers }) => [
    { table: 'assists', id: assistId },
    ...(changes.residentId ? [{ table: 'residents' as const, id: changes.residentId }] : []),
    ...referencesOf(changes.items ?? {}, dossiers),
  ],
  about: ({ assistId }, rows) => subjectOf(rows, assistId),
  decide({ assistId, changes, dossiers }, { rows, today }) {
    const assist = getAssist(rows, assistId)
    if (assist.withdrawn) throw new Problem('rowWithdrawn')
    const { teamId } = assist
    const on = changes.on ?? assist.on
    checkDay(on, today)
    if (changes.residentId) checkResidentOfTeam(rows, changes.residentId, teamId)
    if (changes.items) checkItems(changes.items, dossiers, rows, teamId)
    return [
      ...dossiers.map((dossier) => putDossier(dossier, { assistId, teamId, on, rows })),
      { change: 'assists', id: assistId, changes },
    ]
  },
})

export const withdrawAssist = defineCommand({
  permission: 'correctAssist',
  scope: 'team',
  args: v.object({ assistId: idSchema, reason: text(200) }),
  needs: ({ assistId }) => [{ table: 'assists', id: assistId }],
  about: ({ assistId }, rows) => subjectOf(rows, assistId),
  decide({ assistId, reason }, { actor, at, rows }) {
    if (getAssist(rows, assistId).withdrawn) return []
    const withdrawn = { memberId: actor.memberId, at, reason }
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

function referencesOf(items: Record<string, AssistItem | null>, dossiers: readonly NewDossier[]): RowRef[] {
  return [
    ...Object.values(items).flatMap((item): RowRef[] =>
      item?.kind === 'dossier' ? [{ table: 'dossiers', id: item.dossierId }] : [],
    ),
    ...dossiers.flatMap(({ dossierId, procedureId }): RowRef[] => [
      { table: 'dossiers', id: dossierId },
      { table: 'procedures', id: procedureId },
    ]),
  ]
}

function checkDay(on: Day, today: Day): void {
  if (on > today) throw new Problem('dateInFuture', { field: 'on' })
}

function checkResidentOfTeam(rows: Rows, residentId: string, teamId: string): void {
  const resident = rows.find('residents', residentId)
  if (!resident) throw new Problem('rowUnknown', { field: 'resident' })
  if (resident.teamId !== teamId) throw new Problem('notAllowed', { field: 'resident' })
}

/** A dossier item names a dossier made by this very command, or one that the team already has. */
function checkItems(
  items: Record<string, AssistItem | null>,
  dossiers: readonly NewDossier[],
  rows: Rows,
  teamId: string,
): void {
  const made = new Set(dossiers.map((dossier) => dossier.dossierId))
  for (const [itemId, item] of Object.entries(items)) {
    if (item?.kind !== 'dossier' || made.has(item.dossierId)) continue
    const dossier = rows.find('dossiers', item.dossierId)
    if (!dossier) throw new Problem('rowUnknown', { field: `items.${itemId}` })
    if (dossier.teamId !== teamId) throw new Problem('notAllowed', { field: `items.${itemId}` })
  }
}

function putDossier(
  { dossierId, ...fields }: NewDossier,
  { assistId, teamId, on, rows }: { assistId: string; teamId: string; on: Day; rows: Rows },
): Effect {
  const procedure = rows.find('procedures', fields.procedureId)
  if (!procedure) throw new Problem('procedureUnknown', { field: `dossiers.${dossierId}.procedureId` })
  if (!isInForce(procedure, on)) {
    throw new Problem('procedureNotInForce', { field: `dossiers.${dossierId}.procedureId` })
  }
  return { put: 'dossiers', row: { id: dossierId, teamId, assistId, ...fields, state: 'registered' } }
}
