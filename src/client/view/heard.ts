// What the ward has said, in memory: of two versions of a row the higher stands. Each scope's count and checksum are kept
// up row by row from the moment that somebody first asks for them.
import { rowKey, tableNames, teamScope, type Row, type Scope, type TableName } from '#domain/tables.ts'
import { addCheck, rowCheck, subtractCheck } from '#protocol/checksum.ts'
import type { WireRow } from '#protocol/sync.ts'

export interface HeardRow {
  readonly ver: number
  readonly row: Row | null
}

export interface Sum {
  readonly count: number
  readonly checksum: number
}

export interface HeardRows {
  of(table: TableName): ReadonlyMap<string, HeardRow>
  get(table: TableName, id: string): HeardRow | undefined
  hear(row: WireRow): void
  /** The row stands in this scope no more; one that has gone on to another scope stays. */
  remove(scope: Scope, table: TableName, id: string): void
  /** This phone holds the scope no more. */
  leave(scope: Scope): void
  clear(): void
  /** Of the rows that stand in a scope. */
  sumOf(scope: Scope): Sum
}

/** A phone knows one ward. */
type Place = Scope | 'ward'
const nothing: Sum = { count: 0, checksum: 0 }

export function createHeardRows(): HeardRows {
  const rows = new Map<TableName, Map<string, HeardRow>>(tableNames.map((table) => [table, new Map()]))
  let sums: Map<Place, Sum> | undefined

  const of = (table: TableName) => rows.get(table) ?? new Map<string, HeardRow>()

  function count(table: TableName, id: string, known: HeardRow | undefined, by: 1 | -1): void {
    if (!sums || !known?.row) return
    const place = placeOf(known.row)
    const sum = sums.get(place) ?? nothing
    const check = rowCheck(rowKey(table, id), known.ver)
    sums.set(place, {
      count: sum.count + by,
      checksum: by === 1 ? addCheck(sum.checksum, check) : subtractCheck(sum.checksum, check),
    })
  }

  function forget(table: TableName, id: string): void {
    count(table, id, of(table).get(id), -1)
    of(table).delete(id)
  }

  return {
    of,
    get: (table, id) => of(table).get(id),
    hear({ table, id, ver, row }) {
      const known = of(table).get(id)
      if (known && known.ver >= ver) return
      const heard = { ver, row }
      count(table, id, known, -1)
      count(table, id, heard, 1)
      of(table).set(id, heard)
    },
    remove(scope, table, id) {
      const row = of(table).get(id)?.row
      if (row && placeOf(row) === toPlace(scope)) forget(table, id)
    },
    leave(scope) {
      const place = toPlace(scope)
      for (const [table, byId] of rows) {
        for (const [id, { row }] of byId) if (row && placeOf(row) === place) forget(table, id)
      }
    },
    clear() {
      for (const byId of rows.values()) byId.clear()
      sums = undefined
    },
    sumOf(scope) {
      if (!sums) {
        sums = new Map()
        for (const [table, byId] of rows) for (const [id, heard] of byId) count(table, id, heard, 1)
      }
      return sums.get(toPlace(scope)) ?? nothing
    },
  }
}

function placeOf(row: Row): Place {
  return 'teamId' in row ? teamScope(row.teamId) : 'ward'
}

function toPlace(scope: Scope): Place {
  return scope.startsWith('ward:') ? 'ward' : scope
}
