// Where all scopes of a ward stand. Every change of a row moves the number of its scope in the same transaction, so the
// same text twice means that nothing changed in between.
import type { Database } from './database.ts'

export async function readHeads(db: Database, wardId: string): Promise<string> {
  const scopes = await db.kysely
    .selectFrom('scopes')
    .select(['scope', 'head'])
    .where('ward_id', '=', wardId)
    .orderBy('scope')
    .execute()
  return scopes.map(({ scope, head }) => `${scope}=${head}`).join(' ')
}
