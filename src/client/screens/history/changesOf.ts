// Which fields of which row a command changes, as the ward will keep them in the row's history.
import type { Command, CommandArgs } from '#domain/commands.ts'
import { toFieldChanges } from '#domain/merge.ts'
import type { TableName } from '#domain/tables.ts'
import type { FieldRef } from './useFieldWords.ts'

export interface CommandChange extends FieldRef {
  readonly value: unknown
}

/** Nothing for a command that makes a row. */
export function changesOf({ args }: Command): CommandChange[] {
  if ('changes' in args) {
    if ('dossierId' in args) return fieldsOf('dossiers', args.dossierId, args.changes)
    if ('assistId' in args) return correctionOf(args)
    if ('residentId' in args) return fieldsOf('residents', args.residentId, args.changes)
    return []
  }
  // Only a withdrawal has a reason; without one and without a visit's own fields it is the taking back of it.
  if (!('assistId' in args) || 'items' in args) return []
  const withdrawn = 'reason' in args ? { reason: args.reason } : null
  return [{ table: 'assists', rowId: args.assistId, path: 'withdrawn', value: withdrawn }]
}

/** With the reason, if one was given. */
function correctionOf({ assistId, changes, reason }: CommandArgs<'correctAssist'>): CommandChange[] {
  const said: CommandChange[] = reason
    ? [{ table: 'assists', rowId: assistId, path: 'corrections', value: { reason } }]
    : []
  return [...fieldsOf('assists', assistId, changes), ...said]
}

function fieldsOf(table: TableName, rowId: string, changes: object): CommandChange[] {
  return toFieldChanges(changes, ['items']).map((change) => ({ table, rowId, ...change }))
}
