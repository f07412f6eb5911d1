// What is taken from an ID card once its number is hashed: all that leaves the scan.
import type { TypedCard } from '#domain/idCard.ts'
import { Problem, type ProblemCode } from '#domain/problem.ts'
import type { Client } from '../../createClient.ts'

export interface ScannedCard {
  /** Empty where only the number was typed; then what the form has stays. */
  readonly name: string
  readonly birthYear: number | null
  /** Null on a phone that has not got the ward's key for it yet. */
  readonly idHash: string | null
  readonly idLastFour: string
  readonly warnings: readonly ProblemCode[]
}

export async function toScannedCard(
  { name, birthYear, idNumber, warnings }: TypedCard,
  client: Pick<Client, 'hashIdNumber'>,
): Promise<ScannedCard> {
  return { name: name ?? '', birthYear: birthYear ?? null, ...(await hash(idNumber, client)), warnings }
}

async function hash(idNumber: string, client: Pick<Client, 'hashIdNumber'>) {
  try {
    return await client.hashIdNumber(idNumber)
  } catch (error) {
    if (!(error instanceof Problem)) throw error
    return { idHash: null, idLastFour: idNumber.slice(-4) }
  }
}
