// What endangers a phone's work by itself: its storage, its clock, its line and its people. The real client on
// fake-indexeddb against the real server without a socket.
import 'fake-indexeddb/auto'
import { Dexie } from 'dexie'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { addDays, dayAt } from '#domain/period.ts'
import { memberHeader } from '#protocol/paths.ts'
import type { SyncRequest } from '#protocol/sync.ts'
import { openPhoneDatabase } from '../../src/client/db/database.ts'
import { dropUnwanted } from '../../src/client/db/rare/makeRoom.ts'
import type { Marks } from '../../src/client/db/sentinel.ts'
import {
  breakTransactions,
  clearDatabases as clearUnder,
  cutOff,
  mendTransactions,
  refuseWrites,
} from '../support/brokenStorage.ts'
import { aPhone, pin, type TestPhone } from '../support/phone.ts'
import { managerPhone, password } from '../support/server.ts'
import { aWardOfPhones, volunteerPhone, type WardOfPhones } from '../support/wardOfPhones.ts'

const day = 86_400_000
const minute = 60_000

let ward: WardOfPhones
beforeEach(async () => {
  vi.spyOn(console, 'warn').mockReturnValue()
  ward = await aWardOfPhones()
})
afterEach(async () => {
  vi.useRealTimers()
  vi.restoreAllMocks()
  mendTransactions()
  await ward.close()
})

/** Marks that outlive databases, as a browser's local storage does. */
function someMarks(): Marks & { kept: Map<string, string> } {
  const kept = new Map<string, string>()
  return {
    kept,
    getItem: (key) => kept.get(key) ?? null,
    setItem: (key, value) => void kept.set(key, value),
  }
}

async function signIn(phone: TestPhone, number = volunteerPhone): Promise<TestPhone> {
  await phone.client.session.signIn(number, password)
  await phone.client.session.choosePin(pin)
  await phone.client.sendNow()
  return phone
}

describe('a person whose browser lost its storage', () => {
  it('is told so and not that anything was saved; what they save once it is back is sent', async () => {
    const phone = await ward.aVolunteersPhone()
    const visit = ward.aVisit(phone)
    breakTransactions(Infinity)
    await expect(phone.client.run('recordAssist', visit)).rejects.toMatchObject({ code: 'storageLost' })
    expect([phone.status.isStorageLost, phone.status.unsent]).toEqual([true, 0])
    expect(phone.client.view().find('assists', visit.assistId)).toBeUndefined()
    mendTransactions()
    await phone.client.run('recordAssist', visit)
    expect(phone.status.isStorageLost).toBe(false)
    await phone.client.sendNow()
    expect(phone.status.isAllSent).toBe(true)
  })

  it('comes in at the door although the connection was cut while the phone lay locked', async () => {
    const phone = await ward.aVolunteersPhone()
    await phone.client.session.lock()
    breakTransactions(1)
    await phone.client.session.unlock(pin)
    expect(phone.session.phase).toBe('open')
    expect(phone.client.view().all('procedures').length).toBeGreaterThan(50)
  })

  it('sees in this tab what another tab did while this one was cut off', async () => {
    const browser = ward.server.browser()
    const first = await ward.aVolunteersPhone({ prefix: 'seen-', fetch: ward.network(browser) })
    const second = ward.aTab(ward.network(browser), 'seen-')
    await second.client.session.start()
    await second.client.session.unlock(pin)
    ward.isOffline = true
    vi.spyOn(BroadcastChannel.prototype, 'postMessage').mockReturnValue()
    await second.client.run('recordAssist', ward.aVisit(second))
    expect(first.client.view().pending).toHaveLength(0)
    cutOff('seen-')
    await first.client.run('recordAssist', ward.aVisit(first))
    await vi.waitFor(() => expect(first.client.view().pending).toHaveLength(2))
  })

  it('goes on typing in a form whose earlier draft cannot be read', async () => {
    const phone = await ward.aVolunteersPhone()
    const { drafts } = phone.client
    await drafts.save('assist:new', { name: 'Đặng' })
    breakTransactions(Infinity)
    expect(await drafts.load('assist:new')).toBeUndefined()
    mendTransactions()
    expect(await drafts.load('assist:new')).toEqual({ name: 'Đặng' })
  })
})

describe('a person whose disk is full', () => {
  it('is not told that anything was saved, comes in with the PIN, and can carry away what is unsent', async () => {
    const phone = await ward.aVolunteersPhone()
    ward.isOffline = true
    await phone.client.run('recordAssist', ward.aVisit(phone))
    await phone.client.session.lock()
    refuseWrites()
    await expect(phone.client.session.unlock('000000')).rejects.toMatchObject({
      code: 'pinWrong',
      details: { left: 4 },
    })
    await phone.client.session.unlock(pin)
    expect(phone.client.view().pending).toHaveLength(1)
    const visit = ward.aVisit(phone)
    await expect(phone.client.run('recordAssist', visit)).rejects.toMatchObject({ code: 'diskFull' })
    expect(phone.client.view().pending).toHaveLength(1)
    await vi.waitFor(() => expect(phone.status.unsent).toBe(1))
    expect(await phone.client.makeRescueFile()).toMatchObject({ toSo: 'rescue' })
  })

  it('gets no more tries at the PIN than with an empty one', async () => {
    const phone = await ward.aVolunteersPhone()
    await phone.client.session.lock()
    refuseWrites()
    for (const left of [4, 3, 2, 1]) {
      await expect(phone.client.session.unlock('000000')).rejects.toMatchObject({ details: { left } })
    }
    await expect(phone.client.session.unlock('000000')).rejects.toMatchObject({ code: 'pinBlocked' })
    await expect(phone.client.session.unlock(pin)).rejects.toMatchObject({ code: 'pinBlocked' })
  })

  it('has nothing marked as sent whose outcome could not be kept, and it is sent once there is room', async () => {
    const phone = await ward.aVolunteersPhone()
    ward.isOffline = true
    await phone.client.run('recordAssist', ward.aVisit(phone))
    refuseWrites()
    ward.isOffline = false
    await phone.client.sendNow()
    expect(phone.status.problem).toEqual({ code: 'diskFull' })
    expect([phone.status.isAllSent, phone.client.view().pending.length]).toEqual([false, 1])
    mendTransactions()
    await phone.client.sendNow()
    expect([phone.status.isAllSent, phone.client.view().pending.length]).toEqual([true, 0])
    expect(phone.client.view().all('assists')).toHaveLength(1)
  })
})

describe('a team whose rows gave way on a full disk', () => {
  it('is still shown, is there in part after the phone was opened anew, and whole after the next exchange', async () => {
    const prefix = 'thin-'
    const phone = await ward.aVolunteersPhone({ prefix })
    ward.isOffline = true
    for (let n = 0; n < 120; n++) await phone.client.run('recordAssist', ward.aVisit(phone))
    ward.isOffline = false
    await phone.client.sendNow()
    const database = openPhoneDatabase(`${prefix}${phone.session.member?.id}`)
    for (let n = 0; n < 3 && (await dropUnwanted(database, ward.server.now)); n++);
    database.close()
    await phone.client.run('recordAssist', ward.aVisit(phone))
    await phone.client.sendNow()
    expect(phone.client.view().all('assists')).toHaveLength(121)

    await phone.client.session.lock()
    ward.isOffline = true
    await phone.client.session.unlock(pin)
    expect(phone.session.phase).toBe('open')
    expect(phone.client.view().all('assists').length).toBeLessThan(121)
    ward.isOffline = false
    await phone.client.sendNow()
    expect(phone.client.view().all('assists')).toHaveLength(121)
    await phone.client.session.lock()
    ward.isOffline = true
    await phone.client.session.unlock(pin)
    expect(phone.client.view().all('assists')).toHaveLength(121)
  })
})

describe('a browser that threw the database away', () => {
  const clearDatabases = async (prefix: string) => {
    for (const name of await Dexie.getDatabaseNames()) if (name.startsWith(prefix)) await Dexie.delete(name)
  }

  async function aPhoneWithMarks(prefix: string, marks: Marks): Promise<TestPhone> {
    return signIn(aPhone(ward.network(), { prefix, marks, clock: () => ward.server.now }))
  }
  const startedAnew = async (prefix: string, marks: Marks) => {
    const phone = aPhone(ward.network(), { prefix, marks, clock: () => ward.server.now })
    await phone.client.session.start()
    return phone
  }

  it('is told at the door with the number of what had not been sent, until somebody signs in', async () => {
    const marks = someMarks()
    const phone = await aPhoneWithMarks('cleared-', marks)
    ward.isOffline = true
    for (let n = 0; n < 3; n++) await phone.client.run('recordAssist', ward.aVisit(phone))
    await phone.client.session.lock()
    await clearDatabases('cleared-')

    const later = await startedAnew('cleared-', marks)
    expect([later.session.phase, later.session.cleared]).toEqual(['signedOut', { unsent: 3 }])
    expect((await startedAnew('cleared-', marks)).session.cleared).toEqual({ unsent: 3 })
    ward.isOffline = false
    await signIn(later)
    expect(later.session.cleared).toBeUndefined()
    await later.client.session.lock()
    expect((await startedAnew('cleared-', marks)).session.cleared).toBeUndefined()
  })

  it('is no loss of what had been sent', async () => {
    const marks = someMarks()
    const phone = await aPhoneWithMarks('sent-', marks)
    await phone.client.run('recordAssist', ward.aVisit(phone))
    await phone.client.sendNow()
    await phone.client.session.lock()
    await clearDatabases('sent-')
    expect((await startedAnew('sent-', marks)).session.cleared).toEqual({ unsent: 0 })
  })

  it('is not suspected where the marks have gone, could not be kept, or where somebody signed out', async () => {
    const marks = someMarks()
    const phone = await aPhoneWithMarks('marks-', marks)
    marks.kept.clear()
    await phone.client.session.lock()
    const later = await startedAnew('marks-', marks)
    expect([later.session.phase, later.session.cleared]).toEqual(['locked', undefined])
    await later.client.session.unlock(pin)
    await later.client.session.signOut()
    expect((await startedAnew('marks-', marks)).session.cleared).toBeUndefined()

    const refusing: Marks = {
      getItem: () => {
        throw new DOMException('', 'SecurityError')
      },
      setItem: () => {
        throw new DOMException('', 'QuotaExceededError')
      },
    }
    const other = await aPhoneWithMarks('refused-', refusing)
    await other.client.run('recordAssist', ward.aVisit(other))
    expect(other.client.view().all('assists')).toHaveLength(1)
    await other.client.session.lock()
  })

  it('while the phone was open loses nothing that this page still knows: it lies on the disk again and is sent', async () => {
    const prefix = 'under-'
    const phone = await ward.aVolunteersPhone({ prefix })
    ward.isOffline = true
    const [first, second, third] = [ward.aVisit(phone), ward.aVisit(phone), ward.aVisit(phone)]
    await phone.client.run('recordAssist', first)
    await phone.client.run('recordAssist', second)
    await phone.client.sendNow()
    await clearUnder(prefix)
    await phone.client.run('recordAssist', third)
    await phone.client.sendNow()
    expect([phone.status.unsent, phone.status.isAllSent]).toEqual([3, false])
    expect(phone.client.view().all('procedures').length).toBeGreaterThan(50)

    ward.isOffline = false
    await phone.client.sendNow()
    expect([phone.status.isAllSent, phone.status.review]).toEqual([true, 0])
    for (const { assistId } of [first, second, third]) {
      expect(phone.client.view().verOf('assists', assistId)).toBe(1)
    }
    await phone.client.session.lock()
    await phone.client.session.unlock(pin)
    expect(phone.client.view().all('assists')).toHaveLength(3)
    expect(phone.client.view().all('procedures').length).toBeGreaterThan(50)
  })

  it('finds no name in the marks', async () => {
    const marks = someMarks()
    const phone = await aPhoneWithMarks('names-', marks)
    await phone.client.run('recordAssist', ward.aVisit(phone))
    const text = [...marks.kept].join()
    expect(text).toContain(phone.session.member?.id)
    expect(text).not.toContain('Trần')
    await phone.client.session.lock()
  })
})

describe('a phone whose clock is wrong', () => {
  async function aPhoneAhead(days: number): Promise<TestPhone> {
    return signIn(aPhone(ward.network(), { clock: () => ward.server.now + days * day }))
  }
  const visitOn = (phone: TestPhone, days: number) => ({
    ...ward.aVisit(phone),
    on: dayAt(ward.server.now + days * day),
  })

  it.each([2, -2])('by %d days knows by how much, after the first reply', async (days) => {
    const phone = await aPhoneAhead(days)
    expect(Math.abs((phone.status.clockOffset ?? 0) + days * day)).toBeLessThan(minute)
    await phone.client.session.lock()
    expect(phone.status.clockOffset).toBeUndefined()
  })

  it('by two days behind: everything is kept as it was said', async () => {
    const phone = await aPhoneAhead(-2)
    const visit = visitOn(phone, -2)
    await phone.client.run('recordAssist', visit)
    await phone.client.sendNow()
    expect([phone.status.review, phone.status.isAllSent]).toEqual([0, true])
    const correct = { assistId: visit.assistId, changes: { place: 'elsewhere' as const }, dossiers: [] }
    await phone.client.run('correctAssist', correct, 1)
    await phone.client.sendNow()
    expect(phone.client.view().find('assists', visit.assistId)).toMatchObject({ place: 'elsewhere' })
    await phone.client.session.lock()
  })

  it('by two days ahead: a visit of the wrong day waits to be mended, nothing else does, and mended it counts', async () => {
    const phone = await aPhoneAhead(2)
    const [tomorrow, today] = [visitOn(phone, 2), visitOn(phone, 0)]
    await phone.client.run('recordAssist', tomorrow)
    await phone.client.run('recordAssist', today)
    const correct = { assistId: today.assistId, changes: { place: 'elsewhere' as const }, dossiers: [] }
    await phone.client.run('correctAssist', correct, 1)
    await phone.client.sendNow()
    expect(phone.client.view().find('assists', today.assistId)).toMatchObject({ place: 'elsewhere' })
    const { review } = phone.client.view()
    expect(review).toMatchObject([
      { problem: { code: 'dateInFuture' }, command: { args: { assistId: tomorrow.assistId } } },
    ])

    await phone.client.resend(review[0]?.command.id ?? '', 'recordAssist', {
      ...tomorrow,
      on: dayAt(ward.server.now),
    })
    await phone.client.sendNow()
    expect([phone.client.view().review, phone.status.isAllSent]).toEqual([[], true])
    await ward.desk.client.sendNow()
    expect(phone.client.view().verOf('assists', tomorrow.assistId)).toBe(1)
    await phone.client.session.lock()
  })

  it('that was set back two days after five wrong PINs does not keep its person out for two days', async () => {
    let ahead = 0
    const phone = await signIn(aPhone(ward.network(), { clock: () => ward.server.now + ahead }))
    await phone.client.session.lock()
    for (let n = 0; n < 5; n++) await phone.client.session.unlock('000000').catch(() => undefined)
    ahead = -2 * day
    await phone.client.session.unlock(pin)
    expect(phone.session.phase).toBe('open')
    await phone.client.session.lock()
  })
})

describe('a line that hangs', () => {
  it('is begun anew after a quarter of an hour although nothing answers that it should end, and says so', async () => {
    vi.useFakeTimers({ toFake: ['setInterval', 'clearInterval', 'performance'] })
    const network = ward.network()
    const restarts: (number | undefined)[] = []
    let isHanging = false
    const phone = await ward.aVolunteersPhone({
      fetch: (input, init) => {
        if (!String(input).startsWith('/api/sync')) return network(input, init)
        // It neither ends nor hears that it should.
        if (isHanging) return new Promise(() => undefined)
        restarts.push((JSON.parse(String(init?.body)) as SyncRequest).status.restarts)
        return network(input, init)
      },
    })
    await vi.waitFor(() => expect(restarts.length).toBeGreaterThan(0))
    // The watchdog is loaded once the phone is at rest.
    await new Promise((resolve) => setTimeout(resolve, 400))
    isHanging = true
    await phone.client.run('recordAssist', ward.aVisit(phone))
    await vi.advanceTimersByTimeAsync(15 * minute)
    expect([phone.status.isStuck, phone.status.unsent]).toEqual([false, 1])
    isHanging = false
    restarts.length = 0
    await vi.advanceTimersByTimeAsync(2 * minute)
    await vi.waitFor(() => expect(phone.status.unsent).toBe(0))
    expect(restarts).toContain(1)
    expect([phone.status.isStuck, phone.status.isAllSent]).toEqual([false, true])
    restarts.length = 0
    await phone.client.sendNow()
    expect(restarts).toEqual([undefined])
  })
})

describe('the people of one phone', () => {
  it('do not touch each other’s work: it is sent by whom it belongs to, also when another signs out between', async () => {
    const prefix = 'shared-'
    const first = await ward.aVolunteersPhone({ prefix })
    ward.isOffline = true
    const visit = ward.aVisit(first)
    await first.client.run('recordAssist', visit)
    await first.client.sendNow()
    await first.client.session.lock()
    ward.isOffline = false

    first.client.session.leaveDoor()
    await signIn(first, managerPhone)
    expect(first.client.view().pending).toEqual([])
    await first.client.session.signOut()
    expect(first.session.people.map(({ name }) => name)).toEqual(['Trần Văn Mẫu'])

    await first.client.session.start()
    await first.client.session.unlock(pin)
    expect(first.client.view().pending).toHaveLength(1)
    await first.client.session.signIn(volunteerPhone, password)
    await first.client.sendNow()
    expect(first.status.isAllSent).toBe(true)
    expect(first.client.view().find('assists', visit.assistId)).toMatchObject({
      memberId: first.session.member?.id,
    })
  })

  it('are told apart also by what was still under way when one of them left', async () => {
    const network = ward.network()
    const members: (string | null)[] = []
    const held: (() => void)[] = []
    let isHolding = false
    const phone = await ward.aVolunteersPhone({
      fetch: async (input, init) => {
        if (isHolding && String(input).startsWith('/api/sync')) {
          members.push(new Headers(init?.headers).get(memberHeader))
          await new Promise<void>((resolve) => held.push(resolve))
        }
        return network(input, init)
      },
    })
    const volunteer = phone.session.member?.id
    isHolding = true
    const visit = ward.aVisit(phone)
    await phone.client.run('recordAssist', visit)
    await phone.client.session.lock()
    await vi.waitFor(() => expect(held).toHaveLength(1))
    isHolding = false
    phone.client.session.leaveDoor()
    await signIn(phone, managerPhone)
    held[0]?.()
    expect(members).toEqual([volunteer])
    await phone.client.sendNow()
    await phone.client.session.lock()
    phone.client.session.leaveDoor()
    await signIn(phone)
    expect([phone.status.isAllSent, phone.status.review]).toEqual([true, 0])
    expect(phone.client.view().find('assists', visit.assistId)).toMatchObject({ memberId: volunteer })
  })

  it('lose nothing by a session that ended a month ago: they come in, record, and all of it is sent after signing in', async () => {
    const phone = await ward.aVolunteersPhone()
    const first = ward.aVisit(phone)
    ward.isOffline = true
    await phone.client.run('recordAssist', first)
    await phone.client.session.lock()
    const savedAt = ward.server.now
    ward.server.now += 120 * day
    await ward.server.context.db.kysely
      .deleteFrom('auth_sessions' as never)
      .execute()
      .catch(() => undefined)
    ward.isOffline = false
    await phone.client.session.unlock(pin)
    const second = ward.aVisit(phone)
    await phone.client.run('recordAssist', second)
    await phone.client.sendNow()
    expect(phone.status.problem).toEqual({ code: 'sessionExpired' })
    expect(phone.client.view().pending.map(({ command }) => command.at)).toEqual([savedAt, ward.server.now])
    await phone.client.session.signIn(volunteerPhone, password)
    await phone.client.sendNow()
    expect([phone.status.isAllSent, phone.status.review]).toEqual([true, 0])
    for (const { assistId } of [first, second]) {
      expect(phone.client.view().find('assists', assistId)).toBeDefined()
    }
  })

  it('cannot sign out while something is unsent, offline or online but refused', async () => {
    const phone = await ward.aVolunteersPhone()
    ward.isOffline = true
    await phone.client.run('recordAssist', ward.aVisit(phone))
    await expect(phone.client.session.signOut()).rejects.toMatchObject({ code: 'unsentLeft' })
    await phone.client.run('recordAssist', { ...ward.aVisit(phone), on: addDays(dayAt(ward.server.now), -1) })
    expect(phone.client.view().pending).toHaveLength(2)
    ward.isOffline = false
    await phone.client.session.signOut()
    expect(phone.session.people).toEqual([])
  })
})
