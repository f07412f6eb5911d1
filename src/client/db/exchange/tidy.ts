// At idle: the base is kept in few packs, as a phone opens each of them, and what is old leaves the archive.
import { rowKey, type Scope } from '#domain/tables.ts'
import type { WireRow } from '#protocol/sync.ts'
import { isNext, nextPage, pagesOf, readBase, rowsPerPage, sealPages } from '../base.ts'
import type { PhoneDatabase } from '../database.ts'

/** From so many pages on, it is looked how full they are. */
const manyPages = 64
const archiveDays = 30
const msPerDay = 86_400_000

/** `now` in milliseconds since 1970. */
export async function tidy(database: PhoneDatabase, key: CryptoKey, now: number): Promise<void> {
  for (const { scope } of await database.scopes.toArray()) await foldRows(database, key, scope)
  await database.archive
    .where('answeredAt')
    .below(now - archiveDays * msPerDay)
    .delete()
}

/**
 * Packs the rows that lie one by one together with their pages, once they are many. What another tab wrote meanwhile is
 * newer than these packs: then nothing is done. A scope that is coming anew is left alone until it has come.
 */
export async function foldRows(database: PhoneDatabase, key: CryptoKey, scope: Scope): Promise<void> {
  const before = await database.scopes.get(scope)
  if (before?.refill || !(await isWorthFolding(database, scope))) return
  const latest = new Map<string, WireRow>()
  for (const row of await readBase(database, key, scope)) {
    const place = rowKey(row.table, row.id)
    if ((latest.get(place)?.ver ?? -1) < row.ver) latest.set(place, row)
  }
  const pages = await sealPages(key, scope, [...latest.values()], await nextPage(database, scope))
  await database.transaction('rw', database.pages, database.rows, database.scopes, async () => {
    const now = await database.scopes.get(scope)
    const isAsBefore = now?.cursor === before?.cursor && !now?.refill
    if (!isAsBefore || !(await isNext(database, { scope, pages }))) return
    await pagesOf(database, scope).delete()
    await database.rows.where({ scope }).delete()
    await database.pages.bulkAdd(pages)
  })
}

/** Many rows one by one, or many pages that are far from full: each came with one answer of the ward. */
async function isWorthFolding(database: PhoneDatabase, scope: Scope): Promise<boolean> {
  if ((await database.rows.where({ scope }).count()) >= rowsPerPage) return true
  if ((await pagesOf(database, scope).count()) < manyPages) return false
  const last = await pagesOf(database, scope)
    .reverse()
    .limit(manyPages / 2)
    .toArray()
  return last.reduce((sum, { count }) => sum + count, 0) < (rowsPerPage * manyPages) / 4
}
