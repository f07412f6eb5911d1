// What was brought as a rescue file, as it came: sealed under the ward's key whether anybody can read it or not.
import { createHash } from 'node:crypto'
import type { ServerContext } from '../context.ts'
import type { Database, Transaction } from './database.ts'
import { checkRoom } from './rescueRoom.ts'
import { seal, unseal } from './sealing.ts'

type Keeper = Pick<ServerContext, 'db' | 'keys'>

export interface RescuePlace {
  readonly wardId: string
  readonly rescueId: string
}

/** What was found in one that could be read. */
export interface ReadRescue {
  readonly authorMemberId: string
  readonly deviceId: string
  readonly taken: number
  readonly known: number
  readonly refused: number
}

export interface KeptRescue extends Omit<ReadRescue, 'authorMemberId' | 'deviceId'> {
  readonly rescueId: string
  readonly receivedAt: number
  /** Null for the command line. */
  readonly byMemberId: string | null
  readonly authorMemberId: string | null
  readonly bytes: number
  readonly isRead: boolean
}

/** Keeps what came, unless it is kept already: the same bytes twice are one. Throws `tooManyRescues`. */
export async function keepRescue(
  { db, keys }: Keeper,
  content: Uint8Array,
  from: { wardId: string; byMemberId: string | null; receivedAt: number },
): Promise<RescuePlace> {
  const { wardId, key } = await keys.get(from.wardId)
  const rescueId = createHash('sha256').update(content).digest('hex')
  const { byMemberId } = from
  const place = { wardId, rescueId }
  await db.transact(async (tx) => {
    if (await isKept(tx, place)) return
    if (byMemberId !== null) await checkRoom(db, tx, { ...from, byMemberId }, content.length)
    await insert(tx, content, { ...from, place, key })
  })
  return place
}

async function isKept(tx: Transaction, { wardId, rescueId }: RescuePlace): Promise<boolean> {
  const kept = tx.selectFrom('rescues').select('rescue_id').where('ward_id', '=', wardId)
  return (await kept.where('rescue_id', '=', rescueId).executeTakeFirst()) !== undefined
}

async function insert(
  tx: Transaction,
  content: Uint8Array,
  from: { place: RescuePlace; key: Buffer; byMemberId: string | null; receivedAt: number },
): Promise<void> {
  const { place, key } = from
  const { wardId, rescueId } = place
  await tx
    .insertInto('rescues')
    .values({
      ward_id: wardId,
      rescue_id: rescueId,
      received_at: from.receivedAt,
      by_member_id: from.byMemberId,
      author_member_id: null,
      device_id: null,
      bytes: content.length,
      sealed_content: seal(key, placeOf(rescueId), Buffer.from(content).toString('base64')),
      is_read: 0,
      taken: 0,
      known: 0,
      refused: 0,
    })
    .onConflict((conflict) => conflict.columns(['ward_id', 'rescue_id']).doNothing())
    .execute()
}

/** The first reading stays: of what comes again everything is known. */
export async function saveReading(
  db: Database,
  { wardId, rescueId }: RescuePlace,
  { authorMemberId, deviceId, taken, known, refused }: ReadRescue,
): Promise<void> {
  await db.kysely
    .updateTable('rescues')
    .set({ author_member_id: authorMemberId, device_id: deviceId, is_read: 1, taken, known, refused })
    .where('ward_id', '=', wardId)
    .where('rescue_id', '=', rescueId)
    .where('is_read', '=', 0)
    .execute()
}

/** The newest first. */
export async function listRescues(db: Database, wardId: string): Promise<KeptRescue[]> {
  const kept = await db.kysely
    .selectFrom('rescues')
    .select(['rescue_id', 'received_at', 'by_member_id', 'author_member_id', 'bytes'])
    .select(['is_read', 'taken', 'known', 'refused'])
    .where('ward_id', '=', wardId)
    .orderBy('received_at', 'desc')
    .execute()
  return kept.map(({ rescue_id, received_at, by_member_id, author_member_id, is_read, ...rescue }) => ({
    ...rescue,
    rescueId: rescue_id,
    receivedAt: received_at,
    byMemberId: by_member_id,
    authorMemberId: author_member_id,
    isRead: is_read === 1,
  }))
}

/** The very bytes that came; undefined where nothing did. */
export async function findRescued(
  { db, keys }: Keeper,
  { wardId, rescueId }: RescuePlace,
): Promise<Buffer | undefined> {
  const kept = await db.kysely
    .selectFrom('rescues')
    .select('sealed_content')
    .where('ward_id', '=', wardId)
    .where('rescue_id', '=', rescueId)
    .executeTakeFirst()
  if (!kept) return undefined
  const { key } = await keys.get(wardId)
  return Buffer.from(unseal(key, placeOf(rescueId), kept.sealed_content), 'base64')
}

function placeOf(rescueId: string): string {
  return `rescues/${rescueId}`
}
