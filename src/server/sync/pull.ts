// What the ward has to say to a phone: for each scope the latest state of the rows after its number, page by page.
// Head, count, checksum and rows are read in one moment.
import type { Scope, TableName } from '#domain/tables.ts'
import { subtractCheck } from '#protocol/checksum.ts'
import { maxRowsPerPage, type ScopeChanges } from '#protocol/sync.ts'
import type { Database, Transaction } from '../store/database.ts'
import type { RowText, WardKey } from '../store/rows.ts'
import { entriesAfter, findScopes, sumOfTables, type ScopePart, type ScopeState } from '../store/scopes.ts'

/** A cursor of which nothing is known here, as one of another epoch. */
export const unknownCursor = Number.MAX_SAFE_INTEGER

/** The changes of a scope as they are written into an answer (tell.ts). */
export type ScopePage = Omit<ScopeChanges, 'rows'> & { readonly rows: readonly RowText[] }

interface Pulled extends Omit<ScopePart, 'after'> {
  /** Tables that this phone does not know: of them nothing is told. */
  readonly hidden: readonly TableName[]
}

/** The next page of each scope after its cursor (0 for a scope that is new to the phone). */
export function pull(
  database: Database,
  ward: WardKey,
  cursors: ReadonlyMap<Scope, number>,
  { limit = maxRowsPerPage, atHand, hidden = [] }: Partial<Pulled> = {},
): Promise<ScopePage[]> {
  return database.snapshot(async (tx) => {
    const pages: ScopePage[] = []
    const states = await findScopes(tx, ward.wardId, [...cursors.keys()])
    for (const [scope, after] of cursors) {
      const state = states.get(scope) ?? { scope, head: 0, count: 0, checksum: 0 }
      pages.push(await readPage(tx, ward, state, { after, limit, atHand, hidden }))
    }
    return pages
  })
}

async function readPage(
  tx: Transaction,
  ward: WardKey,
  state: ScopeState,
  { after: cursor, limit, atHand, hidden }: Pulled & ScopePart,
): Promise<ScopePage> {
  const { scope, head } = state
  // Beyond the head: a store that was restored gave that number to nobody. Everything is told anew.
  const replaces = cursor > head
  const after = replaces ? 0 : cursor
  const part = { after, limit: limit + 1, atHand }
  const found = head > after ? await entriesAfter(tx, ward, scope, part) : []
  const page = found.slice(0, limit)
  const more = found.length > limit
  const shown = page.filter(({ table }) => !hidden.includes(table))
  return {
    scope,
    to: more ? (page.at(-1)?.cursor ?? after) : head,
    more,
    rows: shown.flatMap(({ told }) => told ?? []),
    // Who begins here holds nothing that could be gone.
    removed: after === 0 ? [] : shown.flatMap(({ table, id, told }) => (told ? [] : { table, id })),
    ...(replaces ? { replaces } : {}),
    ...(await sumShown(tx, ward.wardId, state, hidden)),
  }
}

async function sumShown(
  tx: Transaction,
  wardId: string,
  { scope, count, checksum }: ScopeState,
  hidden: readonly TableName[],
): Promise<Pick<ScopePage, 'count' | 'checksum'>> {
  if (hidden.length === 0) return { count, checksum }
  const sum = await sumOfTables(tx, wardId, scope, hidden)
  return { count: count - sum.count, checksum: subtractCheck(checksum, sum.checksum) }
}
