// The base: what the ward has said, and how far it has been heard. Rows stand sealed in packs (pages), newer ones one by
// one beside them; of two versions of a row the higher counts. Pull alone writes here. Sealing comes before a
// transaction, never in it.
import { rowKey, type Scope } from '#domain/tables.ts'
import type { WireRow } from '#protocol/sync.ts'
import { seal, unseal } from '../vault/seal.ts'
import type { ArchiveEntry, PageEntry, PhoneDatabase, ReviewEntry, RowEntry } from './database.ts'

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

export async function sealRows(
  database: PhoneDatabase,
  key: CryptoKey,
  scope: Scope,
  rows: readonly WireRow[],
): Promise<SealedRows> {
  if (rows.length >= worthAPack) {
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
  const last = await database.pages.where('[scope+page]').between([scope, 0], [scope, Infinity]).last()
  return (last?.page ?? 0) + 1
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
    ...pages.map(async (entry) => {
      return (await unseal(key, pagePlace(entry.scope, entry.page), entry.sealed)) as WireRow[]
    }),
    ...rows.map(async (entry) => {
      return [(await unseal(key, rowPlace(entry.scope, entry.key), entry.sealed)) as WireRow]
    }),
  ])
  return packs.flat()
}

/** Whether what lies here was sealed with this key; true where nothing lies. */
export async function isSealedWith(database: PhoneDatabase, key: CryptoKey): Promise<boolean> {
  const first = await database.pages.toCollection().first()
  if (!first) return true
  try {
    await unseal(key, pagePlace(first.scope, first.page), first.sealed)
    return true
  } catch {
    return false
  }
}

function pagesOf(database: PhoneDatabase, scope: Scope) {
  return database.pages.where('[scope+page]').between([scope, 0], [scope, Infinity])
}

/** Whether pages that were numbered before this transaction still come next: another tab may have folded meanwhile. */
async function isNext(
  database: PhoneDatabase,
  { scope, pages: [first] }: Pick<SealedRows, 'scope' | 'pages'>,
) {
  return !first || (await nextPage(database, scope)) === first.page
}

/** How far each scope has been heard. */
export async function readCursors(database: PhoneDatabase): Promise<Map<Scope, number>> {
  const entries = await database.scopes.toArray()
  return new Map(entries.map(({ scope, cursor }) => [scope, cursor]))
}

/** What one answer of the ward changes on the disk. */
export interface Answer {
  /** The epoch of the server store, which the cursors belong to. */
  readonly epoch: string
  /** The cursors that the answer builds on; if they are others by now, nothing is written. */
  readonly before: ReadonlyMap<Scope, number>
  readonly after: ReadonlyMap<Scope, number>
  readonly sealed: readonly SealedRows[]
  /** Scopes whose rows are replaced by `sealed` as a whole. */
  readonly replaced: readonly Scope[]
  /** Scopes that this phone holds no more. */
  readonly revoked: readonly Scope[]
  /** Commands that have their outcome. */
  readonly answeredSeqs: readonly number[]
  readonly archived: readonly ArchiveEntry[]
  readonly reviewed: readonly ReviewEntry[]
}

/** Writes an answer, all or nothing. False when another tab was faster: then the cycle begins again. */
export async function keepAnswer(database: PhoneDatabase, answer: Answer): Promise<boolean> {
  const { outbox, archive, review, pages, rows, scopes, meta } = database
  return database.transaction('rw', [outbox, archive, review, pages, rows, scopes, meta], async () => {
    const now = await readCursors(database)
    for (const [scope, cursor] of answer.before) if (now.get(scope) !== cursor) return false
    for (const sealed of answer.sealed) if (!(await isNext(database, sealed))) return false
    for (const scope of [...answer.replaced, ...answer.revoked]) {
      await pagesOf(database, scope).delete()
      await rows.where({ scope }).delete()
    }
    await scopes.bulkDelete([...answer.revoked])
    for (const sealed of answer.sealed) {
      await pages.bulkAdd([...sealed.pages])
      await rows.bulkPut([...sealed.rows])
    }
    await scopes.bulkPut([...answer.after].map(([scope, cursor]) => ({ scope, cursor, filled: 1 as const })))
    await review.bulkPut([...answer.reviewed])
    await archive.bulkPut([...answer.archived])
    await outbox.bulkDelete([...answer.answeredSeqs])
    await meta.put({ key: 'epoch', value: answer.epoch })
    return true
  })
}

/** One page of the first fill. */
export interface FillPage {
  readonly scope: Scope
  readonly epoch: string
  readonly cursor: number
  readonly isLast: boolean
  readonly pages: readonly PageEntry[]
}

/** Writes a page of the first fill together with how far it got, so that a fill that was cut off goes on from there. */
export async function keepFillPage(database: PhoneDatabase, page: FillPage): Promise<void> {
  const { pages, scopes, meta } = database
  await database.transaction('rw', [pages, scopes, meta], async () => {
    await pages.bulkPut([...page.pages])
    await scopes.put({ scope: page.scope, cursor: page.cursor, filled: page.isLast ? 1 : 0 })
    await meta.put({ key: 'epoch', value: page.epoch })
  })
}

export async function readEpoch(database: PhoneDatabase): Promise<string | null> {
  const entry = await database.meta.get('epoch')
  return typeof entry?.value === 'string' ? entry.value : null
}

/**
 * Packs the rows that lie one by one together with their pages, once they are many. What another tab wrote meanwhile is
 * newer than these packs: then nothing is done.
 */
export async function foldRows(database: PhoneDatabase, key: CryptoKey, scope: Scope): Promise<void> {
  if ((await database.rows.where({ scope }).count()) < rowsPerPage) return
  const before = await database.scopes.get(scope)
  const latest = new Map<string, WireRow>()
  for (const row of await readBase(database, key, scope)) {
    const place = rowKey(row.table, row.id)
    if ((latest.get(place)?.ver ?? -1) < row.ver) latest.set(place, row)
  }
  const pages = await sealPages(key, scope, [...latest.values()], await nextPage(database, scope))
  await database.transaction('rw', database.pages, database.rows, database.scopes, async () => {
    const now = await database.scopes.get(scope)
    if (now?.cursor !== before?.cursor || !(await isNext(database, { scope, pages }))) return
    await pagesOf(database, scope).delete()
    await database.rows.where({ scope }).delete()
    await database.pages.bulkAdd(pages)
  })
}
