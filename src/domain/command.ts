// What a command is: its arguments, who may give it, which rows it needs, and what it decides. Deciding is pure, so that
// the phone (at once, on what it knows) and the server (later, on what is so) run the very same function.
import type * as v from 'valibot'
import type { Actor, Permission, Subject } from './permissions.ts'
import type { Day } from './period.ts'
import type { RowRef, TableName, Tables } from './tables.ts'

/** The rows that a command asked for; a row that is not there is undefined. */
export interface Rows {
  find<T extends TableName>(table: T, id: string): Tables[T] | undefined
}

export interface Circumstances {
  readonly actor: Actor
  /** Who did it, where somebody else carries it out for them with rights of their own; otherwise the actor. */
  readonly author?: string
  readonly rows: Rows
  /** When the person did it, milliseconds since 1970; the server clamps it to the time of arrival. */
  readonly at: number
  /** The day in Vietnam by the clock of whoever decides; days after it are in the future. */
  readonly today: Day
  /** When the ward decides it, milliseconds since 1970; until then nobody else could know of it. */
  readonly now?: number
}

/**
 * `put` makes a new row. `change` alters fields of one: by name, or inside a field that is a map (`items`) by key, where
 * null takes the key out.
 */
export type Effect =
  | { [T in TableName]: { put: T; row: Tables[T] } }[TableName]
  | { [T in TableName]: { change: T; id: string; changes: Changes<Tables[T]> } }[TableName]

/** The changed fields of a row; a field that holds a map of items may be changed item by item. */
export type Changes<R> = {
  [K in keyof R]?: R[K] extends Record<string, infer Item> ? Record<string, Item | null> | R[K] : R[K]
}

export interface CommandDefinition<Schema extends ArgsSchema> {
  readonly permission: Permission
  /** The kind of scope whose numbers it moves. */
  readonly scope: 'ward' | 'team'
  readonly args: Schema
  readonly needs: (args: v.InferOutput<Schema>) => RowRef[]
  /** The dossier codes that it gives, as they were typed. */
  readonly codes?: (args: v.InferOutput<Schema>) => (string | null | undefined)[]
  /** What it is done to, for the permission; the ward itself when left out. */
  readonly about?: (args: v.InferOutput<Schema>, rows: Rows) => Subject
  /** Throws the Problem for which it is refused. */
  readonly decide: (args: v.InferOutput<Schema>, circumstances: Circumstances) => Effect[]
}

/** Any schema of valibot whose value is an object. */
export type ArgsSchema = v.GenericSchema<unknown, object>

/** Keeps the types of a definition while it is written. */
export function defineCommand<Schema extends ArgsSchema>(
  definition: CommandDefinition<Schema>,
): CommandDefinition<Schema> {
  return definition
}
