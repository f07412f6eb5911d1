// The ward has revoked this phone. It sends what is left first; what waits for its person goes to their lead, who decides
// in their place. Only then is it to erase itself.
import type { Line } from '../line.ts'

/** Whether all is said, and answered. */
export async function handOver({ database, view }: Line): Promise<boolean> {
  const { outbox, answers, review } = database
  const isAllSaid = await database.transaction('rw', outbox, answers, review, async () => {
    const ids = await review.toCollection().primaryKeys()
    await answers.bulkPut(ids.map((id) => ({ id, as: 'handed' as const })))
    await review.clear()
    return (await outbox.count()) + (await answers.count()) === 0
  })
  if (view.review.length > 0) view.hear({ review: [] })
  return isAllSaid
}
