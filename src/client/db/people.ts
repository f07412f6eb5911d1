// Who is known on this phone: what the door needs before anything is unsealed. Each person's rows have a database of
// their own (database.ts), so that two people on one phone never meet.
import { Dexie, type EntityTable } from 'dexie'
import type { Role } from '#domain/member.ts'
import type { LockedKey } from '../vault/pin.ts'
import type { Sealed } from '../vault/seal.ts'
import type { Tries } from '../vault/tries.ts'
import { connected, giveWay } from './connection.ts'
import type { Sentinel } from './sentinel.ts'

export interface Person {
  memberId: string
  /** This phone, as the server knows it for this person. */
  deviceId: string
  /** Where the copy of the data key lies while it could not be left under `deviceId` (session/rare/leaveKey.ts). */
  keyDeviceId?: string | undefined
  wardId: string
  wardName: string
  name: string
  role: Role
  teamIds: readonly string[]
  locked: LockedKey
  /** The ward's public key for rescue files, base64; missing where somebody came in before there was one. */
  rescueKey?: string
  /** The ward's key for the hashes of ID numbers (vault/idNumber.ts); missing likewise. */
  idKey?: Sealed
  /** The ward's order to erase was being carried out for this device id; nobody is to come in any more. */
  eraseOrder?: string
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

/** Whoever is forgotten on purpose leaves no mark either. */
export function openPeople(name: string, sentinel?: Pick<Sentinel, 'forget'>): People {
  const database = new Dexie(name, { chromeTransactionDurability: 'strict' }) as Dexie & {
    people: EntityTable<Person, 'memberId'>
  }
  database.version(1).stores({ people: 'memberId' })
  giveWay(database)
  const { people } = database
  return {
    async list() {
      const known = await connected(database, () => people.toArray())
      return known.sort((a, b) => b.usedAt - a.usedAt)
    },
    find: (memberId) => connected(database, () => people.get(memberId)),
    async keep(person) {
      await connected(database, () => people.put(person))
    },
    async change(memberId, changes) {
      await connected(database, () => people.update(memberId, changes))
    },
    countTry: (memberId, next) =>
      connected(database, () =>
        database.transaction('rw', people, async () => {
          const person = await people.get(memberId)
          if (person) await people.update(memberId, { tries: next(person.tries) })
          return person
        }),
      ),
    async forget(memberId) {
      sentinel?.forget(memberId)
      await connected(database, () => people.delete(memberId))
    },
  }
}
