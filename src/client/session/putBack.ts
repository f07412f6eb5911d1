// The browser threw the database away under an open phone, as when somebody clears the site's data. What only this page
// still knows goes back onto the disk before anything else is written there; the rows come again from the ward.
import type { Dexie } from 'dexie'
import type { PhoneDatabase } from '../db/database.ts'
import { lastSeqKey } from '../db/numbering.ts'
import { sealForOutbox } from '../db/outbox.ts'
import { sealReviewed } from '../db/review.ts'
import type { Line } from '../sync/line.ts'

export async function putBack({ key, view }: Line, empty: Dexie): Promise<void> {
  const database = empty as PhoneDatabase
  const { outbox, review, meta } = database
  const [pending, reviewed] = await Promise.all([
    Promise.all(
      view.pending.map(async ({ seq, command }) => ({ seq, ...(await sealForOutbox(key, command)) })),
    ),
    Promise.all(view.review.map((one) => sealReviewed(key, one))),
  ])
  const last = pending.at(-1)
  await database.transaction('rw', outbox, review, meta, async () => {
    await Promise.all([
      outbox.bulkPut(pending),
      review.bulkPut(reviewed),
      ...(last ? [meta.put({ key: lastSeqKey, value: last.seq })] : []),
    ])
  })
}
