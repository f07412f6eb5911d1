// A browser that cuts a page off from its storage: nothing is said to be saved that is not, and work goes on once it is back.
import 'fake-indexeddb/auto'
import { describe, expect, it, vi } from 'vitest'
import {
  breakTransactions,
  closeSilently,
  cutOff,
  mendTransactions,
  silenceTransaction,
} from '../support/brokenStorage.ts'
import { pin } from '../support/phone.ts'
import { aWardInDanger } from '../support/wardInDanger.ts'
import { waitFor } from '../support/patience.ts'

const ward = aWardInDanger()

describe('a person whose browser lost its storage', () => {
  it('is told so and not that anything was saved; what they save once it is back is sent', async () => {
    const phone = await ward().aVolunteersPhone()
    const visit = ward().aVisit(phone)
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
    const phone = await ward().aVolunteersPhone()
    await phone.client.session.lock()
    breakTransactions(1)
    await phone.client.session.unlock(pin)
    expect(phone.session.phase).toBe('open')
    expect(phone.client.view().all('procedures').length).toBeGreaterThan(50)
  })

  it('sees in this tab what another tab did while this one was cut off', async () => {
    const browser = ward().server.browser()
    const first = await ward().aVolunteersPhone({ prefix: 'seen-', fetch: ward().network(browser) })
    const second = ward().aTab(ward().network(browser), 'seen-')
    await second.client.session.start()
    await second.client.session.unlock(pin)
    ward().isOffline = true
    vi.spyOn(BroadcastChannel.prototype, 'postMessage').mockReturnValue()
    await second.client.run('recordAssist', ward().aVisit(second))
    expect(first.client.view().pending).toHaveLength(0)
    cutOff('seen-')
    await first.client.run('recordAssist', ward().aVisit(first))
    await waitFor(() => expect(first.client.view().pending).toHaveLength(2))
  })

  it('whose connection closed in the middle of an exchange and left it without an end is sent all the same', async () => {
    const phone = await ward().aVolunteersPhone({ prefix: 'hung-' })
    ward().isOffline = true
    await phone.client.run('recordAssist', ward().aVisit(phone))
    await phone.client.sendNow()
    ward().isOffline = false
    silenceTransaction()
    const sending = phone.client.sendNow()
    await new Promise((resolve) => setTimeout(resolve, 100))
    expect(phone.status.isAllSent).toBe(false)
    closeSilently('hung-')
    await sending
    expect([phone.status.isAllSent, phone.status.isStorageLost]).toEqual([true, false])
  })

  it('goes on typing in a form whose earlier draft cannot be read', async () => {
    const phone = await ward().aVolunteersPhone()
    const { drafts } = phone.client
    await drafts.save('assist:new', { name: 'Đặng' })
    breakTransactions(Infinity)
    expect(await drafts.load('assist:new')).toBeUndefined()
    mendTransactions()
    expect(await drafts.load('assist:new')).toEqual({ name: 'Đặng' })
  })
})
