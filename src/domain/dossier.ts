// An online dossier (hồ sơ trực tuyến). It counts once, on the day of the assist in which it was submitted.
import * as v from 'valibot'
import { defineCommand } from './command.ts'
import { Problem, type ProblemCode } from './problem.ts'
import { onlineLevelSchema, type OnlineLevel } from './procedure.ts'
import { daySchema, idSchema, text } from './schema.ts'
import type { Day } from './period.ts'

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
  return typed.replace(/\s+/g, '').toUpperCase() || null
}

/** Warns when a code is not shaped like Circular 01/2018/TT-VPCP, article 19: agency – yymmdd – daily number. */
export function dossierCodeWarning(stored: string): ProblemCode | undefined {
  return /^[A-Z0-9.]{3,24}-\d{6}-\d{4,6}$/.test(stored) ? undefined : 'dossierCodeOdd'
}

export const correctDossier = defineCommand({
  permission: 'correctDossier',
  scope: 'team',
  args: v.object({
    dossierId: idSchema,
    changes: v.partial(v.object({ ...dossierFields, state: v.picklist(dossierStates) })),
  }),
  needs: ({ dossierId, changes }) => [
    { table: 'dossiers', id: dossierId },
    ...(changes.procedureId ? [{ table: 'procedures' as const, id: changes.procedureId }] : []),
  ],
  about: ({ dossierId }, rows) => ({ teamId: rows.find('dossiers', dossierId)?.teamId ?? '' }),
  decide({ dossierId, changes }, { rows }) {
    if (changes.procedureId !== undefined && !rows.find('procedures', changes.procedureId)) {
      throw new Problem('procedureUnknown', { field: 'procedureId' })
    }
    return [{ change: 'dossiers', id: dossierId, changes }]
  },
})
