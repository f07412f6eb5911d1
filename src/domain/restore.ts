// The command that gives a lost value again: of a value that gave way, or of any that a row's history shows. A field that
// no command sets (the team, who recorded it) cannot be given back this way.
import { parseCommand, type Command, type CommandName } from './commands.ts'
import type { Rows } from './command.ts'
import { Problem } from './problem.ts'
import type { TableName } from './tables.ts'

export interface LostValue {
  readonly table: TableName
  readonly rowId: string
  /** A field, or `items/<id>` (merge.ts). */
  readonly path: string
  readonly value: unknown
}

export type Restoring = Pick<Command, 'name' | 'args'>

/** Undefined where the row is not at hand, or where no command can give the value. */
export function restoreValue(lost: LostValue, rows: Rows): Restoring | undefined {
  const wanted = commandFor(lost, rows)
  if (!wanted) return undefined
  const { name, args } = understood(wanted) ?? {}
  // A schema leaves out what it does not know: then nothing would be given.
  return name && args && (!('changes' in args) || Object.keys(args.changes).length > 0)
    ? { name, args }
    : undefined
}

function commandFor(
  { table, rowId, path, value }: LostValue,
  rows: Rows,
): { name: CommandName; args: object } | undefined {
  const [field = path, key] = path.split('/')
  const changes = { [field]: key === undefined ? value : { [key]: value } }
  switch (table) {
    case 'assists':
      if (!rows.find('assists', rowId)) return undefined
      return path === 'withdrawn'
        ? withdrawal(rowId, value)
        : { name: 'correctAssist', args: { assistId: rowId, changes, dossiers: [] } }
    case 'dossiers': {
      const dossier = rows.find('dossiers', rowId)
      if (!dossier) return undefined
      return { name: 'correctDossier', args: { dossierId: rowId, assistId: dossier.assistId, changes } }
    }
    case 'residents':
      return (
        rows.find('residents', rowId) && { name: 'correctResident', args: { residentId: rowId, changes } }
      )
    case 'members':
      return rows.find('members', rowId) && { name: 'correctMember', args: { memberId: rowId, changes } }
    case 'units':
      return rows.find('units', rowId) && { name: 'correctUnit', args: { unitId: rowId, changes } }
    case 'procedures':
      return (
        rows.find('procedures', rowId) && { name: 'correctProcedure', args: { procedureId: rowId, changes } }
      )
    case 'targets': {
      const target = rows.find('targets', rowId)
      if (!target) return undefined
      const { id: targetId, ...place } = target
      return { name: 'setTarget', args: { targetId, ...place, ...changes } }
    }
    case 'notes':
      return path === 'text' && rows.find('notes', rowId)
        ? { name: 'correctNote', args: { assistId: rowId, text: value } }
        : undefined
    case 'wardTotals':
      return undefined
  }
}

function withdrawal(assistId: string, value: unknown): { name: CommandName; args: object } {
  return typeof value === 'object' && value !== null && 'reason' in value
    ? { name: 'withdrawAssist', args: { assistId, reason: value.reason } }
    : { name: 'restoreAssist', args: { assistId } }
}

function understood({ name, args }: { name: CommandName; args: object }): Restoring | undefined {
  try {
    return parseCommand({ id: '', name, args, at: 0, base: 0 })
  } catch (error) {
    if (error instanceof Problem) return undefined
    throw error
  }
}
