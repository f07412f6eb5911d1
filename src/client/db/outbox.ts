// What this phone still has to say. A save appends one; only the ward's outcome takes one out.
import type { Command } from '#domain/commands.ts'
import { Problem } from '#domain/problem.ts'
import { seal, unseal } from '../vault/seal.ts'
import type { PhoneDatabase } from './database.ts'

export interface PendingCommand {
  readonly seq: number
  readonly command: Command
}

const lastSeqKey = 'lastSeq'
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
      const last = await database.meta.get(lastSeqKey)
      const seq = Number(last?.value ?? 0) + 1
      await database.outbox.add({ seq, id: command.id, sealed })
      await database.meta.put({ key: lastSeqKey, value: seq })
      return seq
    })
  } catch (error) {
    throw new Problem(isQuota(error) ? 'diskFull' : 'storageFailed')
  }
}

/** Every command that waits, in the order of sending. */
export async function readOutbox(database: PhoneDatabase, key: CryptoKey): Promise<PendingCommand[]> {
  const entries = await database.outbox.orderBy('seq').toArray()
  return Promise.all(
    entries.map(async ({ seq, id, sealed }) => ({
      seq,
      command: (await unseal(key, placeOf(id), sealed)) as Command,
    })),
  )
}

/** Chromium reports a full disk as the reason of an aborted transaction. */
function isQuota(error: unknown): boolean {
  if (!(error instanceof Error)) return false
  return error.name === 'QuotaExceededError' || ('inner' in error && isQuota(error.inner))
}
