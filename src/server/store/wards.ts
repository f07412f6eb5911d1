// The wards of this server, the keys that phones of a ward share, and the one token that may set the first ward up.
import type { ServerContext } from '../context.ts'
import type { Database, Transaction } from './database.ts'
import { newKey, seal, unseal } from './sealing.ts'

export interface Ward {
  readonly wardId: string
  readonly name: string
  /** Changes only when the store is restored from a backup. */
  readonly epoch: string
}

/** Makes a ward with its data key and the key for ID numbers, and gives its id. */
export async function addWard({ db, keys, newId, clock }: ServerContext, name: string): Promise<string> {
  const wardId = newId()
  await db.kysely
    .insertInto('wards')
    .values({
      ward_id: wardId,
      name,
      epoch: newId(),
      wrapped_key: keys.wrap(wardId),
      id_key_sealed: '',
      created_at: clock(),
    })
    .execute()
  const { key } = await keys.get(wardId)
  const sealed = seal(key, idKeyPlace(wardId), newKey().toString('base64'))
  await db.kysely.updateTable('wards').set({ id_key_sealed: sealed }).where('ward_id', '=', wardId).execute()
  return wardId
}

export async function findWard(db: Database, wardId: string): Promise<Ward | undefined> {
  const ward = await db.kysely
    .selectFrom('wards')
    .select(['name', 'epoch'])
    .where('ward_id', '=', wardId)
    .executeTakeFirst()
  return ward && { wardId, ...ward }
}

/** When this store became the one it is: an epoch is a UUID of version 7, which begins with that moment. */
export async function findEpochBegan(tx: Transaction, wardId: string): Promise<number> {
  const ward = await tx.selectFrom('wards').select('epoch').where('ward_id', '=', wardId).executeTakeFirst()
  return Number.parseInt((ward?.epoch ?? '').replace('-', '').slice(0, 12), 16) || 0
}

/**
 * The store is not the one that phones knew: every ward gets a new epoch, and phones offer again what they have sent.
 * Gives the number of wards.
 */
export async function beginNewEpoch(db: Database, newId: () => string): Promise<number> {
  const wardIds = await findWardIds(db)
  await db.transact(async (tx) => {
    for (const wardId of wardIds)
      await tx.updateTable('wards').set({ epoch: newId() }).where('ward_id', '=', wardId).execute()
  })
  return wardIds.length
}

/** Every ward of the server, the oldest first. */
export async function findWardIds(db: Database): Promise<string[]> {
  const wards = await db.kysely.selectFrom('wards').select('ward_id').orderBy('created_at').execute()
  return wards.map(({ ward_id }) => ward_id)
}

/** The ward's key for the HMAC of ID numbers, base64. */
export async function getIdKey({ db, keys }: ServerContext, wardId: string): Promise<string> {
  const { key } = await keys.get(wardId)
  const { id_key_sealed } = await db.kysely
    .selectFrom('wards')
    .select('id_key_sealed')
    .where('ward_id', '=', wardId)
    .executeTakeFirstOrThrow()
  return unseal(key, idKeyPlace(wardId), id_key_sealed)
}

/** The token that holds from now on; earlier ones are void. */
export async function replaceSetupToken(db: Database, tokenHash: string): Promise<void> {
  await db.transact(async (tx) => {
    await tx.deleteFrom('setup_tokens').execute()
    await tx.insertInto('setup_tokens').values({ token_hash: tokenHash }).execute()
  })
}

export async function findSetupToken(db: Database): Promise<string | undefined> {
  return (await db.kysely.selectFrom('setup_tokens').select('token_hash').executeTakeFirst())?.token_hash
}

/** Whether this caller was the one who took it. */
export async function takeSetupToken(db: Database, tokenHash: string): Promise<boolean> {
  const taken = await db.kysely
    .deleteFrom('setup_tokens')
    .where('token_hash', '=', tokenHash)
    .executeTakeFirst()
  return taken.numDeletedRows === 1n
}

function idKeyPlace(wardId: string): string {
  return `wards/${wardId}/idKey`
}
