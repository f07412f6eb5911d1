// The base: what the ward has said, and how far it has been heard. Rows stand sealed in packs (pages), newer ones one by
// one beside them; of two versions of a row the higher counts. Pull alone writes here. Sealing comes before a
// transaction, never in it.
//
// A row that stands in a scope no more, though it may stand in another, leaves a tombstone there (`row: null`) of the
// version it had: it hides what older pages of that scope hold, and gives way when the row comes back with a higher one.
import { rowKey, type Scope } from '#domain/tables.ts'
import type { WireRow } from '#protocol/sync.ts'
import { seal, unseal } from '../vault/seal.ts'
import type { PageEntry, PhoneDatabase, RowEntry, ScopeEntry } from './database.ts'
import { readMeta, textIn, type Meta } from './meta.ts'
import { outboxPlace } from './outbox.ts'

export const rowsPerPage = 500
/** From so many rows on, a pack is cheaper than rows one by one. */
const worthAPack = 100

const pagePlace = (scope: Scope, page: number) => `pages|${scope}|${page}`
const rowPlace = (scope: Scope, key: string) => `rows|${scope}|${key}`

/** Rows of a scope as they will lie on the disk; pages are numbered when they are written. */
export interface SealedRows {
  readonly scope: Scope
  readonly rows: readonly RowEntry[]
  readonly pages: readonly PageEntry[]
}

/** `inPages`: none of them one by one, however few they are. */
export async function sealRows(
  database: PhoneDatabase,
  key: CryptoKey,
  scope: Scope,
  rows: readonly WireRow[],
  inPages = rows.length >= worthAPack,
): Promise<SealedRows> {
  if (inPages) {
    const pages = await sealPages(key, scope, rows, await nextPage(database, scope))
    return { scope, rows: [], pages }
  }
  const entries = rows.map(async (row) => {
    const place = rowKey(row.table, row.id)
    return { scope, key: place, sealed: await seal(key, rowPlace(scope, place), row) }
  })
  return { scope, rows: await Promise.all(entries), pages: [] }
}

/** `firstPage` is the number that the next page of this scope has (`nextPage`). */
export async function sealPages(
  key: CryptoKey,
  scope: Scope,
  rows: readonly WireRow[],
  firstPage: number,
): Promise<PageEntry[]> {
  const packs: WireRow[][] = []
  for (let start = 0; start < rows.length; start += rowsPerPage)
    packs.push(rows.slice(start, start + rowsPerPage))
  return Promise.all(
    packs.map(async (pack, index) => {
      const page = firstPage + index
      return { scope, page, count: pack.length, sealed: await seal(key, pagePlace(scope, page), pack) }
    }),
  )
}

export async function nextPage(database: PhoneDatabase, scope: Scope): Promise<number> {
  const [last] = await pagesOf(database, scope).reverse().limit(1).primaryKeys()
  return (last?.[1] ?? 0) + 1
}

/** What lies on the disk, still sealed, and how far it had been heard at that moment. */
export interface SealedBase {
  readonly pages: readonly PageEntry[]
  readonly rows: readonly RowEntry[]
  readonly cursors: ReadonlyMap<Scope, number>
}

export function readSealedBase(database: PhoneDatabase, scope?: Scope): Promise<SealedBase> {
  const { pages, rows, scopes } = database
  return database.transaction('r', pages, rows, scopes, async () => {
    const [foundPages, foundRows, cursors] = await Promise.all([
      scope ? pagesOf(database, scope).toArray() : pages.toArray(),
      scope ? rows.where({ scope }).toArray() : rows.toArray(),
      readCursors(database),
    ])
    return { pages: foundPages, rows: foundRows, cursors }
  })
}

/** Every row that the ward has said, of a scope or of all; one place may come twice, then the higher version counts. */
export async function readBase(database: PhoneDatabase, key: CryptoKey, scope?: Scope): Promise<WireRow[]> {
  return openBase(key, await readSealedBase(database, scope))
}

export async function openBase(key: CryptoKey, { pages, rows }: SealedBase): Promise<WireRow[]> {
  const packs = await Promise.all([
    ...pages.map(async ({ scope, page, sealed }) => {
      return { scope, rows: (await unseal(key, pagePlace(scope, page), sealed)) as WireRow[] }
    }),
    ...rows.map(async (entry) => {
      const { scope, sealed } = entry
      return { scope, rows: [(await unseal(key, rowPlace(scope, entry.key), sealed)) as WireRow] }
    }),
  ])
  const hidden = collectTombstones(packs)
  return packs.flatMap((pack) => {
    const tombstones = hidden.get(pack.scope)
    return tombstones ? pack.rows.filter((row) => isAbove(tombstones, row)) : pack.rows
  })
}

interface Pack {
  readonly scope: Scope
  readonly rows: readonly WireRow[]
}

/** The highest version that a tombstone hides at each place of a scope. Most scopes have none. */
function collectTombstones(packs: readonly Pack[]): Map<Scope, Map<string, number>> {
  const hidden = new Map<Scope, Map<string, number>>()
  for (const { scope, rows } of packs) {
    for (const { table, id, ver, row } of rows) {
      if (row) continue
      const ofScope = hidden.get(scope) ?? new Map<string, number>()
      const place = rowKey(table, id)
      hidden.set(scope, ofScope.set(place, Math.max(ver, ofScope.get(place) ?? 0)))
    }
  }
  return hidden
}

function isAbove(tombstones: ReadonlyMap<string, number>, { table, id, ver, row }: WireRow): boolean {
  return row !== null && ver > (tombstones.get(rowKey(table, id)) ?? -1)
}

/** Whether what lies here was sealed with this key; true where nothing lies. */
export async function isSealedWith(database: PhoneDatabase, key: CryptoKey): Promise<boolean> {
  const [page, unsent] = await Promise.all([
    database.pages.toCollection().first(),
    database.outbox.toCollection().first(),
  ])
  try {
    if (page) await unseal(key, pagePlace(page.scope, page.page), page.sealed)
    if (unsent) await unseal(key, outboxPlace(unsent.id), unsent.sealed)
    return true
  } catch {
    return false
  }
}

/** Those that are numbered from `from` to `to`. */
export function pagesOf({ pages }: PhoneDatabase, scope: Scope, from = 0, to = Infinity) {
  return pages.where('[scope+page]').between([scope, from], [scope, to], true, true)
}

/** Whether pages that were numbered before this transaction still come next: another tab may have folded meanwhile. */
export async function isNext(
  database: PhoneDatabase,
  { scope, pages: [first] }: Pick<SealedRows, 'scope' | 'pages'>,
) {
  return !first || (await nextPage(database, scope)) === first.page
}

export async function readScopes(database: PhoneDatabase): Promise<Map<Scope, ScopeEntry>> {
  return new Map((await database.scopes.toArray()).map((entry) => [entry.scope, entry]))
}

/** Whether some scope has not come whole yet. */
export async function needsFill(database: PhoneDatabase): Promise<boolean> {
  const scopes = await database.scopes.toArray()
  // Who has left holds no scope any more, and is to see what became of their work all the same.
  if (scopes.length === 0) return (await readEpoch(database)) === null
  return scopes.some(({ filled }) => filled === 0)
}

/** How far each scope has been heard; one that is coming anew, how far it has come. */
export async function readCursors(database: PhoneDatabase): Promise<Map<Scope, number>> {
  return new Map([...(await readScopes(database))].map(([scope, entry]) => [scope, heardOf(entry)]))
}

export function heardOf({ cursor, refill }: ScopeEntry): number {
  return refill?.cursor ?? cursor
}

export async function readEpoch(database: PhoneDatabase): Promise<string | null> {
  return epochIn(await readMeta(database))
}

/** Null while nothing was ever heard. */
export function epochIn(meta: Meta): string | null {
  return textIn(meta, 'epoch') ?? null
}
