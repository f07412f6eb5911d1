// Every change anyone can make, and the one way to carry it out. It may arrive twice, late, or after others changed the
// same row; carrying out is pure, so the phone shows at once what the server will most likely say.
import * as v from 'valibot'
import { correctAssist, recordAssist, restoreAssist, withdrawAssist } from './assist.ts'
import type { ArgsSchema, Circumstances, CommandDefinition, Effect } from './command.ts'
import { correctDossier, toStoredDossierCode } from './dossier.ts'
import { codeChanges, type CodeChange, type DossierCodes } from './dossierCodes.ts'
import { addMember, correctMember } from './member.ts'
import {
  merge,
  toFieldChanges,
  type FieldChange,
  type Merge,
  type MergeOutcome,
  type PastChange,
} from './merge.ts'
import { isAllowed, type Actor } from './permissions.ts'
import { Problem } from './problem.ts'
import { moveRecords } from './move.ts'
import { correctNote } from './note.ts'
import { addProcedure, correctProcedure } from './procedure.ts'
import { correctResident } from './resident.ts'
import { rowKey, type Row, type RowRef, type TableName } from './tables.ts'
import { setTarget } from './target.ts'
import { addUnit, correctUnit } from './unit.ts'
import { recordWardTotals } from './wardTotals.ts'

export const commands = {
  recordAssist,
  correctAssist,
  withdrawAssist,
  restoreAssist,
  correctDossier,
  correctNote,
  correctResident,
  addUnit,
  correctUnit,
  addMember,
  correctMember,
  addProcedure,
  correctProcedure,
  recordWardTotals,
  setTarget,
  moveRecords,
} as const

export type CommandName = keyof typeof commands
export type CommandArgs<N extends CommandName> = v.InferOutput<(typeof commands)[N]['args']>

/** A change as it is made, kept and sent. */
export interface Command<N extends CommandName = CommandName> {
  /** UUID version 7. */
  readonly id: string
  readonly name: N
  readonly args: CommandArgs<N>
  /** When the person did it, milliseconds since 1970 by their clock. */
  readonly at: number
  /** The version of the changed row that the author saw; 0 for a row that the command makes. */
  readonly base: number
}

/** A row as a command leaves it. */
export interface RowWrite {
  readonly table: TableName
  readonly id: string
  readonly row: Row
  /** The fields it set, for the row's history; a new row has none. */
  readonly stands: readonly FieldChange[]
  /** Values it gave that gave way to later ones; kept in the history. */
  readonly lost: readonly FieldChange[]
  readonly gaveWay: Merge<Row>['gaveWay']
}

export interface Execution {
  readonly outcome: MergeOutcome
  readonly writes: RowWrite[]
  readonly codes: readonly CodeChange[]
}

export interface World extends Circumstances {
  /** Who the actor was besides when they did it (`formerActors`): what any of these might do is allowed. */
  readonly formerly?: readonly Actor[]
  /** By which a code is given once; left out where a change is only laid over what is shown. */
  readonly codes?: DossierCodes
  /** What others changed in a row after `base`; the phone, which only guesses, has none. */
  changesSince?(table: TableName, id: string, base: number): readonly PastChange[]
}

export function isCommandName(name: string): name is CommandName {
  return Object.hasOwn(commands, name)
}

/** A command as it is written down, before anybody has looked at it. */
export interface CommandToParse {
  readonly id: string
  readonly name: string
  readonly args: unknown
  readonly at: number
  readonly base: number
}

/** The arguments as their schema knows them. Throws `commandUnknown` or `argumentsMalformed`. */
export function parseCommand(command: CommandToParse): Command {
  const { name } = command
  if (!isCommandName(name)) throw new Problem('commandUnknown', { details: { name: name.slice(0, 60) } })
  const parsed = v.safeParse(definitionOf(name).args, command.args, { abortEarly: true })
  if (!parsed.success) {
    const path = v.getDotPath(parsed.issues[0])
    throw new Problem('argumentsMalformed', path ? { field: path } : {})
  }
  return { ...command, name, args: parsed.output as CommandArgs<CommandName> }
}

/** The rows that must be at hand before a command is carried out. */
export function rowsNeededBy(command: Command): RowRef[] {
  return definitionOf(command.name).needs(command.args)
}

/** The dossier codes that a command gives, as they are kept. */
export function codesGivenBy(command: Command): string[] {
  const typed = definitionOf(command.name).codes?.(command.args) ?? []
  return typed.flatMap((code) => toStoredDossierCode(code ?? '') ?? [])
}

/** The kind of scope whose numbers a command moves. */
export function scopeKindOf(name: CommandName): 'ward' | 'team' {
  return commands[name].scope
}

/**
 * Checks permission and rules, decides, and merges with what others did meanwhile.
 * Throws the Problem for which the command is refused; then nothing has happened.
 */
export function carryOut(command: Command, world: World): Execution {
  const definition = definitionOf(command.name)
  const subject = definition.about?.(command.args, world.rows) ?? {}
  if (
    ![world.actor, ...(world.formerly ?? [])].some((actor) =>
      isAllowed(definition.permission, actor, subject),
    )
  )
    throw new Problem('notAllowed')
  const effects = definition.decide(command.args, world)
  const made = new Set<string>()
  let outcome: MergeOutcome = 'applied'
  const writes = effects.map((effect) => {
    if ('put' in effect) return put(effect, world, made)
    const result = change(effect, command, world)
    if (result.outcome === 'overridden' || outcome === 'applied') outcome = result.outcome
    return result.write
  })
  const codes = world.codes ? codeChanges(writes, world.rows, world.codes) : []
  return { outcome, writes, codes }
}

/** Fields that hold a map: each of its keys is changed and merged on its own. */
const mapsOf: Partial<Record<TableName, readonly string[]>> = {
  assists: ['items', 'corrections'],
  members: ['formerTeams'],
}

function put(effect: Extract<Effect, { put: TableName }>, { rows }: World, made: Set<string>): RowWrite {
  const { put: table, row } = effect
  const key = rowKey(table, row.id)
  if (rows.find(table, row.id) || made.has(key)) throw new Problem('rowExists')
  made.add(key)
  return { table, id: row.id, row, stands: [], lost: [], gaveWay: [] }
}

function change(effect: Extract<Effect, { change: TableName }>, command: Command, world: World) {
  const { change: table, id } = effect
  const row = world.rows.find(table, id)
  if (!row) throw new Problem('rowUnknown')
  const since = world.changesSince?.(table, id, command.base) ?? []
  const changes = toFieldChanges(effect.changes, mapsOf[table] ?? [])
  const { outcome, ...merged } = merge<Row>(row, changes, since, { at: world.at, commandId: command.id })
  return { outcome, write: { table, id, ...merged } }
}

/** One definition with its own argument type forgotten: `parseCommand` has paired name and arguments at the door. */
function definitionOf(name: CommandName): CommandDefinition<ArgsSchema> {
  return commands[name] as unknown as CommandDefinition<ArgsSchema>
}
