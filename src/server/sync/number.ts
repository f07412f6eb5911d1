// Rows that were written get their numbers in the scopes where they stand, and leave those where they stood before.
import { rowKey, scopesOf, type Scope } from '#domain/tables.ts'
import type { StoredRow } from '../store/rows.ts'
import { numberRemoval, numberRow, type NumberedRow, type ScopeState } from '../store/scopes.ts'
import { ScopesMissing } from './withScopes.ts'

/** A row as it was before, if it was, and as it is now. */
export interface Written {
  readonly before: StoredRow | undefined
  readonly now: StoredRow
}

export interface Numbered {
  readonly rows: NumberedRow[]
  readonly moved: Set<ScopeState>
}

/** Throws `ScopesMissing` with every scope to lock besides; then nothing may be written. */
export function numberAll(
  wardId: string,
  written: readonly Written[],
  locked: ReadonlyMap<Scope, ScopeState>,
): Numbered {
  const numbered: Numbered = { rows: [], moved: new Set() }
  const missing = new Set<Scope>()
  for (const { before, now } of written) {
    const { table, id } = now
    const key = rowKey(table, id)
    const stood = before ? scopesOf(wardId, before.row) : []
    const stands = scopesOf(wardId, now.row)
    for (const scope of new Set([...stands, ...stood])) {
      const state = locked.get(scope)
      if (!state) {
        missing.add(scope)
        continue
      }
      const verHere = stood.includes(scope) ? before?.ver : undefined
      const isRemoved = !stands.includes(scope)
      const cursor =
        isRemoved && verHere !== undefined
          ? numberRemoval(state, key, verHere)
          : numberRow(state, key, verHere, now.ver)
      numbered.rows.push({ scope, table, id, cursor, isRemoved })
      numbered.moved.add(state)
    }
  }
  // All at once, so that one more try is enough.
  if (missing.size > 0) throw new ScopesMissing([...missing])
  return numbered
}
