// A browser that threw the phone's database away: what was lost is told, and what a page still knows is laid down again.
import 'fake-indexeddb/auto'
import { Dexie } from 'dexie'
import { describe, expect, it } from 'vitest'
import type { Marks } from '../../src/client/db/sentinel.ts'
import { clearDatabases as clearUnder } from '../support/brokenStorage.ts'
import { aPhone, pin, type TestPhone } from '../support/phone.ts'
import { aWardInDanger, signIn } from '../support/wardInDanger.ts'

const ward = aWardInDanger()

/** Marks that outlive databases, as a browser's local storage does. */
function someMarks(): Marks & { kept: Map<string, string> } {
  const kept = new Map<string, string>()
  return {
    kept,
    getItem: (key) => kept.get(key) ?? null,
    setItem: (key, value) => void kept.set(key, value),
  }
}

describe('a browser that threw the database away', () => {
  const clearDatabases = async (prefix: string) => {
    for (const name of await Dexie.getDatabaseNames()) if (name.startsWith(prefix)) await Dexie.delete(name)
  }

  async function aPhoneWithMarks(prefix: string, marks: Marks): Promise<TestPhone> {
    return signIn(aPhone(ward().network(), { prefix, marks, clock: () => ward().server.now }))
  }
  const startedAnew = async (prefix: string, marks: Marks) => {
    const phone = aPhone(ward().network(), { prefix, marks, clock: () => ward().server.now })
    await phone.client.session.start()
    return phone
  }

  it('is told at the door with the number of what had not been sent, until somebody signs in', async () => {
    const marks = someMarks()
    const phone = await aPhoneWithMarks('cleared-', marks)
    ward().isOffline = true
    for (let n = 0; n < 3; n++) await phone.client.run('recordAssist', ward().aVisit(phone))
    await phone.client.session.lock()
    await clearDatabases('cleared-')

    const later = await startedAnew('cleared-', marks)
    expect([later.session.phase, later.session.cleared]).toEqual(['signedOut', { unsent: 3 }])
    expect((await startedAnew('cleared-', marks)).session.cleared).toEqual({ unsent: 3 })
    ward().isOffline = false
    await signIn(later)
    expect(later.session.cleared).toBeUndefined()
    await later.client.session.lock()
    expect((await startedAnew('cleared-', marks)).session.cleared).toBeUndefined()
  })

  it('is no loss of what had been sent', async () => {
    const marks = someMarks()
    const phone = await aPhoneWithMarks('sent-', marks)
    await phone.client.run('recordAssist', ward().aVisit(phone))
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
    await other.client.run('recordAssist', ward().aVisit(other))
    expect(other.client.view().all('assists')).toHaveLength(1)
    await other.client.session.lock()
  })

  it('while the phone was open loses nothing that this page still knows: it lies on the disk again and is sent', async () => {
    const prefix = 'under-'
    const phone = await ward().aVolunteersPhone({ prefix })
    ward().isOffline = true
    const [first, second, third] = [ward().aVisit(phone), ward().aVisit(phone), ward().aVisit(phone)]
    await phone.client.run('recordAssist', first)
    await phone.client.run('recordAssist', second)
    await phone.client.sendNow()
    await clearUnder(prefix)
    await phone.client.run('recordAssist', third)
    await phone.client.sendNow()
    expect([phone.status.unsent, phone.status.isAllSent]).toEqual([3, false])
    expect(phone.client.view().all('procedures').length).toBeGreaterThan(50)

    ward().isOffline = false
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
    await phone.client.run('recordAssist', ward().aVisit(phone))
    const text = [...marks.kept].join()
    expect(text).toContain(phone.session.member?.id)
    expect(text).not.toContain('Trần')
    await phone.client.session.lock()
  })
})
