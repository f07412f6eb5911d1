// Reads what lies on the disk into the view: when the phone is opened, and whenever another tab has written.
import type { WireRow } from '#protocol/sync.ts'
import { openBase, readSealedBase, type SealedBase } from '../db/base.ts'
import { connected } from '../db/connection.ts'
import { readNotices } from '../db/notices.ts'
import { readOutbox } from '../db/outbox.ts'
import { readReview } from '../db/review.ts'
import type { Line } from '../sync/line.ts'

/** `outbox`: what this phone has to say, and what waits for its person; `all`: what the ward has said as well. */
export type Part = 'outbox' | 'all'

export interface ReadingOptions {
  /** The base, if it has been read already. */
  readonly sealed: Promise<SealedBase> | undefined
  readonly isClosed: () => boolean
  readonly onRead: () => void
}

/** One reading at a time, and one more for all that is asked for meanwhile. */
export function createReading(line: Line, options: ReadingOptions): (part: Part) => Promise<void> {
  const { database, key, view } = line
  let { sealed } = options
  let toRead: Part | undefined
  let reading: Promise<void> | undefined

  function want(part: Part): void {
    if (toRead !== 'all') toRead = part
  }

  async function readAll(): Promise<void> {
    for (let part = toRead; part && !options.isClosed(); part = toRead) {
      toRead = undefined
      const { version } = view
      const [base, pending, review, notices] = await Promise.all([
        part === 'all' ? readRows() : undefined,
        connected(database, () => readOutbox(database, key)),
        connected(database, () => readReview(database, key)),
        connected(database, () => readNotices(database, key)),
      ])
      // What was saved or heard in this tab meanwhile is newer than what was read.
      if (view.version !== version) want(part)
      else {
        view.hear({ base: base?.rows, pending, review, notices })
        if (base) line.shownTo = base.cursors
      }
    }
    options.onRead()
  }

  async function readRows(): Promise<{ rows: WireRow[]; cursors: Line['shownTo'] }> {
    const read = sealed
    sealed = undefined
    const base = await (read ?? connected(database, () => readSealedBase(database)))
    return { rows: await openBase(key, base), cursors: base.cursors }
  }

  return (part) => {
    want(part)
    reading ??= readAll().finally(() => {
      reading = undefined
    })
    return reading
  }
}
