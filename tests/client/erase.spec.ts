// A phone that the ward revokes: it sends what it has, hands over what its person could not deal with, and only then
// forgets everything.
import 'fake-indexeddb/auto'
import { Dexie } from 'dexie'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { openPeople } from '../../src/client/db/people.ts'
import { readTables } from '../../src/server/store/documents.ts'
import { pin, type TestPhone } from '../support/phone.ts'
import { password } from '../support/server.ts'
import { aWardOfPhones, volunteerPhone, type WardOfPhones } from '../support/wardOfPhones.ts'
import { waitFor } from '../support/patience.ts'

describe('a phone that was revoked', () => {
  let ward: WardOfPhones
  let isReached = true
  let phones = 0
  beforeEach(async () => {
    isReached = true
    ward = await aWardOfPhones()
  })
  afterEach(async () => {
    vi.restoreAllMocks()
    await ward.close()
  })

  async function aPhoneWithUnsent() {
    const prefix = `revoked-${phones++}-`
    const browser = ward.server.browser()
    const phone = await ward.aVolunteersPhone({ prefix, fetch: ward.network(browser, () => isReached) })
    isReached = false
    await phone.client.run('recordAssist', ward.aVisit(phone))
    return { phone, browser, prefix, memberId: phone.session.member?.id ?? '' }
  }

  async function deviceAtWard() {
    const [device] = (await ward.desk.client.api.listDevices()).filter(
      ({ memberName }) => memberName === 'Trần Văn Mẫu',
    )
    return device
  }
  const isSignedOut = ({ session }: TestPhone) => waitFor(() => expect(session.phase).toBe('signedOut'))
  const revoke = async () => ward.desk.client.api.revokeDevice((await deviceAtWard())?.deviceId ?? '')
  async function atTheWard(): Promise<number> {
    const { assists } = await readTables(ward.server.context, ward.desk.session.ward?.id ?? '', ['assists'])
    return assists.length
  }

  it('sends first, then nothing of its person is left on it, and the ward knows', async () => {
    const { phone, prefix, memberId } = await aPhoneWithUnsent()
    await revoke()
    isReached = true
    await phone.client.sendNow()
    await isSignedOut(phone)
    expect(phone.session.erased).toBe(true)
    expect(phone.session.people).toEqual([])
    expect(await atTheWard()).toBe(1)
    await waitFor(async () => expect((await deviceAtWard())?.erasedAt).not.toBeNull())
    expect(await Dexie.exists(`${prefix}${memberId}`)).toBe(false)
    await waitFor(async () => expect(await openPeople(`${prefix}people`).list()).toEqual([]))

    await phone.client.session.signIn(volunteerPhone, password)
    await phone.client.session.choosePin(pin)
    await phone.client.sendNow()
    expect(phone.session.phase).toBe('open')
    expect(phone.client.view().all('assists')).toHaveLength(1)
  })

  it('keeps everything while it reaches nobody, and while its session is over', async () => {
    const { phone, browser } = await aPhoneWithUnsent()
    await revoke()
    await phone.client.sendNow()
    expect(phone.client.view().pending).toHaveLength(1)
    await browser.request('DELETE', '/api/session')
    isReached = true
    await phone.client.sendNow()
    expect(phone.status.problem).toEqual({ code: 'sessionExpired' })
    expect(phone.client.view().pending).toHaveLength(1)
    expect(phone.session.phase).toBe('open')
    await phone.client.session.signIn(volunteerPhone, password)
    await isSignedOut(phone)
    expect(await atTheWard()).toBe(1)
  })

  it('hands to the lead what waited for its person', async () => {
    const { phone } = await aPhoneWithUnsent()
    await revoke()
    // Recorded after the phone was revoked: the ward refuses it, and somebody must look at it.
    ward.server.now += 60_000
    await phone.client.run('recordAssist', ward.aVisit(phone))
    isReached = true
    await phone.client.sendNow()
    await isSignedOut(phone)
    expect(await atTheWard()).toBe(1)
    expect(await ward.desk.client.api.listStuck()).toMatchObject([{ name: 'recordAssist', isHanded: true }])
  })

  it('goes on at the next start where it was cut off, and lets nobody in meanwhile', async () => {
    const { phone, prefix, memberId } = await aPhoneWithUnsent()
    await revoke()
    isReached = true
    const cut = vi
      .spyOn(Dexie.prototype, 'delete')
      .mockImplementation(() => new Dexie.Promise(() => undefined))
    await phone.client.sendNow()
    await isSignedOut(phone)
    await waitFor(() => expect(cut).toHaveBeenCalled())
    cut.mockRestore()
    expect(await Dexie.exists(`${prefix}${memberId}`)).toBe(true)

    const later = ward.aTab(ward.network(), prefix)
    await later.client.session.start()
    expect(later.session.phase).toBe('signedOut')
    expect(later.session.people).toEqual([])
    await waitFor(async () => expect(await Dexie.exists(`${prefix}${memberId}`)).toBe(false))
    // Whoever is not signed in cannot say it; nothing stays here for that.
    await waitFor(async () => expect(await openPeople(`${prefix}people`).list()).toEqual([]))
  })

  it('tells its other tabs', async () => {
    const browser = ward.server.browser()
    const prefix = `revoked-${phones++}-`
    const first = await ward.aVolunteersPhone({ prefix, fetch: ward.network(browser) })
    const second = ward.aTab(ward.network(browser), prefix)
    await second.client.session.start()
    await second.client.session.unlock(pin)
    await revoke()
    await first.client.sendNow()
    for (const tab of [first, second]) {
      await isSignedOut(tab)
      expect(tab.session.erased).toBe(true)
    }
  })
})
