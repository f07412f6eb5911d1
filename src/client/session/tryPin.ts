// A PIN at the door. A try is counted before its end is known; a right PIN takes the count back. Nothing is ever deleted.
// Where the disk takes nothing more, tries are counted in this page alone: what is unsent must stay within reach.
import { Problem } from '#domain/problem.ts'
import type { People, Person } from '../db/people.ts'
import { unlockKey } from '../vault/pin.ts'
import { afterWrongPin, minutesBlocked, needsPassword, triesLeft, type Tries } from '../vault/tries.ts'

export interface TriedPin {
  readonly person: Person
  /** How the count stands while this try is not taken back. */
  readonly tries: Tries
  /** The key that the PIN opened, or why it did not: `pinWrong` or `pinBlocked`. */
  readonly opened: Uint8Array<ArrayBuffer> | Problem
}

/** Undefined when nobody of this id is known on this phone. `now` in milliseconds since 1970. */
export async function tryPin(
  people: People,
  memberId: string,
  pin: string,
  now: number,
): Promise<TriedPin | undefined> {
  const isBlocked = (tries: Tries) => minutesBlocked(tries, now) > 0 || needsPassword(tries)
  const count = (tries: Tries) => (isBlocked(tries) ? tries : afterWrongPin(tries, now))
  const blocked = (tries: Tries) =>
    new Problem('pinBlocked', { details: { minutes: minutesBlocked(tries, now) } })

  const known = await people.find(memberId)
  if (!known) return undefined
  // Both at once, but what the PIN opened is looked at only when the try is counted on the disk.
  const [person, dataKey] = await Promise.all([
    people.countTry(memberId, count).catch(() => countHere(known, count)),
    unlockKey(known.locked, pin),
  ])
  if (!person) return undefined
  const tries = count(person.tries)
  if (isBlocked(person.tries)) return { person, tries, opened: blocked(tries) }
  if (dataKey) {
    countedHere.delete(memberId)
    return { person, tries, opened: dataKey }
  }
  const wrong = new Problem('pinWrong', { details: { left: triesLeft(tries) } })
  return { person, tries, opened: isBlocked(tries) ? blocked(tries) : wrong }
}

const countedHere = new Map<string, Tries>()

function countHere(known: Person, count: (tries: Tries) => Tries): Person {
  const tries = countedHere.get(known.memberId) ?? known.tries
  countedHere.set(known.memberId, count(tries))
  return { ...known, tries }
}
