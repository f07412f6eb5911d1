// Who is known on this phone: what the door needs before anything is unsealed. Each person's rows have a database of
// their own (database.ts), so that two people on one phone never meet.
import { Dexie, type EntityTable } from 'dexie'
import type { Role } from '#domain/member.ts'
import type { LockedKey } from '../vault/pin.ts'
import type { Tries } from '../vault/tries.ts'

export interface Person {
  memberId: string
  /** This phone, as the server knows it for this person. */
  deviceId: string
  wardId: string
  wardName: string
  name: string
  role: Role
  teamIds: readonly string[]
  locked: LockedKey
  tries: Tries
  /** Milliseconds since 1970. */
  usedAt: number
}

export interface People {
  /** The last to use the phone first. */
  list(): Promise<Person[]>
  find(memberId: string): Promise<Person | undefined>
  keep(person: Person): Promise<void>
  /** Changes some of what is known; nobody comes into being by it. */
  change(memberId: string, changes: Partial<Person>): Promise<void>
  /**
   * Changes the count of PIN tries before a PIN is tried, so that several at once and one that is cut off count as well.
   * The person as they were before.
   */
  countTry(memberId: string, next: (tries: Tries) => Tries): Promise<Person | undefined>
  forget(memberId: string): Promise<void>
}

export function openPeople(name: string): People {
  const database = new Dexie(name, { chromeTransactionDurability: 'strict' }) as Dexie & {
    people: EntityTable<Person, 'memberId'>
  }
  database.version(1).stores({ people: 'memberId' })
  return {
    list: async () => (await database.people.toArray()).sort((a, b) => b.usedAt - a.usedAt),
    find: (memberId) => database.people.get(memberId),
    async keep(person) {
      await database.people.put(person)
    },
    async change(memberId, changes) {
      await database.people.update(memberId, changes)
    },
    countTry: (memberId, next) =>
      database.transaction('rw', database.people, async () => {
        const person = await database.people.get(memberId)
        if (person) await database.people.update(memberId, { tries: next(person.tries) })
        return person
      }),
    forget: (memberId) => database.people.delete(memberId),
  }
}
