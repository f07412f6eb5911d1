// What this phone still has to say. A save appends one; only the ward's outcome takes one out (base.ts keepAnswer).
import type { Command } from '#domain/commands.ts'
import { Problem } from '#domain/problem.ts'
import { seal, unseal } from '../vault/seal.ts'
import { connected } from './connection.ts'
import type { OutboxEntry, PhoneDatabase } from './database.ts'
import { lastSeqKey } from './numbering.ts'
import { toStorageProblem, withRoom } from './storageProblem.ts'

/** Its number is its place in the order of sending. */
export interface PendingCommand {
  readonly seq: number
  readonly command: Command
}

const closedKey = 'outboxClosed'
export const outboxPlace = (id: string) => `outbox|${id}`

/** The number that was given last, as far as this page knows; another tab may have given more. */
const lastSeqs = new WeakMap<PhoneDatabase, number>()

/**
 * Appends a command and gives it the next number, in one durable transaction: when this resolves it is on the disk.
 * Throws `diskFull`, `storageFailed` or `storageLost`; then nothing was saved.
 */
export async function appendCommand(
  database: PhoneDatabase,
  key: CryptoKey,
  command: Command,
): Promise<number> {
  const sealed = await sealForOutbox(key, command)
  try {
    return await connected(database, (isRepetition) =>
      withRoom(
        database,
        async () => {
          const kept = isRepetition ? await findSeq(database, command.id) : undefined
          return kept ?? append(database, sealed)
        },
        command.at,
      ),
    )
  } catch (error) {
    throw toStorageProblem(error)
  }
}

export type SealedCommand = Omit<OutboxEntry, 'seq'>

export async function sealForOutbox(key: CryptoKey, command: Command): Promise<SealedCommand> {
  return { id: command.id, sealed: await seal(key, outboxPlace(command.id), command) }
}

/** Nobody waits for the last number to be read where it is known; where another tab has given more, it is read. */
async function append(database: PhoneDatabase, sealed: SealedCommand): Promise<number> {
  const { outbox, meta } = database
  const write = (guess?: number) =>
    database.transaction('rw', outbox, meta, () => appendIn(database, sealed, guess))
  const last = lastSeqs.get(database)
  if (last !== undefined) {
    // Whoever saves while this is under way takes the one after.
    lastSeqs.set(database, last + 1)
    const seq = await write(last + 1).catch(unlessGuessedWrong)
    if (seq !== undefined) return seq
  }
  const seq = await write()
  lastSeqs.set(database, seq)
  return seq
}

class GuessedWrong extends Error {}

function unlessGuessedWrong(error: unknown): undefined {
  const isTaken = error instanceof Error && error.name === 'ConstraintError'
  if (!isTaken && !(error instanceof GuessedWrong)) throw error
}

/** Inside a transaction over outbox and meta; `guess`: the number that comes next if nobody else gave one. */
export async function appendIn(
  { outbox, meta }: PhoneDatabase,
  sealed: SealedCommand,
  guess?: number,
): Promise<number> {
  const put = (seq: number) =>
    Promise.all([outbox.add({ seq, ...sealed }), meta.put({ key: lastSeqKey, value: seq })])
  // Requests are carried out in their order: what is read is how it stood before a guess was written.
  const [[last, closed]] = await Promise.all([
    meta.bulkGet([lastSeqKey, closedKey]),
    guess === undefined ? undefined : put(guess),
  ])
  if (closed) throw new Problem('storageFailed')
  const seq = Number(last?.value ?? 0) + 1
  if (guess === undefined) await put(seq)
  else if (guess !== seq) throw new GuessedWrong()
  return seq
}

/** The number of a command that was kept already, wherever it has got to meanwhile. */
async function findSeq({ outbox, archive, review }: PhoneDatabase, id: string): Promise<number | undefined> {
  const found = await Promise.all([outbox.where({ id }).first(), archive.get(id), review.get(id)])
  return found.find((entry) => entry !== undefined)?.seq
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
  return { seq, command: (await unseal(key, outboxPlace(id), sealed)) as Command }
}

/** What a person would lose with this phone's database. */
export interface Left {
  /** Commands, and answers to what the ward told. */
  readonly unsent: number
  /** What the ward refused or could not decide, and nobody has dealt with. */
  readonly review: number
}

/** Takes no more commands, whichever tab they would come from, if nothing is left; otherwise it stays open. */
export async function closeOutbox(database: PhoneDatabase): Promise<Left> {
  const { outbox, answers, review, meta } = database
  return connected(database, () =>
    database.transaction('rw', outbox, answers, review, meta, async () => {
      const [unsent, unsaid, toReview] = await Promise.all([outbox.count(), answers.count(), review.count()])
      const left = { unsent: unsent + unsaid, review: toReview }
      if (left.unsent + left.review === 0) await meta.put({ key: closedKey, value: 1 })
      return left
    }),
  )
}

/** A sign-out that was cut off has left it closed. */
export async function openOutbox(database: PhoneDatabase): Promise<void> {
  await connected(database, async () => {
    if (await database.meta.get(closedKey)) await database.meta.delete(closedKey)
  })
}
