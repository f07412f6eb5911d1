// The ward's order to erase, once all is said: nobody saves any more, the order is written where a start finds it, and only
// then everything of this person goes. The server is told a few times and not waited for.
import { Problem, problemCodes } from '#domain/problem.ts'
import type { Person, People } from '../../db/people.ts'
import type { Api } from '../../http/api.ts'

export interface Erasing {
  readonly people: People
  readonly api: Pick<Api, 'sayErased'>
  /** Deletes the database of a person. */
  readonly clear: (memberId: string) => Promise<void>
}

const pauses = [0, 2_000, 10_000]

/** Carries out an order that `people` knows of; also one that was cut off. */
export async function eraseHere(
  { people, api, clear }: Erasing,
  { memberId, eraseOrder }: Person,
): Promise<void> {
  await clear(memberId)
  if (eraseOrder !== undefined) await sayErased(api, eraseOrder)
  // Who has come in again meanwhile stays.
  if ((await people.find(memberId))?.eraseOrder === eraseOrder) await people.forget(memberId)
}

async function sayErased(api: Erasing['api'], deviceId: string): Promise<void> {
  for (const pause of pauses) {
    await new Promise((resolve) => setTimeout(resolve, pause))
    if (await isHeard(api.sayErased(deviceId))) return
  }
}

/** Whether the server has heard it, or does not want to: nothing is left here in any case. */
async function isHeard(said: Promise<void>): Promise<boolean> {
  try {
    await said
    return true
  } catch (error) {
    return error instanceof Problem && problemCodes[error.code] < 500
  }
}
