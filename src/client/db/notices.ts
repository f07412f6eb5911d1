// What the ward told this member, sealed, until they have seen it: that a value of theirs gave way, or what their lead did
// with a command of theirs.
import type { Notice } from '#protocol/sync.ts'
import { seal, unseal } from '../vault/seal.ts'
import type { NoticeEntry, PhoneDatabase } from './database.ts'

const placeOf = (id: string) => `notices|${id}`

export async function sealNotice(key: CryptoKey, notice: Notice): Promise<NoticeEntry> {
  return { id: notice.id, sealed: await seal(key, placeOf(notice.id), notice) }
}

/** The newest first. */
export async function readNotices(database: PhoneDatabase, key: CryptoKey): Promise<Notice[]> {
  const entries = await database.notices.toArray()
  const opened = entries.map(async ({ id, sealed }) => (await unseal(key, placeOf(id), sealed)) as Notice)
  return (await Promise.all(opened)).sort(newestNoticeFirst)
}

export function newestNoticeFirst(a: Notice, b: Notice): number {
  return b.at - a.at
}
