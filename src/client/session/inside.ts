// What happens behind the door: a person's phone is opened with their data key, filled the first time, and closed again.
import { isAllowed } from '#domain/permissions.ts'
import type { RescueFile } from '#protocol/rescue.ts'
import type { PhoneDatabase } from '../db/database.ts'
import type { People, Person } from '../db/people.ts'
import type { Sentinel } from '../db/sentinel.ts'
import type { Api } from '../http/api.ts'
import type { Http } from '../http/http.ts'
import { loadOnce } from '../http/loadOnce.ts'
import type { useSessionStore } from '../stores/session.ts'
import type { useSyncStatusStore } from '../stores/syncStatus.ts'
import { whenIdle } from '../sync/whenIdle.ts'
import { toProvingKey, toSealingKey } from '../vault/pin.ts'
import { actorOf } from './actorOf.ts'
import type { Opening } from './opening.ts'
import type { Phone } from './phone.ts'
import type { leaveKey as LeaveKey } from './rare/leaveKey.ts'
import { unlessProblem } from './unlessProblem.ts'
import type { WhoIsIn } from './whoIsIn.ts'

/** Everything by which the phone reaches the outside. */
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

export interface InsideOptions extends SessionOptions {
  readonly databaseOf: (memberId: string) => PhoneDatabase
  readonly who: WhoIsIn
  readonly keepTyped: () => Promise<void>
  /** Another tab of this person took everything from the disk. */
  readonly onGone: (why: 'signedOut' | 'erased') => void
  /** The ward has ordered this phone to erase itself, and all is said. */
  readonly onErase: (phone: Phone, person: Person) => void
}

export interface Inside {
  /** Undefined while nobody is in. */
  readonly phone: Phone | undefined
  open(person: Person, dataKey: Uint8Array<ArrayBuffer>, opening?: Partial<Opening>): Promise<void>
  /** One fill at a time, whoever asks. Throws a Problem when it is cut off; then it goes on with the next. */
  fill(): Promise<void>
  makeRescueFile(): Promise<RescueFile>
  /** The key and the rows are forgotten at once; the database closes when a running exchange has ended. */
  close(): Promise<void>
}

/** Nobody needs it before the door; while somebody stands there it comes. Throws `codeMissing`. */
export const loadPhone = loadOnce(() => Promise.all([import('./phone.ts'), import('./createLine.ts')]))
const loadKeyLeaving = loadOnce(() => import('./rare/leaveKey.ts'))
const loadRescue = loadOnce(() => import('../rescue/makeRescueFile.ts'))

export function createInside(options: InsideOptions): Inside {
  const { api, people, sentinel, store, status, clock, prefix, who, databaseOf } = options
  let phone: Phone | undefined
  let provingKey: CryptoKey | undefined
  let filling: Promise<void> | undefined

  async function open(
    opened: Person,
    dataKey: Uint8Array<ArrayBuffer>,
    { database = databaseOf(opened.memberId), sealed }: Partial<Opening> = {},
  ): Promise<void> {
    who.enter(opened)
    const now = () => (who.person?.memberId === opened.memberId ? who.person : undefined)
    const [key, proving, [{ openPhone }, { createLine }]] = await Promise.all([
      toSealingKey(dataKey),
      toProvingKey(dataKey),
      loadPhone(),
    ])
    provingKey = proving
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
        if (who.person && phone) void who.idKey(who.person, phone.key).catch(() => undefined)
      },
      keepTyped: options.keepTyped,
      async onEmptied() {
        const person = now()
        if (person) await people.keep(person)
      },
      onUnsent: (count) => sentinel.note(opened.memberId, count),
      onGone: options.onGone,
      onErase() {
        if (phone && who.person) options.onErase(phone, who.person)
      },
    })
    if (phone.needsFill) store.phase = 'filling'
    else begin()
    const device = { deviceId: opened.deviceId, name: options.deviceName, dataKey }
    whenIdle(() => void leaveKey(database, device).catch(() => undefined))
  }

  /** Nobody waits for it, and the next unlock tries again. */
  async function leaveKey(database: PhoneDatabase, device: Parameters<typeof LeaveKey>[2]): Promise<void> {
    const rare = await loadKeyLeaving()
    await rare.leaveKey(api, database, device)
  }

  /** What the person came for is drawn first. */
  function begin(): void {
    const begun = phone
    store.phase = 'open'
    whenIdle(() => begun?.start())
  }

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
    if (!phone || !provingKey || !person) throw new Error('The phone is not open')
    const { database, key, view } = phone
    const keys = { key, provingKey }
    const { memberId, deviceId, wardId } = person
    const [{ makeRescueFile }, rescueKey] = await Promise.all([loadRescue(), who.rescueKey(person)])
    return makeRescueFile({ ...keys, database, view, memberId, deviceId, wardId, rescueKey, now: clock() })
  }

  async function close(): Promise<void> {
    const closing = phone?.close()
    phone = provingKey = undefined
    who.leave()
    status.reset()
    await closing
  }

  return {
    get phone() {
      return phone
    },
    open,
    fill,
    makeRescueFile,
    close,
  }
}
