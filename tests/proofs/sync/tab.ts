// A phone: a disk with a person on it, and the tabs that are open on it. A tab is the real client without its screens and
// without the PIN; killed, it leaves nothing behind but the disk.
import { Dexie } from 'dexie'
import { createPinia } from 'pinia'
import { Problem } from '#domain/problem.ts'
import { isAllowed } from '#domain/permissions.ts'
import { closeOutbox } from '../../../src/client/db/outbox.ts'
import { openPhoneDatabase } from '../../../src/client/db/database.ts'
import type { Person } from '../../../src/client/db/people.ts'
import { createApi } from '../../../src/client/http/api.ts'
import { createHttp } from '../../../src/client/http/http.ts'
import { actorOf } from '../../../src/client/session/actorOf.ts'
import { createLine } from '../../../src/client/session/createLine.ts'
import { openPhone, type Phone } from '../../../src/client/session/phone.ts'
import { useSyncStatusStore } from '../../../src/client/stores/syncStatus.ts'
import { toBase64 } from '../../../src/client/vault/base64.ts'
import { watchWrites } from './crash.ts'
import type { Fault } from './faults.ts'
import { networkOf } from './network.ts'
import type { Crash } from './plan.ts'
import type { ModelMember } from './ward.ts'
import type { World } from './world.ts'

export interface Disk {
  /** Of its database. */
  readonly name: string
  readonly member: ModelMember
  readonly isOld: boolean
  readonly isClone: boolean
  readonly dataKey: Uint8Array<ArrayBuffer>
  readonly key: CryptoKey
  /** What lies beside the database: who uses this phone, as it knows them. */
  person: Person
  isKnown: boolean
  /** The first fill came to its end once. */
  isFilled: boolean
  /** The ward had it erased: it is nobody's any more. */
  isErased: boolean
  clockOffset: number
  readonly tabs: Tab[]
}

export interface Tab {
  readonly disk: Disk
  readonly phone: Phone
  readonly status: ReturnType<typeof useSyncStatusStore>
  readonly isDead: boolean
  /** Rejects when it is killed. */
  readonly death: Promise<never>
  /** Replies that are under way. */
  readonly heldReplies: number
  /** Whether the last exchange ended well, as the network saw it. */
  isHeard: boolean
  /** What the network does to the next requests; undefined is no network. */
  faults: Fault[] | undefined
  /** Another tab died before it could tell what it had saved; the next exchange finds it. */
  hasMissed: boolean
  /** The ward has ordered it to erase itself. */
  erasing: Promise<void> | undefined
  nextFault(): Fault | 'offline'
  clock(): number
  arm(crash: Crash | undefined): void
  hold(): Promise<void>
  release(): void
  kill(): void
}

/** Opens a tab on a disk; undefined when it could not be opened (no network at the first time, or it died). */
export async function openTab(world: World, disk: Disk, faults?: Fault[]): Promise<Tab | undefined> {
  const { server, newId } = world
  const status = useSyncStatusStore(createPinia())
  const database = openPhoneDatabase(disk.name)
  let person = { ...disk.person }
  let phone: Phone | undefined
  let isDead = false
  let die: (reason: Error) => void = () => undefined
  const death = new Promise<never>((_, reject) => {
    die = reject
  })
  death.catch(() => undefined)
  const held: (() => void)[] = []
  const crashPoint = watchWrites(database, kill)

  function kill(): void {
    if (isDead) return
    isDead = true
    world.tally.count('phone killed')
    disk.tabs.splice(0, disk.tabs.length, ...disk.tabs.filter((other) => other !== tab))
    for (const other of disk.tabs) other.hasMissed = true
    // Both stop whatever the page would go on to do.
    if (phone) world.endings.push(phone.close())
    die(new TypeError('The phone is dead'))
    queueMicrotask(() => database.close())
  }

  const tab = {
    disk,
    status,
    death,
    isHeard: false,
    hasMissed: false,
    erasing: undefined as Promise<void> | undefined,
    faults,
    get phone() {
      if (!phone) throw new Error('The phone is not open')
      return phone
    },
    get isDead() {
      return isDead
    },
    get heldReplies() {
      return held.length
    },
    nextFault: () => (isDead || !tab.faults ? 'offline' : (tab.faults.shift() ?? 'none')),
    clock: () => server.now + disk.clockOffset,
    arm: (crash: Crash | undefined) => crashPoint.arm(crash),
    hold: () => new Promise<void>((resolve) => held.push(resolve)),
    release() {
      for (const letGo of held.splice(0)) letGo()
    },
    kill,
  }

  const http = createHttp(networkOf(world, tab), () => person.memberId)
  const api = createApi(http)

  function changePerson(changes: Partial<Person>): void {
    person = { ...person, ...changes }
    // As on a real phone, this is a commit of its own.
    if (isDead) return
    if (crashPoint.strikes('before')) return kill()
    disk.person = { ...disk.person, ...changes }
    if (crashPoint.strikes('after')) kill()
  }

  async function open(): Promise<Tab> {
    const device = { name: disk.name, dataKey: toBase64(disk.dataKey) }
    if (!disk.isKnown) await api.keepDevice(person.deviceId, device)
    disk.isKnown = true
    const line = createLine({
      http,
      api,
      clock: tab.clock,
      newId,
      database,
      appVersion: 'model',
      deviceName: disk.name,
      key: disk.key,
      person: () => person,
      onClockOffset(offset) {
        status.clockOffset = offset
      },
      onNewDevice(deviceId) {
        world.tally.count('new device ids')
        return Promise.resolve(changePerson({ deviceId }))
      },
      makeRescueFile: () => Promise.reject(new Error('The server found something malformed')),
    })
    const opened = await openPhone({
      line,
      name: disk.name,
      status,
      onHeard() {
        tab.isHeard = true
        tab.hasMissed = false
        const me = phone?.view.find('members', person.memberId)
        if (me) changePerson({ role: me.role, teamIds: me.teamIds })
      },
      onEmptied: () => Promise.reject(new Error('The disk was emptied')),
      keepTyped: () => Promise.resolve(),
      onUnsent: () => undefined,
      onGone: leave,
      onErase() {
        tab.erasing = erase().catch((error: unknown) => {
          if (!isDead) throw error
        })
        world.endings.push(tab.erasing)
      },
    })
    phone = opened
    if (isDead) {
      world.endings.push(opened.close())
      throw new TypeError('The phone is dead')
    }
    if (opened.needsFill) await fill(opened)
    disk.isFilled = true
    return tab
  }

  /** The ward's order, once all is said (createSession.ts): first nobody saves any more, then everything goes. */
  async function erase(): Promise<void> {
    if (isDead || !phone) return
    const { unsent, review } = await closeOutbox(database)
    if (isDead) return
    if (unsent + review > 0) return phone.sendNow()
    disk.isErased = true
    phone.tellGone('erased')
    leave()
    await phone.close()
    await Dexie.delete(disk.name)
    world.tally.count('phone erased')
  }

  function leave(): void {
    isDead = true
    // What is still under way arrives; nobody keeps it any more.
    tab.release()
    disk.tabs.splice(0, disk.tabs.length, ...disk.tabs.filter((other) => other !== tab))
    if (phone) world.endings.push(phone.close())
  }

  async function fill(opened: Phone): Promise<void> {
    const actor = actorOf(person)
    const teamIds = actor.teamIds.filter((teamId) => isAllowed('seeTeamRows', actor, { teamId }))
    await opened.fill(teamIds, () => undefined)
  }

  try {
    const opened = await open()
    opened.faults = undefined
    disk.tabs.push(opened)
    return opened
  } catch (error) {
    if (!isDead && !(error instanceof Problem)) throw error
    if (error instanceof Problem && error.code === 'scopeNotGranted') await signInAgain(world, disk)
    kill()
    return undefined
  }
}

/** What a person does whose teams are others by now: their teams come with the session. */
async function signInAgain(world: World, disk: Disk): Promise<void> {
  const { role, teamIds } = await world.memberNow(disk.member.memberId)
  disk.person = { ...disk.person, role, teamIds }
}
