// The ward's key pair for rescue files (protocol/rescue.ts): phones seal to the public key, the server alone opens. Made
// when it is first wanted; the private key is kept under the ward's own key.
import type { ServerContext } from '../context.ts'
import { seal, unseal } from './sealing.ts'

type Keeper = Pick<ServerContext, 'db' | 'keys'>

const algorithm = { name: 'ECDH', namedCurve: 'P-256' }
const place = (wardId: string) => `wards/${wardId}/rescueKey`

/** A raw point of P-256, base64. */
export async function getRescuePublicKey(keeper: Keeper, wardId: string): Promise<string> {
  return (await readPair(keeper, wardId)).publicKey
}

/** The private key as PKCS #8. */
export async function getRescuePrivateKey(keeper: Keeper, wardId: string): Promise<Buffer> {
  const { sealedPrivate } = await readPair(keeper, wardId)
  const { key } = await keeper.keys.get(wardId)
  return Buffer.from(unseal(key, place(wardId), sealedPrivate), 'base64')
}

async function readPair(keeper: Keeper, wardId: string) {
  const found = await findPair(keeper, wardId)
  if (found) return found
  await makePair(keeper, wardId)
  const made = await findPair(keeper, wardId)
  if (!made) throw new Error('A ward without a rescue key')
  return made
}

async function findPair({ db }: Keeper, wardId: string) {
  const ward = await db.kysely
    .selectFrom('wards')
    .select(['rescue_public', 'rescue_private_sealed'])
    .where('ward_id', '=', wardId)
    .executeTakeFirst()
  if (!ward?.rescue_public || !ward.rescue_private_sealed) return undefined
  return { publicKey: ward.rescue_public, sealedPrivate: ward.rescue_private_sealed }
}

/** The first pair stays, whoever else makes one at the same moment. */
async function makePair({ db, keys }: Keeper, wardId: string): Promise<void> {
  const { key } = await keys.get(wardId)
  const pair = await crypto.subtle.generateKey(algorithm, true, ['deriveBits'])
  const publicKey = await crypto.subtle.exportKey('raw', pair.publicKey)
  const privateKey = await crypto.subtle.exportKey('pkcs8', pair.privateKey)
  await db.kysely
    .updateTable('wards')
    .set({
      rescue_public: Buffer.from(publicKey).toString('base64'),
      rescue_private_sealed: seal(key, place(wardId), Buffer.from(privateKey).toString('base64')),
    })
    .where('ward_id', '=', wardId)
    .where('rescue_public', 'is', null)
    .execute()
}
