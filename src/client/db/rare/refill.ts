// A scope that is to come anew, because it differs from the ward's or the numbers that it was heard by mean nothing any
// more. What is here stays, and is shown, until all of it has come; the outbox is not touched.
import type { Scope } from '#domain/tables.ts'
import { nextPage } from '../base.ts'
import type { PhoneDatabase, ScopeEntry } from '../database.ts'

/** Unless another tab has heard of the scope since: its cursor is another then. */
export async function markDifferent(
  database: PhoneDatabase,
  scopes: ReadonlyMap<Scope, number>,
  differedAt: number,
): Promise<void> {
  await database.transaction('rw', database.scopes, database.pages, async () => {
    for (const [scope, cursor] of scopes) {
      const entry = await database.scopes.get(scope)
      if (entry?.cursor === cursor && !entry.refill) await beginRefill(database, { ...entry, differedAt })
    }
  })
}

/** Inside a transaction over scopes and pages. */
export async function beginRefill(database: PhoneDatabase, entry: ScopeEntry): Promise<void> {
  const fromPage = await nextPage(database, entry.scope)
  await database.scopes.put({ ...entry, refill: { cursor: 0, fromPage } })
}
