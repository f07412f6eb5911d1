// What this phone still has to say. A save appends one; only the ward's outcome takes one out (base.ts keepAnswer).
import type { Command } from '#domain/commands.ts'
import { Problem } from '#domain/problem.ts'
import { seal, unseal } from '../vault/seal.ts'
import type { OutboxEntry, PhoneDatabase } from './database.ts'
import { toStorageProblem } from './storageProblem.ts'

/** Its number is its place in the order of sending. */
export interface PendingCommand {
  readonly seq: number
  readonly command: Command
}

const lastSeqKey = 'lastSeq'
const closedKey = 'outboxClosed'
const placeOf = (id: string) => `outbox|${id}`

/**
 * Appends a command and gives it the next number, in one durable transaction: when this resolves it is on the disk.
 * Throws `diskFull` or `storageFailed`; then nothing was saved.
 */
export async function appendCommand(
  database: PhoneDatabase,
  key: CryptoKey,
  command: Command,
): Promise<number> {
  const sealed = await seal(key, placeOf(command.id), command)
  try {
    return await database.transaction('rw', database.outbox, database.meta, async () => {
      const [last, closed] = await database.meta.bulkGet([lastSeqKey, closedKey])
      if (closed) throw new Problem('storageFailed')
      const seq = Number(last?.value ?? 0) + 1
      await database.outbox.add({ seq, id: command.id, sealed })
      await database.meta.put({ key: lastSeqKey, value: seq })
      return seq
    })
  } catch (error) {
    throw toStorageProblem(error)
  }
}

/** The commands that wait, in the order of sending: all of them, or the first ones. */
export async function readOutbox(
  database: PhoneDatabase,
  key: CryptoKey,
  most = Infinity,
): Promise<PendingCommand[]> {
  const entries = await database.outbox.orderBy('seq').limit(most).toArray()
  return Promise.all(entries.map((entry) => open(key, entry)))
}

async function open(key: CryptoKey, { seq, id, sealed }: OutboxEntry): Promise<PendingCommand> {
  return { seq, command: (await unseal(key, placeOf(id), sealed)) as Command }
}

/** What a person would lose with this phone's database. */
export interface Left {
  readonly unsent: number
  /** What the ward refused or could not decide, and nobody has dealt with. */
  readonly review: number
}

/** Takes no more commands, whichever tab they would come from, if nothing is left; otherwise it stays open. */
export async function closeOutbox(database: PhoneDatabase): Promise<Left> {
  const { outbox, review, meta } = database
  return database.transaction('rw', outbox, review, meta, async () => {
    const left = { unsent: await outbox.count(), review: await review.count() }
    if (left.unsent + left.review === 0) await meta.put({ key: closedKey, value: 1 })
    return left
  })
}

/** A sign-out that was cut off has left it closed. */
export async function openOutbox(database: PhoneDatabase): Promise<void> {
  await database.meta.delete(closedKey)
}

/** Numbers what waits anew from 1: another phone has used these numbers under the old device id. */
export async function renumberOutbox(database: PhoneDatabase): Promise<void> {
  await database.transaction('rw', database.outbox, database.meta, async () => {
    const entries = await database.outbox.orderBy('seq').toArray()
    await database.outbox.clear()
    await database.outbox.bulkAdd(entries.map((entry, index) => ({ ...entry, seq: index + 1 })))
    await database.meta.put({ key: lastSeqKey, value: entries.length })
  })
}
