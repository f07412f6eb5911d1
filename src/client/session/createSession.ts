// Who may come into this phone's data, and how far. Each step ends in a phase of the session store.
//
//   signedOut ──sign in, join, set up──▶ choosingPin ──PIN──▶ filling ──▶ open ⇄ locked
//
// The data key is made here, locked under the PIN, and a copy is left at the server, so that a forgotten PIN is replaced
// by signing in and costs nothing that is unsent.
import type { RescueFile } from '#protocol/rescue.ts'
import type { Session } from '#protocol/session.ts'
import { openPhoneDatabase } from '../db/database.ts'
import { toStorageProblem } from '../db/storageProblem.ts'
import { whenIdle } from '../sync/whenIdle.ts'
import { hashIdNumber, type IdMark } from '../vault/idNumber.ts'
import { settle, welcome, type Arrival } from './arrival.ts'
import { createDoor } from './door.ts'
import { createErasing } from './erasing.ts'
import { createInside, loadPhone, type SessionOptions } from './inside.ts'
import type { Phone } from './phone.ts'
import type { SessionService } from './session.ts'
import { closeEmpty, takeLeave } from './takeLeave.ts'
import { unlessProblem } from './unlessProblem.ts'
import { createWhoIsIn } from './whoIsIn.ts'

export interface OpenSession extends SessionService {
  /** Throws while the phone is not open. */
  phone(): Phone
  /** Whose data is open in this page. */
  memberId(): string | undefined
  /** What could not be sent, sealed to the ward; needs a network only where the ward's key has not come yet. */
  makeRescueFile(): Promise<RescueFile>
  /** What is kept of an ID number; needs a network only where the ward's key for it has not come yet. */
  hashIdNumber(idNumber: string): Promise<IdMark>
}

export function createSession(options: SessionOptions): OpenSession {
  const { api, people, sentinel, store, clock, prefix } = options
  let arrival: Arrival | undefined
  let unlocking: Promise<void> | undefined
  const keepers = new Set<() => Promise<void>>()
  const knownIds = () => store.people.map(({ memberId }) => memberId)
  const databaseOf = (memberId: string) => openPhoneDatabase(`${prefix}${memberId}`)
  const door = createDoor({ people, store, clock, databaseOf })
  const who = createWhoIsIn(people, api, store)
  const erasing = createErasing({
    ...options,
    databaseOf,
    async onOrdered() {
      store.erased = true
      await leave()
    },
  })
  const inside = createInside({
    ...options,
    databaseOf,
    who,
    keepTyped,
    onGone(why) {
      store.erased = why === 'erased'
      void leave().catch(unlessProblem)
    },
    onErase: (phone, person) => void erasing.erase(phone, person).catch(unlessProblem),
  })

  /** After the server has said who this is. */
  async function arrive(session: Session): Promise<void> {
    const isStillOpen = store.isOpen && who.person?.memberId === session.member.id
    if (isStillOpen) return inside.phone?.sendNow()
    if (store.isOpen) {
      await keepTyped()
      void inside.close()
      store.phase = 'signedOut'
    }
    arrival = await welcome(options, session)
    store.member = session.member
    store.ward = session.ward
    store.phase = 'choosingPin'
    whenIdle(() => void loadPhone().catch(() => undefined))
  }

  /** Who could not come in stands at the door again, where the PIN may be tried once more. */
  async function comeIn(...entered: Parameters<typeof inside.open>): Promise<void> {
    const [{ memberId }] = entered
    try {
      await inside.open(...entered)
    } catch (error) {
      await inside.close()
      await showDoor(memberId)
      throw error
    }
  }

  return {
    memberId: () => who.person?.memberId,
    phone() {
      const { phone } = inside
      if (!phone || !store.isOpen) throw new Error('The phone is not open')
      return phone
    },
    makeRescueFile: () => inside.makeRescueFile(),
    async hashIdNumber(idNumber) {
      const { person } = who
      const { phone } = inside
      if (!phone || !person) throw new Error('The phone is not open')
      return hashIdNumber(await who.idKey(person, phone.key), idNumber)
    },
    async start() {
      try {
        const last = await door.lookUp()
        store.cleared = sentinel.findCleared(knownIds())
        if (last) await showDoor(last)
        else store.phase = 'signedOut'
        // The next start goes on with what this one does not finish.
        void erasing.carryOutOrders().catch(() => undefined)
      } catch {
        store.phase = 'broken'
      }
    },
    setUp: async (setup) => arrive(await api.setUp(setup)),
    join: async (token, phoneNumber, password) =>
      arrive(await api.join(token, { phone: phoneNumber, password })),
    signIn: async (phoneNumber, password) => arrive(await api.signIn({ phone: phoneNumber, password })),
    async choosePin(pin) {
      if (!arrival) throw new Error('Nobody has signed in')
      const chosen = await settle(options, arrival, pin)
      const { dataKey } = arrival
      arrival = undefined
      await door.lookUp()
      sentinel.forgetCleared(knownIds())
      store.cleared = undefined
      await comeIn(chosen, dataKey)
      if (store.phase === 'filling') await inside.fill()
    },
    fill: () => inside.fill(),
    choosePerson(memberId) {
      void inside.close()
      void showDoor(memberId).catch(unlessProblem)
    },
    unlock(pin) {
      unlocking ??= unlock(pin).finally(() => {
        unlocking = undefined
      })
      return unlocking
    },
    async lock() {
      const memberId = who.person?.memberId
      await keepTyped()
      void inside.close()
      if (memberId) await showDoor(memberId)
    },
    beforeLock(keep) {
      keepers.add(keep)
      return () => keepers.delete(keep)
    },
    leaveDoor() {
      door.leave()
      void inside.close()
      store.phase = 'signedOut'
    },
    async signOut() {
      const { person } = who
      const { phone } = inside
      if (!phone || !person) return
      await takeLeave(phone, api)
      await inside.close()
      try {
        const database = databaseOf(person.memberId)
        // Whoever came in by the door of another tab meanwhile may have saved something.
        await closeEmpty(database).catch((error: unknown) => {
          database.close()
          throw error
        })
        await database.delete()
        await people.forget(person.memberId)
      } catch (error) {
        throw toStorageProblem(error)
      } finally {
        await leave()
      }
    },
  }

  async function unlock(pin: string): Promise<void> {
    const entered = await door.enter(pin)
    if (!entered) return leave()
    await comeIn(entered.person, entered.dataKey, entered.read)
  }

  /** Out of the door, with nothing of this person in the page. */
  async function leave(): Promise<void> {
    door.leave()
    try {
      await door.lookUp()
    } finally {
      const closing = inside.close()
      // Screens draw from the phone, and go with it: the exchange that runs may take long to end.
      store.phase = 'signedOut'
      await closing
    }
  }

  async function keepTyped(): Promise<void> {
    await Promise.allSettled([...keepers].map((keep) => keep()))
  }

  async function showDoor(memberId: string): Promise<void> {
    if (!(await door.stand(memberId))) return leave()
    store.phase = 'locked'
    whenIdle(() => void loadPhone().catch(() => undefined))
  }
}
