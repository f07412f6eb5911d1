// This phone takes another device id and numbers all that it has to say from 1. The id lies with the numbers, so there is
// no moment at which one is new and the other old, whenever the phone is killed.
import { openArchive } from '../exchange/archive.ts'
import type { PhoneDatabase } from '../database.ts'
import { deviceIdKey, lastSeqKey, numberingKey, readNumbering } from '../numbering.ts'
import { readReview } from '../review.ts'
import { sealForOutbox } from '../outbox.ts'
import { beginRefill } from './refill.ts'

export interface Anew {
  /** Known to the server already. */
  readonly deviceId: string
  /** The numbering that it takes the place of; nothing is done if another tab has ended it. */
  readonly numbering: number
  /** What the ward took in the last 30 days is said once more, before what waits. */
  readonly withArchive: boolean
  /** Of a server store that was put back: the numbers of its scopes begin anew as well. */
  readonly epoch?: string | undefined
}

/** One durable transaction. False when another tab was faster. */
export async function numberAnew(database: PhoneDatabase, key: CryptoKey, anew: Anew): Promise<boolean> {
  const { outbox, archive, review, scopes, pages, meta } = database
  const archived = anew.withArchive ? await archive.toArray() : []
  // What it refused it may have forgotten as well: nobody could hand that to the lead any more.
  const reviewed = anew.withArchive ? (await readReview(database, key)).sort((a, b) => a.seq - b.seq) : []
  const said = [...(await openArchive(key, archived)), ...reviewed.map(({ command }) => command)]
  const commands = new Map(said.map((command) => [command.id, command]))
  const saidOnce = await Promise.all([...commands.values()].map((command) => sealForOutbox(key, command)))
  return database.transaction('rw', [outbox, archive, review, scopes, pages, meta], async () => {
    const { numbering } = await readNumbering(database)
    if (numbering !== anew.numbering) return false
    if (anew.withArchive && (await archive.count()) !== archived.length) return false
    if (anew.withArchive && (await review.count()) !== reviewed.length) return false
    const waiting = await outbox.orderBy('seq').toArray()
    const isWaiting = new Set(waiting.map(({ id }) => id))
    const all = [...saidOnce.filter(({ id }) => !isWaiting.has(id)), ...waiting]
    await outbox.clear()
    await outbox.bulkAdd(all.map(({ id, sealed }, index) => ({ seq: index + 1, id, sealed })))
    if (anew.withArchive) await Promise.all([archive.clear(), review.clear()])
    if (anew.epoch !== undefined) {
      for (const entry of await scopes.toArray()) await beginRefill(database, entry)
      await meta.put({ key: 'epoch', value: anew.epoch })
    }
    await meta.bulkPut([
      { key: deviceIdKey, value: anew.deviceId },
      { key: numberingKey, value: numbering + 1 },
      { key: lastSeqKey, value: all.length },
    ])
    return true
  })
}
