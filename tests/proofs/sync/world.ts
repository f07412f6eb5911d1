// Everything of one seed: the ward on its server, the phones, what was saved on them, and what is still under way.
import { Dexie } from 'dexie'
import { IDBFactory } from 'fake-indexeddb'
import type { Member } from '#domain/member.ts'
import { dayAt, type Day } from '#domain/period.ts'
import type { CommandName } from '#domain/commands.ts'
import { lockKey, newDataKey, toSealingKey } from '../../../src/client/vault/pin.ts'
import { noTries } from '../../../src/client/vault/tries.ts'
import { findMember } from '../../../src/server/store/members.ts'
import { anId } from '../../support/builders.ts'
import type { Backup } from './backup.ts'
import type { Fault } from './faults.ts'
import type { Plan } from './plan.ts'
import type { ModelServer } from './server.ts'
import { openTab, type Disk, type Tab } from './tab.ts'
import type { Tally } from './tally.ts'
import { beginModelWard, type ModelMember, type ModelWard } from './ward.ts'

/** A command for which `save` resolved. */
export interface Saved {
  readonly name: CommandName
  readonly memberId: string
  readonly on: string
  /** How many restores there had been. */
  readonly restores: number
  readonly disk: Disk
}

export interface World {
  readonly number: number
  readonly server: ModelServer
  readonly ward: ModelWard
  readonly plan: Plan
  readonly tally: Tally
  readonly disks: Disk[]
  readonly saved: Map<string, Saved>
  /** Commands that their own person gave up. */
  readonly gaveUp: Set<string>
  /** Commands that were handed to the lead, with how often the store had been put back in silence by then. */
  readonly handed: Map<string, number>
  /** Requests whose phone waits no more. */
  readonly late: Request[]
  /** What dead and busy tabs are still doing. */
  readonly endings: Promise<unknown>[]
  backup: Backup | undefined
  restores: number
  /** Those of which nobody told the phones. */
  silentRestores: number
  newId(): string
  memberNow(memberId: string): Promise<Member>
  /** The server's. */
  today(): Day
}

let worlds = 0
const locked = await lockKey(newDataKey(), '428913', 1)

export async function beginWorld(server: ModelServer, plan: Plan, tally: Tally): Promise<World> {
  // A browser of its own: nothing of an earlier seed lies on any disk.
  Dexie.dependencies.indexedDB = new IDBFactory()
  server.errors.length = 0
  const ward = await beginModelWard(server, plan.teams)
  let ids = 0x1000
  const world: World = {
    number: ++worlds,
    server,
    ward,
    plan,
    tally,
    disks: [],
    saved: new Map(),
    gaveUp: new Set(),
    handed: new Map(),
    late: [],
    endings: [],
    backup: undefined,
    restores: 0,
    silentRestores: 0,
    newId: () => anId(ids++),
    today: () => dayAt(server.now),
    async memberNow(memberId) {
      const member = await findMember(server.context.db, ward.wardId, memberId)
      if (!member) throw new Error(`No member ${memberId}`)
      return member
    },
  }
  for (const { member, isOld } of plan.phones) {
    const chosen = ward.members[member % ward.members.length]
    if (chosen) world.disks.push(await newDisk(world, chosen, isOld))
  }
  return world
}

async function newDisk(world: World, member: ModelMember, isOld: boolean): Promise<Disk> {
  const { memberId, name } = member
  const { role, teamIds } = await world.memberNow(memberId)
  const dataKey = newDataKey()
  const person = {
    memberId,
    deviceId: world.newId(),
    wardId: world.ward.wardId,
    wardName: 'Phường Thử',
    name,
    role,
    teamIds,
    locked,
    tries: noTries,
    usedAt: 0,
  }
  return {
    name: nextDiskName(world),
    member,
    isOld,
    isClone: false,
    dataKey,
    key: await toSealingKey(dataKey),
    person,
    isKnown: false,
    isFilled: false,
    isErased: false,
    clockOffset: 0,
    tabs: [],
  }
}

/** No other world has it: tabs of one that has ended may still listen for what tabs of their disk tell. */
export function nextDiskName({ disks, number }: World): string {
  return `phone-${disks.length} of ${number}`
}

/** The disk that a number in the plan means. */
export function diskOf({ disks }: World, number: number): Disk {
  const disk = disks[number % disks.length]
  if (!disk) throw new Error('There are no phones')
  return disk
}

/** A tab that is open on that disk, opened if need be; undefined when it cannot be opened. */
export async function tabOf(
  world: World,
  number: number,
  faults: readonly Fault[] = [],
): Promise<Tab | undefined> {
  const disk = diskOf(world, number)
  const tab = disk.tabs[Math.floor(number / world.disks.length) % Math.max(1, disk.tabs.length)]
  if (tab || disk.isErased) return tab
  // Nobody signs in without a network, and whoever does waits for the answer; what is on the disk opens without one.
  const atFirst = faults.map((fault) => (fault === 'held' ? 'none' : fault))
  return openTab(world, disk, disk.isFilled ? undefined : atFirst)
}

export const tick = () => new Promise<void>((resolve) => setImmediate(resolve))

/** Waits for what runs by itself. Throws when it does not come to its end, however busy the machine is. */
export async function until(
  what: string,
  isSo: () => boolean | Promise<boolean>,
  patience = 60_000,
): Promise<void> {
  for (const end = performance.now() + patience; !(await isSo()); await tick())
    if (performance.now() > end) throw new Error(`Waited in vain: ${what}`)
}
