// An online dossier (hồ sơ trực tuyến). It counts once, on the day of the assist in which it was submitted.
import * as v from 'valibot'
import { defineCommand, type Effect, type Rows } from './command.ts'
import { Problem, type ProblemCode } from './problem.ts'
import { checkProcedure, onlineLevelSchema, type OnlineLevel } from './procedure.ts'
import { daySchema, idSchema, text } from './schema.ts'
import { isDay, type Day } from './period.ts'
import { checkNotTooEarly } from './workDay.ts'

/** The ten national states, in their national order 1–10. */
export const dossierStates = [
  'registered',
  'received',
  'notReceived',
  'inProgress',
  'morePapersAsked',
  'paymentAsked',
  'withdrawalAsked',
  'stopped',
  'resolved',
  'resultReturned',
] as const
export type DossierState = (typeof dossierStates)[number]

export interface Dossier {
  id: string
  teamId: string
  /** The assist in which it was submitted; its day is the day of submission. */
  assistId: string
  procedureId: string
  level: OnlineLevel
  /** As the portal gave it: trimmed, upper case; null while there is none yet. */
  code: string | null
  paidOnline: boolean
  byPost: boolean
  eCertified: boolean
  state: DossierState
  dueOn: Day | null
}

export const dossierFields = {
  procedureId: idSchema,
  level: onlineLevelSchema,
  code: v.nullable(text(60)),
  paidOnline: v.boolean(),
  byPost: v.boolean(),
  eCertified: v.boolean(),
  dueOn: v.nullable(daySchema),
}

export const newDossierSchema = v.object({ dossierId: idSchema, ...dossierFields })
export type NewDossier = v.InferOutput<typeof newDossierSchema>

/** Upper case, without spaces; empty becomes null. */
export function toStoredDossierCode(typed: string): string | null {
  return typed.replace(/[\s\p{Cc}]+/gu, '').toUpperCase() || null
}

/**
 * Warns when a code is not shaped like Circular 01/2018/TT-VPCP, article 19: agency – yymmdd – daily number; and when its
 * day, that of receiving, is after `today`, where that is given.
 */
export function dossierCodeWarning(stored: string, today?: Day): ProblemCode | undefined {
  const [, year, month, day] = /^[A-Z0-9.]{3,24}-(\d\d)(\d\d)(\d\d)-\d{4,6}$/.exec(stored) ?? []
  const receivedOn = `20${year}-${month}-${day}`
  if (!isDay(receivedOn)) return 'dossierCodeOdd'
  return today !== undefined && receivedOn > today ? 'dossierCodeAhead' : undefined
}

export function getDossier(rows: Rows, dossierId: string, field = 'dossierId'): Dossier {
  const dossier = rows.find('dossiers', dossierId)
  if (!dossier) throw new Problem('rowUnknown', { field })
  return dossier
}

/** A dossier submitted at a visit, in its first state. The procedure must be in force on the day of the visit. */
export function makeDossier(
  { dossierId, ...fields }: NewDossier,
  { assistId, teamId, on, rows }: { assistId: string; teamId: string; on: Day; rows: Rows },
): Effect {
  checkProcedure(rows, fields.procedureId, on, `dossiers.${dossierId}.procedureId`)
  if (fields.dueOn !== null) checkNotTooEarly(fields.dueOn, `dossiers.${dossierId}.dueOn`)
  const row = { id: dossierId, teamId, assistId, ...withStoredCode(fields), state: 'registered' as const }
  return { put: 'dossiers', row }
}

export const correctDossier = defineCommand({
  permission: 'correctDossier',
  scope: 'team',
  args: v.object({
    dossierId: idSchema,
    /** The visit in which it was submitted: its day decides which procedures it can be of. */
    assistId: idSchema,
    changes: v.partial(v.object({ ...dossierFields, state: v.picklist(dossierStates) })),
  }),
  needs: ({ dossierId, assistId, changes }) => [
    { table: 'dossiers', id: dossierId },
    { table: 'assists', id: assistId },
    ...(changes.procedureId ? [{ table: 'procedures' as const, id: changes.procedureId }] : []),
  ],
  codes: ({ changes }) => [changes.code],
  about: ({ dossierId }, rows) => ({ teamId: getDossier(rows, dossierId).teamId }),
  decide({ dossierId, assistId, changes }, { rows }) {
    const assist = rows.find('assists', assistId)
    if (!assist || getDossier(rows, dossierId).assistId !== assistId) {
      throw new Problem('rowUnknown', { field: 'assistId' })
    }
    if (changes.procedureId !== undefined) {
      checkProcedure(rows, changes.procedureId, assist.on, 'procedureId')
    }
    if (changes.dueOn) checkNotTooEarly(changes.dueOn, 'dueOn')
    return [{ change: 'dossiers', id: dossierId, changes: withStoredCode(changes) }]
  },
})

function withStoredCode<F extends { code?: string | null | undefined }>(fields: F): F {
  return fields.code == null ? fields : { ...fields, code: toStoredDossierCode(fields.code) }
}
