// A full disk: what the ward has as well gives way to what only this phone knows. Outbox, review and drafts never do.
import type { Scope } from '#domain/tables.ts'
import type { PhoneDatabase } from '../database.ts'

const msPerDay = 86_400_000

/** Takes away what is wanted least; false when nothing is left that may go. `now` in milliseconds since 1970. */
export async function dropUnwanted(database: PhoneDatabase, now: number): Promise<boolean> {
  return (await dropArchive(database, now)) || (await dropLargestTeam(database, now))
}

/** What the ward took before yesterday, but never the last it took. */
async function dropArchive({ archive }: PhoneDatabase, now: number): Promise<boolean> {
  const newest = await archive.orderBy('answeredAt').last()
  const old = archive.where('answeredAt').below(now - msPerDay)
  return (await old.filter(({ id }) => id !== newest?.id).delete()) > 0
}

/**
 * The pages of the team with the most rows. What is in memory stays; once the phone is opened anew its counts differ from
 * the ward's, and the team comes again.
 */
async function dropLargestTeam(database: PhoneDatabase, now: number): Promise<boolean> {
  const { pages, scopes } = database
  return database.transaction('rw', pages, scopes, async () => {
    const counts = new Map<Scope, number>()
    await pages.each(({ scope, count }) => {
      if (scope.startsWith('team:')) counts.set(scope, (counts.get(scope) ?? 0) + count)
    })
    const [largest] = [...counts].sort(([, a], [, b]) => b - a)
    if (!largest) return false
    const [scope] = largest
    await pages.where('[scope+page]').between([scope, 0], [scope, Infinity]).delete()
    // One that was just coming anew found no room: it is not tried again at once.
    const entry = await scopes.get(scope)
    if (entry?.refill) await scopes.put({ scope, cursor: entry.cursor, filled: 1, differedAt: now })
    return true
  })
}
