// What comes as a rescue file is never refused for what is in it, but nobody may fill the store with it.
import { Problem } from '#domain/problem.ts'
import type { Database, Transaction } from './database.ts'

/** What one member may bring within a day; what is kept already takes no room, and nothing of it. */
export const dailyRescues = { count: 60, bytes: 64_000_000 }

const hour = 3_600_000
const day = 24 * hour

/** Of those who bring much at once each waits for the other. Throws `tooManyRescues` with the hours until there is room. */
export async function checkRoom(
  { dialect }: Database,
  tx: Transaction,
  { wardId, byMemberId, receivedAt }: { wardId: string; byMemberId: string; receivedAt: number },
  bytes: number,
): Promise<void> {
  const account = tx
    .selectFrom('member_accounts')
    .select('member_id')
    .where('ward_id', '=', wardId)
    .where('member_id', '=', byMemberId)
  await (dialect === 'postgres' ? account.forUpdate() : account).execute()
  const brought = await tx
    .selectFrom('rescues')
    .select(['received_at', 'bytes'])
    .where('ward_id', '=', wardId)
    .where('by_member_id', '=', byMemberId)
    .where('received_at', '>', receivedAt - day)
    .orderBy('received_at', 'desc')
    .execute()
  // From the newest back: the first for which there is no room beside this one must be a day old first.
  let room = dailyRescues.bytes - bytes
  const inTheWay = brought.find((rescue, index) => {
    room -= rescue.bytes
    return room < 0 || index + 2 > dailyRescues.count
  })
  if (!inTheWay) return
  const hours = Math.ceil((inTheWay.received_at + day - receivedAt) / hour)
  throw new Problem('tooManyRescues', { details: { hours } })
}
