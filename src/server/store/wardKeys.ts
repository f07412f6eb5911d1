// Each ward's data key, sealed by the master key of the server. Opened once, then held in memory.
import { Problem } from '#domain/problem.ts'
import type { Database } from './database.ts'
import type { WardKey } from './rows.ts'
import { newKey, seal, unseal } from './sealing.ts'

export interface WardKeys {
  /** Throws `notFound` for a ward that this server does not have. */
  get(wardId: string): Promise<WardKey>
  /** Whether the key of every ward can be opened: the master key may be another than the data was begun with. */
  fit(): Promise<boolean>
  /** A new key for a ward, as it is kept in its row. */
  wrap(wardId: string): string
}

export function createWardKeys(db: Database, masterKey: Buffer): WardKeys {
  const opened = new Map<string, WardKey>()
  const place = (wardId: string) => `wards/${wardId}`
  const unwrap = (wardId: string, wrapped: string) =>
    Buffer.from(unseal(masterKey, place(wardId), wrapped), 'base64')
  return {
    async get(wardId) {
      const known = opened.get(wardId)
      if (known) return known
      const ward = await db.kysely
        .selectFrom('wards')
        .select('wrapped_key')
        .where('ward_id', '=', wardId)
        .executeTakeFirst()
      if (!ward) throw new Problem('notFound')
      const wardKey = { wardId, key: unwrap(wardId, ward.wrapped_key) }
      opened.set(wardId, wardKey)
      return wardKey
    },
    async fit() {
      const wards = await db.kysely.selectFrom('wards').select(['ward_id', 'wrapped_key']).execute()
      try {
        for (const { ward_id, wrapped_key } of wards) unwrap(ward_id, wrapped_key)
        return true
      } catch {
        return false
      }
    },
    wrap: (wardId) => seal(masterKey, place(wardId), newKey().toString('base64')),
  }
}
