// The door of this phone: who may come in, and how far. Each step ends in a phase of the session store.
//
//   signedOut ──sign in, join, set up──▶ choosingPin ──PIN──▶ filling ──▶ open ⇄ locked
//
// The data key is made here, locked under the PIN, and a copy is left at the server, so that a forgotten PIN is replaced
// by signing in and costs nothing that is unsent.
import { isAllowed, type Actor } from '#domain/permissions.ts'
import { Problem } from '#domain/problem.ts'
import { paths, pathTo } from '#protocol/paths.ts'
import type { Session } from '#protocol/session.ts'
import { snapshotPageSchema } from '#protocol/snapshot.ts'
import { syncReplySchema } from '#protocol/sync.ts'
import { openPhoneDatabase } from '../db/database.ts'
import type { People, Person } from '../db/people.ts'
import type { Api } from '../http/api.ts'
import type { Http } from '../http/http.ts'
import type { useSessionStore } from '../stores/session.ts'
import type { useSyncStatusStore } from '../stores/syncStatus.ts'
import type { Line } from '../sync/line.ts'
import { fromBase64, toBase64 } from '../vault/base64.ts'
import { lockKey, newDataKey, toSealingKey, unlockKey } from '../vault/pin.ts'
import { afterWrongPin, minutesBlocked, needsPassword, noTries, triesLeft } from '../vault/tries.ts'
import { createView } from '../view/view.ts'
import { openPhone, type Phone } from './phone.ts'
import type { SessionService } from './session.ts'

export interface SessionOptions {
  readonly http: Http
  readonly api: Api
  readonly people: People
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
}

/** Between signing in and choosing a PIN. */
interface Arrival {
  readonly session: Session
  readonly deviceId: string
  readonly dataKey: Uint8Array<ArrayBuffer>
}

export function createSession(options: SessionOptions): OpenSession {
  const { api, http, people, store, status, clock, newId, prefix } = options
  let arrival: Arrival | undefined
  let atDoor: string | undefined
  let person: Person | undefined
  let phone: Phone | undefined
  let filling: Promise<void> | undefined
  const keepers = new Set<() => Promise<void>>()

  async function showPeople(): Promise<void> {
    const known = await people.list()
    store.people = known.map(({ memberId, name, wardName }) => ({ memberId, name, wardName }))
    atDoor = known.some(({ memberId }) => memberId === atDoor) ? atDoor : known[0]?.memberId
  }

  /** After the server has said who this is. */
  async function arrive(session: Session): Promise<void> {
    const isStillOpen = phone !== undefined && person?.memberId === session.member.id
    if (isStillOpen && store.isOpen) return phone?.sendNow()
    const known = await people.find(session.member.id)
    const deviceId = known?.deviceId ?? newId()
    const made = { name: options.deviceName, dataKey: toBase64(newDataKey()) }
    // The first key that was left for a device stays: what is sealed here opens with the one that comes back.
    const kept = await keepDevice(deviceId, made)
    arrival = { session, deviceId: kept.deviceId, dataKey: fromBase64(kept.dataKey) }
    store.member = session.member
    store.ward = session.ward
    store.phase = 'choosingPin'
  }

  async function keepDevice(deviceId: string, made: { name: string; dataKey: string }) {
    return { deviceId, ...(await api.keepDevice(deviceId, made)) }
  }

  async function open(opened: Person, dataKey: Uint8Array<ArrayBuffer>): Promise<void> {
    person = opened
    store.member = { id: opened.memberId, name: opened.name, role: opened.role, teamIds: opened.teamIds }
    store.ward = { id: opened.wardId, name: opened.wardName }
    const key = await toSealingKey(dataKey)
    phone = await openPhone({
      line: lineOf(opened, key),
      name: `${prefix}${opened.memberId}`,
      status,
      onHeard: () => void hearOfMyself(),
    })
    if (await phone.needsFill()) store.phase = 'filling'
    else begin()
  }

  function lineOf(opened: Person, key: CryptoKey): Line {
    const { memberId, wardId } = opened
    return {
      database: openPhoneDatabase(`${prefix}${memberId}`),
      key,
      view: createView(() => actorOf(person ?? opened), clock),
      wardId,
      deviceId: () => person?.deviceId ?? '',
      clock,
      appVersion: options.appVersion,
      sync: (body) => http(syncReplySchema, paths.sync, { method: 'POST', body }),
      snapshot: (scope, after) =>
        http(snapshotPageSchema, `${pathTo(paths.snapshot, { scope })}?after=${after}`),
      becomeNewDevice: async () => {
        const { deviceId } = await keepDevice(newId(), {
          name: options.deviceName,
          dataKey: await copyOfKey(),
        })
        await changePerson({ deviceId })
      },
    }
  }

  /** The copy of the data key at the server, under the old device id: this page holds only a key that cannot be read. */
  async function copyOfKey(): Promise<string> {
    const { dataKey } = await api.keepDevice(person?.deviceId ?? '', {
      name: options.deviceName,
      dataKey: toBase64(newDataKey()),
    })
    return dataKey
  }

  function begin(): void {
    store.phase = 'open'
    phone?.start()
  }

  /** One fill at a time, whoever asks. */
  function fill(): Promise<void> {
    filling ??= fillOnce().finally(() => {
      filling = undefined
    })
    return filling
  }

  async function fillOnce(): Promise<void> {
    if (!phone || !person) throw new Error('Nobody has unlocked this phone')
    const actor = actorOf(person)
    const teamIds = actor.teamIds.filter((teamId) => isAllowed('seeTeamRows', actor, { teamId }))
    await phone.fill(teamIds, (progress) => {
      store.filling = progress
    })
    begin()
  }

  async function changePerson(changes: Partial<Person>): Promise<void> {
    if (!person) return
    person = { ...person, ...changes }
    await people.change(person.memberId, changes)
  }

  /** The ward may have given this member another name, role or team. */
  async function hearOfMyself(): Promise<void> {
    const me = person && phone?.view.find('members', person.memberId)
    if (!me || !person) return
    const { name, role, teamIds } = me
    const isSame = name === person.name && role === person.role && teamIds.join() === person.teamIds.join()
    if (isSame) return
    await changePerson({ name, role, teamIds })
    store.member = { id: person.memberId, name, role, teamIds }
  }

  /** The key and the rows are forgotten at once; the database closes when a running exchange has ended. */
  async function close(): Promise<void> {
    const closing = phone?.close()
    phone = undefined
    person = undefined
    status.reset()
    await closing
  }

  return {
    phone() {
      if (!phone || !store.isOpen) throw new Error('The phone is not open')
      return phone
    },
    async start() {
      await showPeople()
      if (atDoor) await showDoor(atDoor)
      else store.phase = 'signedOut'
    },
    setUp: async (setup) => arrive(await api.setUp(setup)),
    join: async (token, phoneNumber, password) =>
      arrive(await api.join(token, { phone: phoneNumber, password })),
    signIn: async (phoneNumber, password) => arrive(await api.signIn({ phone: phoneNumber, password })),
    async choosePin(pin) {
      if (!arrival) throw new Error('Nobody has signed in')
      const { session, deviceId, dataKey } = arrival
      const { id: memberId, name, role, teamIds } = session.member
      const locked = await lockKey(dataKey, pin)
      const chosen: Person = {
        memberId,
        deviceId,
        wardId: session.ward.id,
        wardName: session.ward.name,
        name,
        role,
        teamIds,
        locked,
        tries: noTries,
        usedAt: clock(),
      }
      await people.keep(chosen)
      arrival = undefined
      atDoor = memberId
      await showPeople()
      await open(chosen, dataKey)
      if (store.phase === 'filling') await fill()
    },
    fill,
    choosePerson(memberId) {
      void showDoor(memberId)
    },
    async unlock(pin) {
      const known = atDoor === undefined ? undefined : await people.find(atDoor)
      if (!known) throw new Problem('sessionExpired')
      const minutes = minutesBlocked(known.tries, clock())
      if (minutes > 0 || needsPassword(known.tries)) throw new Problem('pinBlocked', { details: { minutes } })
      const dataKey = await unlockKey(known.locked, pin)
      if (!dataKey) return refuse(known)
      await Promise.all([
        people.change(known.memberId, { tries: noTries, usedAt: clock() }),
        open({ ...known, tries: noTries }, dataKey),
      ])
    },
    async lock() {
      const memberId = person?.memberId
      await Promise.allSettled([...keepers].map((keep) => keep()))
      void close()
      if (memberId) await showDoor(memberId)
    },
    beforeLock(keep) {
      keepers.add(keep)
      return () => keepers.delete(keep)
    },
    leaveDoor() {
      void close()
      store.phase = 'signedOut'
    },
    async signOut() {
      if (!phone || !person) return
      await phone.sendNow()
      const left = phone.view.pending.length + phone.view.review.length
      if (left > 0) throw new Problem('unsentLeft', { details: { count: left } })
      const { memberId } = person
      const { database } = phone
      await api.signOut().catch(() => undefined)
      await close()
      await database.delete()
      await people.forget(memberId)
      await showPeople()
      store.phase = 'signedOut'
    },
  }

  async function refuse(known: Person): Promise<never> {
    const tries = afterWrongPin(known.tries, clock())
    await people.change(known.memberId, { tries })
    showTries(tries)
    const minutes = minutesBlocked(tries, clock())
    if (minutes > 0 || needsPassword(tries)) throw new Problem('pinBlocked', { details: { minutes } })
    throw new Problem('pinWrong', { details: { left: triesLeft(tries) } })
  }

  async function showDoor(memberId: string): Promise<void> {
    const known = await people.find(memberId)
    if (!known) return
    atDoor = memberId
    store.member = { id: known.memberId, name: known.name, role: known.role, teamIds: known.teamIds }
    store.ward = { id: known.wardId, name: known.wardName }
    showTries(known.tries)
    store.phase = 'locked'
  }

  function showTries(tries: Person['tries']): void {
    store.minutesBlocked = minutesBlocked(tries, clock())
    store.needsPassword = needsPassword(tries)
  }
}

function actorOf({ memberId, role, teamIds }: Person): Actor {
  return { memberId, role, teamIds }
}
