// The nouns a ward keeps, each a table of small documents, and the scopes in which a row stands.
// A scope is the unit of permission and of ordering: who holds it sees all its rows, in the order of its numbers.
import type { Assist } from './assist.ts'
import type { Dossier } from './dossier.ts'
import type { Note } from './note.ts'
import type { Procedure } from './procedure.ts'
import type { Resident } from './resident.ts'
import type { Member } from './member.ts'
import type { Target } from './target.ts'
import type { Unit } from './unit.ts'
import type { WardTotals } from './wardTotals.ts'

export interface Tables {
  units: Unit
  members: Member
  procedures: Procedure
  wardTotals: WardTotals
  targets: Target
  residents: Resident
  assists: Assist
  dossiers: Dossier
  notes: Note
}

export type TableName = keyof Tables
export type Row = Tables[TableName]

/**
 * Where each table stands, and whether its documents may hold personal data of residents (then the server seals them):
 * an assist names nobody, but the remarks and reasons in it are typed by hand.
 */
export const tables = {
  units: { scope: 'ward', personal: false },
  members: { scope: 'ward', personal: false },
  procedures: { scope: 'ward', personal: false },
  wardTotals: { scope: 'ward', personal: false },
  targets: { scope: 'ward', personal: false },
  residents: { scope: 'team', personal: true },
  assists: { scope: 'team', personal: true },
  dossiers: { scope: 'team', personal: false },
  notes: { scope: 'team', personal: true },
} as const satisfies Record<TableName, { scope: 'ward' | 'team'; personal: boolean }>

export const tableNames = Object.keys(tables) as TableName[]

/** `ward:<ward id>` or `team:<team id>`. */
export type Scope = `ward:${string}` | `team:${string}`

/** One row by its place. */
export interface RowRef<T extends TableName = TableName> {
  readonly table: T
  readonly id: string
}

/** The one text for a place, as map keys and in checksums use it. */
export function rowKey(table: TableName, id: string): string {
  return `${table}/${id}`
}

export function wardScope(wardId: string): Scope {
  return `ward:${wardId}`
}

export function teamScope(teamId: string): Scope {
  return `team:${teamId}`
}

/** The scopes in which a row stands; a row of a team table names its team itself. */
export function scopesOf(wardId: string, row: Row): Scope[] {
  return 'teamId' in row ? [teamScope(row.teamId)] : [wardScope(wardId)]
}
