// Who may come into this phone's data, and how far. Each step ends in a phase of the session store.
//
//   signedOut ──sign in, join, set up──▶ choosingPin ──PIN──▶ filling ──▶ open ⇄ locked
//
// The data key is made here, locked under the PIN, and a copy is left at the server, so that a forgotten PIN is replaced
// by signing in and costs nothing that is unsent.
import { isAllowed } from '#domain/permissions.ts'
import type { RescueFile } from '#protocol/rescue.ts'
import type { Session } from '#protocol/session.ts'
import { openPhoneDatabase, type PhoneDatabase } from '../db/database.ts'
import type { People, Person } from '../db/people.ts'
import type { Sentinel } from '../db/sentinel.ts'
import type { Api } from '../http/api.ts'
import type { Http } from '../http/http.ts'
import type { useSessionStore } from '../stores/session.ts'
import type { useSyncStatusStore } from '../stores/syncStatus.ts'
import { whenIdle } from '../sync/whenIdle.ts'
import { toSealingKey } from '../vault/pin.ts'
import { actorOf } from './actorOf.ts'
import { settle, welcome, type Arrival } from './arrival.ts'
import { createDoor } from './door.ts'
import { createErasing } from './erasing.ts'
import type { Opening } from './opening.ts'
import type { Phone } from './phone.ts'
import type { SessionService } from './session.ts'
import type { leaveKey as LeaveKey } from './rare/leaveKey.ts'
import { takeLeave } from './takeLeave.ts'
import { unlessProblem } from './unlessProblem.ts'
import { createWhoIsIn } from './whoIsIn.ts'

export interface SessionOptions {
  readonly http: Http
  readonly api: Api
  readonly people: People
  readonly sentinel: Sentinel
  readonly store: ReturnType<typeof useSessionStore>
  readonly status: ReturnType<typeof useSyncStatusStore>
  readonly clock: () => number
  readonly newId: () => string
  readonly prefix: string
  readonly appVersion: string
  /** What this phone is called in the list of the lead. */
  readonly deviceName: string
}

export interface OpenSession extends SessionService {
  /** Throws while the phone is not open. */
  phone(): Phone
  /** Whose data is open in this page. */
  memberId(): string | undefined
  /** What could not be sent, sealed to the ward; needs a network only where the ward's key has not come yet. */
  makeRescueFile(): Promise<RescueFile>
}

/** Nobody needs it before the door; while somebody stands there it comes. */
const loadPhone = () => [import('./phone.ts'), import('./createLine.ts')] as const

export function createSession(options: SessionOptions): OpenSession {
  const { api, people, sentinel, store, status, clock, prefix } = options
  let arrival: Arrival | undefined
  let phone: Phone | undefined
  let filling: Promise<void> | undefined
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

  /** After the server has said who this is. */
  async function arrive(session: Session): Promise<void> {
    const isStillOpen = store.isOpen && who.person?.memberId === session.member.id
    if (isStillOpen) return phone?.sendNow()
    if (store.isOpen) {
      await keepTyped()
      void close()
      store.phase = 'signedOut'
    }
    arrival = await welcome(options, session)
    store.member = session.member
    store.ward = session.ward
    store.phase = 'choosingPin'
    whenIdle(() => void Promise.allSettled(loadPhone()))
  }

  /** Who could not come in stands at the door again, where the PIN may be tried once more. */
  async function comeIn(...entered: Parameters<typeof open>): Promise<void> {
    const [{ memberId }] = entered
    try {
      await open(...entered)
    } catch (error) {
      await close()
      await showDoor(memberId)
      throw error
    }
  }

  async function open(
    opened: Person,
    dataKey: Uint8Array<ArrayBuffer>,
    { database = databaseOf(opened.memberId), sealed }: Partial<Opening> = {},
  ): Promise<void> {
    who.enter(opened)
    const now = () => (who.person?.memberId === opened.memberId ? who.person : undefined)
    const [key, { openPhone }, { createLine }] = await Promise.all([toSealingKey(dataKey), ...loadPhone()])
    phone = await openPhone({
      line: createLine({
        ...options,
        database,
        key,
        person: () => now() ?? opened,
        onClockOffset(offset) {
          if (now()) status.clockOffset = offset
        },
        async onNewDevice(deviceId) {
          const person = now()
          if (!person) return
          await who.change({ deviceId, keyDeviceId: person.keyDeviceId ?? person.deviceId })
        },
        makeRescueFile,
      }),
      sealed,
      name: `${prefix}${opened.memberId}`,
      status,
      onHeard() {
        if (phone) void who.hear(phone.view).catch(unlessProblem)
        if (who.person) void who.rescueKey(who.person).catch(() => undefined)
      },
      keepTyped,
      async onEmptied() {
        const person = now()
        if (person) await people.keep(person)
      },
      onUnsent: (count) => sentinel.note(opened.memberId, count),
      onGone(why) {
        store.erased = why === 'erased'
        void leave().catch(unlessProblem)
      },
      onErase() {
        if (phone && who.person) void erasing.erase(phone, who.person).catch(unlessProblem)
      },
    })
    if (phone.needsFill) store.phase = 'filling'
    else begin()
    const device = { deviceId: opened.deviceId, name: options.deviceName, dataKey }
    whenIdle(() => void leaveKey(database, device))
  }

  /** Nobody waits for it, and the next unlock tries again. */
  async function leaveKey(database: PhoneDatabase, device: Parameters<typeof LeaveKey>[2]): Promise<void> {
    const rare = await import('./rare/leaveKey.ts')
    await rare.leaveKey(api, database, device).catch(() => undefined)
  }

  /** What the person came for is drawn first. */
  function begin(): void {
    const begun = phone
    store.phase = 'open'
    whenIdle(() => begun?.start())
  }

  /** One fill at a time, whoever asks. */
  function fill(): Promise<void> {
    filling ??= fillOnce().finally(() => {
      filling = undefined
    })
    return filling
  }

  async function fillOnce(): Promise<void> {
    const { person } = who
    if (!phone || !person) throw new Error('Nobody has unlocked this phone')
    const filled = phone
    const actor = actorOf(person)
    const teamIds = actor.teamIds.filter((teamId) => isAllowed('seeTeamRows', actor, { teamId }))
    await filled.fill(teamIds, (progress) => {
      store.filling = progress
    })
    // Whoever left the door meanwhile is not let in by it.
    if (phone === filled) begin()
  }

  async function makeRescueFile(): Promise<RescueFile> {
    const { person } = who
    if (!phone || !person) throw new Error('The phone is not open')
    const { database, key, view } = phone
    const { memberId, deviceId, wardId } = person
    const [{ makeRescueFile }, rescueKey] = await Promise.all([
      import('../rescue/makeRescueFile.ts'),
      who.rescueKey(person),
    ])
    return makeRescueFile({ database, key, view, memberId, deviceId, wardId, rescueKey, now: clock() })
  }

  /** The key and the rows are forgotten at once; the database closes when a running exchange has ended. */
  async function close(): Promise<void> {
    const closing = phone?.close()
    phone = undefined
    who.leave()
    status.reset()
    await closing
  }

  return {
    memberId: () => who.person?.memberId,
    phone() {
      if (!phone || !store.isOpen) throw new Error('The phone is not open')
      return phone
    },
    makeRescueFile,
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
      if (store.phase === 'filling') await fill()
    },
    fill,
    choosePerson(memberId) {
      void close()
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
      void close()
      if (memberId) await showDoor(memberId)
    },
    beforeLock(keep) {
      keepers.add(keep)
      return () => keepers.delete(keep)
    },
    leaveDoor() {
      door.leave()
      void close()
      store.phase = 'signedOut'
    },
    async signOut() {
      const { person } = who
      if (!phone || !person) return
      const { database } = phone
      await takeLeave(phone, api)
      await close()
      await database.delete()
      await people.forget(person.memberId)
      await leave()
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
    await close()
    await door.lookUp()
    store.phase = 'signedOut'
  }

  async function keepTyped(): Promise<void> {
    await Promise.allSettled([...keepers].map((keep) => keep()))
  }

  async function showDoor(memberId: string): Promise<void> {
    if (!(await door.stand(memberId))) return leave()
    store.phase = 'locked'
    whenIdle(() => void Promise.allSettled(loadPhone()))
  }
}
