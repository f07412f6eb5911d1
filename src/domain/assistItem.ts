// What was done, or tried, at a visit: its items, and what must be true of them whether they are recorded or corrected.
import * as v from 'valibot'
import { accountKinds } from './account.ts'
import type { Rows } from './command.ts'
import { getDossier, type NewDossier } from './dossier.ts'
import { failureReasonCodes, failureSubjects, reasonsFor } from './failure.ts'
import { Problem } from './problem.ts'
import { idSchema, text } from './schema.ts'
import type { RowRef } from './tables.ts'

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
export type AssistItem = v.InferOutput<typeof itemSchema>

/** Items by id, as a command gives them; null takes one out. */
export type GivenItems = Record<string, AssistItem | null>

/** The visit that the items are of. */
interface Visit {
  readonly assistId: string
  readonly teamId: string
  readonly rows: Rows
}

/** The rows that items, and dossiers made with them, name. */
export function referencesOf(items: GivenItems, made: readonly NewDossier[]): RowRef[] {
  return [
    ...Object.values(items).flatMap((item): RowRef[] =>
      item?.kind === 'dossier' ? [{ table: 'dossiers', id: item.dossierId }] : [],
    ),
    ...made.flatMap(({ dossierId, procedureId }): RowRef[] => [
      { table: 'dossiers', id: dossierId },
      { table: 'procedures', id: procedureId },
    ]),
  ]
}

/** Throws unless something is done once `given` is laid over what was there before. */
export function checkSomethingDone(given: GivenItems, before: GivenItems = {}): void {
  if (!Object.values({ ...before, ...given }).some((item) => item !== null)) {
    throw new Problem('itemMissing', { field: 'items' })
  }
}

/**
 * Throws the first rule that given items break. A dossier item names a dossier made by this very command, or one that the
 * team has already; every dossier made is named by an item; a reason belongs to what failed.
 */
export function checkItems(given: GivenItems, made: readonly NewDossier[], visit: Visit): void {
  const madeIds = new Set(made.map(({ dossierId }) => dossierId))
  const named = new Set<string>()
  for (const [itemId, item] of Object.entries(given)) {
    const field = `items.${itemId}`
    if (item?.kind === 'failure' && !reasonsFor(item.subject).includes(item.reason)) {
      throw new Problem('reasonMissing', { field })
    }
    if (item?.kind !== 'dossier') continue
    named.add(item.dossierId)
    if (!madeIds.has(item.dossierId)) checkKnownDossier(item, visit, field)
  }
  const unnamed = made.find(({ dossierId }) => !named.has(dossierId))
  if (unnamed) throw new Problem('argumentsMalformed', { field: `dossiers.${unnamed.dossierId}` })
}

/** A dossier is submitted once: only the visit that made it may call it new. */
function checkKnownDossier(
  { dossierId, act }: Extract<AssistItem, { kind: 'dossier' }>,
  { assistId, teamId, rows }: Visit,
  field: string,
): void {
  const dossier = getDossier(rows, dossierId, field)
  if (dossier.teamId !== teamId) throw new Problem('notAllowed', { field })
  if (act === 'new' && dossier.assistId !== assistId) throw new Problem('rowExists', { field })
}
