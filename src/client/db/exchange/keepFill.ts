// The first fill on the disk: its pages, and how far it got.
import type { Scope } from '#domain/tables.ts'
import { pagesOf } from '../base.ts'
import type { PageEntry, PhoneDatabase, ScopeEntry } from '../database.ts'

/** One page of the first fill. */
export interface FillPage {
  readonly scope: Scope
  readonly epoch: string
  readonly cursor: number
  readonly isLast: boolean
  readonly pages: readonly PageEntry[]
}

/** Writes pages of the first fill together with how far it got, so that a fill that was cut off goes on from there. */
export async function keepFillPages(database: PhoneDatabase, parts: readonly FillPage[]): Promise<void> {
  const { pages, scopes, meta } = database
  const [first] = parts
  if (!first) return
  // Of one scope the last part counts.
  const entries = new Map<Scope, ScopeEntry>(
    parts.map(({ scope, cursor, isLast }) => [scope, { scope, cursor, filled: isLast ? 1 : 0 }]),
  )
  await database.transaction('rw', [pages, scopes, meta], async () => {
    // Scopes that came before may be of another store than these: the first exchange finds out.
    if ((await meta.get('epoch')) === undefined) await meta.put({ key: 'epoch', value: first.epoch })
    await Promise.all([
      pages.bulkPut(parts.flatMap((part) => part.pages)),
      scopes.bulkPut([...entries.values()]),
    ])
  })
}

/** Takes out what has come of a first fill that must begin again. */
export async function forgetFill(database: PhoneDatabase, scope: Scope): Promise<void> {
  await database.transaction('rw', database.pages, database.scopes, async () => {
    await pagesOf(database, scope).delete()
    await database.scopes.delete(scope)
  })
}
