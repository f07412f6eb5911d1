// What the header says of the line, counted on the disk: other tabs count as well.
import { dayAt, startOfDay } from '#domain/period.ts'
import type { PhoneDatabase } from '../db/database.ts'
import { lastSentKey } from '../db/numbering.ts'

export interface Counts {
  readonly unsent: number
  readonly review: number
  readonly notices: number
  readonly sentToday: number
  readonly lastSentAt: number | undefined
}

/** `now` in milliseconds since 1970. */
export async function readCounts(database: PhoneDatabase, now: number): Promise<Counts> {
  const { outbox, review, notices, archive, meta } = database
  const today = startOfDay(dayAt(now))
  const [unsent, toReview, toSee, sent, lastSent] = await database.transaction(
    'r',
    [outbox, review, notices, archive, meta],
    () =>
      Promise.all([
        outbox.count(),
        review.count(),
        notices.count(),
        archive.where('[answeredAt+count]').aboveOrEqual([today, 0]).keys(),
        meta.get(lastSentKey),
      ]),
  )
  const lastSentAt = lastSent?.value
  return {
    unsent,
    review: toReview,
    notices: toSee,
    sentToday: sent.map((key) => Number([key].flat()[1])).reduce((sum, count) => sum + count, 0),
    lastSentAt: typeof lastSentAt === 'number' ? lastSentAt : undefined,
  }
}
