// What the ward refused or could not decide, with its reason, until a person has dealt with it.
import type { Command } from '#domain/commands.ts'
import type { ProblemReport } from '#domain/problem.ts'
import { seal, unseal } from '../vault/seal.ts'
import type { PhoneDatabase, ReviewEntry } from './database.ts'

/** `parked`: the server could not decide. */
export interface ReviewedCommand {
  readonly seq: number
  readonly command: Command
  readonly outcome: 'refused' | 'parked'
  readonly problem: ProblemReport | undefined
}

const placeOf = (id: string) => `review|${id}`

export async function sealReviewed(key: CryptoKey, reviewed: ReviewedCommand): Promise<ReviewEntry> {
  const { seq, command } = reviewed
  return { seq, id: command.id, sealed: await seal(key, placeOf(command.id), reviewed) }
}

/** The newest first. */
export async function readReview(database: PhoneDatabase, key: CryptoKey): Promise<ReviewedCommand[]> {
  const entries = await database.review.toArray()
  const opened = entries.map(
    async ({ id, sealed }) => (await unseal(key, placeOf(id), sealed)) as ReviewedCommand,
  )
  return (await Promise.all(opened)).sort((a, b) => b.command.at - a.command.at)
}
