// What the ward has to say to a phone: for each scope the latest state of the rows after its number, page by page.
// Head, count, checksum and rows are read in one moment.
import type { Scope } from '#domain/tables.ts'
import { maxRowsPerPage, type ScopeChanges } from '#protocol/sync.ts'
import type { Database } from '../store/database.ts'
import type { WardKey } from '../store/rows.ts'
import { findScopes, rowsAfter } from '../store/scopes.ts'

/** The next page of each scope after its cursor (0 for a scope that is new to the phone). */
export function pull(
  database: Database,
  ward: WardKey,
  cursors: ReadonlyMap<Scope, number>,
  limit: number = maxRowsPerPage,
): Promise<ScopeChanges[]> {
  return database.snapshot(async (tx) => {
    const pages: ScopeChanges[] = []
    const states = await findScopes(tx, ward.wardId, [...cursors.keys()])
    for (const [scope, after] of cursors) {
      const { head, count, checksum } = states.get(scope) ?? { head: 0, count: 0, checksum: 0 }
      const found = head > after ? await rowsAfter(tx, ward, scope, after, limit + 1) : []
      const page = found.slice(0, limit)
      const more = found.length > limit
      const to = more ? (page.at(-1)?.cursor ?? after) : Math.max(head, after)
      const rows = page.map(({ table, id, ver, row }) => ({ table, id, ver, row }))
      pages.push({ scope, to, more, rows, removed: [], count, checksum })
    }
    return pages
  })
}
