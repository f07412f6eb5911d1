// The door of a phone: who is known on it, who stands there, and the PIN that opens. What lies on the disk of who stands
// there is read meanwhile. Phases are moved by createSession.ts.
import { Problem } from '#domain/problem.ts'
import type { PhoneDatabase } from '../db/database.ts'
import type { People, Person } from '../db/people.ts'
import type { useSessionStore } from '../stores/session.ts'
import { needsPassword, noTries, type Tries } from '../vault/tries.ts'
import { beginReading, type Opening } from './opening.ts'
import { tryPin } from './tryPin.ts'

export interface DoorOptions {
  readonly people: People
  readonly store: ReturnType<typeof useSessionStore>
  /** Milliseconds since 1970. */
  readonly clock: () => number
  readonly databaseOf: (memberId: string) => PhoneDatabase
}

/** Who came in, with the key to their data and what has been read of it. */
export interface Entered {
  readonly person: Person
  readonly dataKey: Uint8Array<ArrayBuffer>
  readonly read: Opening | undefined
}

export interface Door {
  /** Looks up who is known, and gives who used the phone last. */
  lookUp(): Promise<string | undefined>
  /** Shows somebody at the door; false when nobody of this id is known any more. */
  stand(memberId: string): Promise<boolean>
  /** Throws `pinWrong` or `pinBlocked`. Undefined when who stood there is known no more. */
  enter(pin: string): Promise<Entered | undefined>
  /** Nobody stands there. */
  leave(): void
}

export function createDoor({ people, store, clock, databaseOf }: DoorOptions): Door {
  let standing: { readonly memberId: string; readonly read: Opening } | undefined

  function leave(): void {
    standing?.read.database.close()
    standing = undefined
  }

  function showTries(tries: Tries): void {
    store.needsPassword = needsPassword(tries)
  }

  return {
    leave,
    async lookUp() {
      const known = (await people.list()).filter(({ eraseOrder }) => eraseOrder === undefined)
      store.people = known.map(({ memberId, name, wardName }) => ({ memberId, name, wardName }))
      return known[0]?.memberId
    },
    async stand(memberId) {
      leave()
      const known = await people.find(memberId)
      if (!known) return false
      standing = { memberId, read: beginReading(databaseOf(memberId)) }
      store.member = { id: known.memberId, name: known.name, role: known.role, teamIds: known.teamIds }
      store.ward = { id: known.wardId, name: known.wardName }
      showTries(known.tries)
      return true
    },
    async enter(pin) {
      if (!standing) return undefined
      const { memberId, read } = standing
      const tried = await tryPin(people, memberId, pin, clock())
      if (!tried) return undefined
      const { person, tries, opened } = tried
      if (opened instanceof Problem) {
        showTries(tries)
        throw opened
      }
      const changes = { tries: noTries, usedAt: clock() }
      // Nobody who has entered waits until the count is taken back.
      void people.change(memberId, changes).catch(() => undefined)
      standing = undefined
      return { person: { ...person, ...changes }, dataKey: opened, read }
    },
  }
}
