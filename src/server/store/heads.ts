// Where all scopes of a ward stand. Every change of a row moves the number of its scope in the same transaction, so the
// same text twice means that nothing changed in between.
import type { Scope } from '#domain/tables.ts'
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

/** Every scope of every ward, in one query. */
export async function readAllHeads({
  kysely,
}: Database): Promise<{ wardId: string; scope: Scope; head: number }[]> {
  const scopes = await kysely.selectFrom('scopes').select(['ward_id', 'scope', 'head']).execute()
  return scopes.map(({ ward_id, scope, head }) => ({ wardId: ward_id, scope: scope as Scope, head }))
}
