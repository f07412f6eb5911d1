// What the ward did not take, put in order: what was refused only because something before it was refused waits beside
// that one, and all that is about one record stands together.
import { rowsNeededBy, type Command } from '#domain/commands.ts'
import { rowKey, type RowRef } from '#domain/tables.ts'
import type { ReviewedCommand } from '../view/view.ts'

/** One that a person can mend, with what waits beside it in the order in which it was done. */
export interface Matter {
  readonly reviewed: ReviewedCommand
  readonly waiting: readonly ReviewedCommand[]
}

/** All matters of one record, in the order in which they were done. */
export interface MatterGroup {
  readonly key: string
  readonly matters: readonly Matter[]
}

/** How many wait beside another. */
export const countDependents = (review: readonly ReviewedCommand[]) =>
  groupReview(review)
    .flatMap((group) => group.matters)
    .reduce((sum, { waiting }) => sum + waiting.length, 0)

/** The newest group first. */
export function groupReview(review: readonly ReviewedCommand[]): MatterGroup[] {
  const inOrder = [...review].sort((a, b) => (a.command.id < b.command.id ? -1 : 1))
  const rootOf = new Map<string, ReviewedCommand>()
  const makerOf = new Map<string, ReviewedCommand>()
  const waiting = new Map<string, ReviewedCommand[]>()
  for (const one of inOrder) {
    const made = new Set(rowsMadeBy(one.command).map(({ table, id }) => rowKey(table, id)))
    const needed = rowsNeededBy(one.command).map(({ table, id }) => rowKey(table, id))
    const maker = needed
      .filter((key) => !made.has(key))
      .map((key) => makerOf.get(key))
      .find(Boolean)
    const root = maker && (rootOf.get(maker.command.id) ?? maker)
    if (root) {
      rootOf.set(one.command.id, root)
      waiting.set(root.command.id, [...(waiting.get(root.command.id) ?? []), one])
    }
    for (const key of made) makerOf.set(key, one)
  }
  const groups = new Map<string, Matter[]>()
  for (const reviewed of inOrder) {
    if (rootOf.has(reviewed.command.id)) continue
    const matter = { reviewed, waiting: waiting.get(reviewed.command.id) ?? [] }
    const key = recordOf(reviewed.command)
    groups.set(key, [...(groups.get(key) ?? []), matter])
  }
  return [...groups].map(([key, matters]) => ({ key, matters })).reverse()
}

/** The rows that a command brings into the world. */
function rowsMadeBy({ args }: Command): RowRef[] {
  const dossiers =
    'dossiers' in args
      ? args.dossiers.map(({ dossierId }): RowRef => ({ table: 'dossiers', id: dossierId }))
      : []
  if (!('assistId' in args) || !('resident' in args)) return dossiers
  const resident: RowRef[] =
    args.resident.kind === 'new' ? [{ table: 'residents', id: args.resident.residentId }] : []
  return [{ table: 'assists', id: args.assistId }, ...resident, ...dossiers]
}

/** The record of which a person would say that it is about: a dossier belongs to its visit. */
function recordOf({ id, args }: Command): string {
  if ('assistId' in args) return args.assistId
  if ('residentId' in args) return args.residentId
  return id
}
