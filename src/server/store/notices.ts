// What members should know of their own commands, each kept sealed until a phone of theirs says that it was seen.
import type { Notice } from '#protocol/sync.ts'
import { isAmong, ofWard } from './bulk.ts'
import type { Database, Transaction } from './database.ts'
import type { WardKey } from './rows.ts'
import { seal, unseal } from './sealing.ts'

/** A notice and whose it is. */
export interface NoticeFor {
  readonly memberId: string
  readonly notice: Notice
}

const columns = { notice_id: 'text', member_id: 'text', made_at: 'bigint', sealed_notice: 'text' } as const
const place = (noticeId: string) => `notices/${noticeId}`

export async function saveNotices(
  tx: Transaction,
  { wardId, key }: WardKey,
  notices: readonly NoticeFor[],
  madeAt: number,
): Promise<void> {
  if (notices.length === 0) return
  const rows = notices.map(({ memberId, notice }) => {
    const { id } = notice
    return [id, memberId, madeAt, seal(key, place(id), JSON.stringify(notice))]
  })
  await tx
    .insertInto('notices')
    .columns(['ward_id', 'notice_id', 'member_id', 'made_at', 'sealed_notice'])
    .expression(ofWard(tx, wardId, columns, rows))
    .execute()
}

/** The oldest first. */
export async function findUnseen(
  kysely: Database['kysely'],
  { wardId, key }: WardKey,
  memberId: string,
  limit: number,
): Promise<Notice[]> {
  const found = await kysely
    .selectFrom('notices')
    .select(['notice_id', 'sealed_notice'])
    .where('ward_id', '=', wardId)
    .where('member_id', '=', memberId)
    .where('seen_at', 'is', null)
    .orderBy('made_at')
    .orderBy('notice_id')
    .limit(limit)
    .execute()
  return found.map(
    ({ notice_id, sealed_notice }) => JSON.parse(unseal(key, place(notice_id), sealed_notice)) as Notice,
  )
}

/** Of this member's notices alone. */
export async function markSeen(
  tx: Transaction,
  { wardId, memberId }: { wardId: string; memberId: string },
  ids: readonly string[],
  at: number,
): Promise<void> {
  if (ids.length === 0) return
  await tx
    .updateTable('notices')
    .set({ seen_at: at })
    .where('ward_id', '=', wardId)
    .where('member_id', '=', memberId)
    .where(isAmong(tx, 'notice_id', ids))
    .where('seen_at', 'is', null)
    .execute()
}
