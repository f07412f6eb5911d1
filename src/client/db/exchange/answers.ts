// What this phone's person did about what the ward told them. It is kept with what they did it to, in one durable
// transaction, works without a network, and goes to the ward with the next exchange (base.ts keepAnswer takes it out).
import type { Command } from '#domain/commands.ts'
import type { ReviewedCommand } from '../review.ts'
import { sealArchived } from './archive.ts'
import { connected } from '../connection.ts'
import type { PhoneDatabase } from '../database.ts'
import { appendIn, sealForOutbox } from '../outbox.ts'
import { readNumbering } from '../numbering.ts'
import { toStorageProblem, withRoom } from '../storageProblem.ts'

/** A notice was seen. */
export async function keepSeen(database: PhoneDatabase, id: string): Promise<void> {
  const { notices, answers } = database
  await durably(database, () =>
    database.transaction('rw', notices, answers, async () => {
      await Promise.all([notices.delete(id), answers.put({ id, as: 'seen' })])
    }),
  )
}

/** Given up, in the lead's hands, or said anew by a command that was saved already. */
export type Settled = 'discarded' | 'handed' | 'resent'

/**
 * A refused or parked command was dealt with. What was handed over stays in the archive: a server that is restored hears
 * of it again.
 */
export async function keepSettled(
  database: PhoneDatabase,
  key: CryptoKey,
  reviewed: ReviewedCommand,
  { as, at }: { as: Settled; at: number },
): Promise<void> {
  const { review, answers, archive } = database
  const { id } = reviewed.command
  const { numbering } = await connected(database, () => readNumbering(database))
  const handed = as === 'handed' ? await sealArchived(key, [reviewed], { answeredAt: at, numbering }) : []
  await durably(database, () =>
    database.transaction('rw', review, answers, archive, async () => {
      await Promise.all([review.delete(id), answers.put({ id, as }), archive.bulkPut(handed)])
    }),
  )
}

/** A refused or parked command was mended: another one takes its place. Gives that one's number. */
export async function keepResent(
  database: PhoneDatabase,
  key: CryptoKey,
  id: string,
  command: Command,
): Promise<number> {
  const { review, answers, outbox, meta } = database
  const sealed = await sealForOutbox(key, command)
  return durably(database, (isRepetition) =>
    database.transaction('rw', review, answers, outbox, meta, async () => {
      const kept = isRepetition ? await outbox.where({ id: command.id }).first() : undefined
      await Promise.all([review.delete(id), answers.put({ id, as: 'resent' })])
      return kept?.seq ?? appendIn(database, sealed)
    }),
  )
}

async function durably<T>(
  database: PhoneDatabase,
  write: (isRepetition: boolean) => PromiseLike<T>,
): Promise<T> {
  try {
    return await connected(database, (isRepetition) => withRoom(database, () => write(isRepetition)))
  } catch (error) {
    throw toStorageProblem(error)
  }
}
