// Signing out takes nothing with it that was saved meanwhile.
import 'fake-indexeddb/auto'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { pin } from '../support/phone.ts'
import { aWardOfPhones, type WardOfPhones } from '../support/wardOfPhones.ts'
import { waitFor } from '../support/patience.ts'

let ward: WardOfPhones
beforeEach(async () => {
  ward = await aWardOfPhones()
})
afterEach(() => ward.close())

describe('signing out', () => {
  it('does not take with it what was saved in another tab that was unlocked meanwhile', async () => {
    const browser = ward.server.browser()
    const network = ward.network(browser)
    let letGo: () => void = () => undefined
    let isHeld = false
    const first = await ward.aVolunteersPhone({
      prefix: 'leaving-',
      async fetch(input, init) {
        if (init?.method === 'DELETE') {
          isHeld = true
          await new Promise<void>((resolve) => {
            letGo = resolve
          })
        }
        return network(input, init)
      },
    })
    let isReached = true
    const second = ward.aTab(
      ward.network(browser, () => isReached),
      'leaving-',
    )
    await second.client.session.start()
    const leaving = first.client.session.signOut().then(
      () => 'signed out',
      (error: { code: string }) => error.code,
    )
    await waitFor(() => expect(isHeld).toBe(true))
    // The other tab stands at the door, without a network, and its person comes in and records.
    isReached = false
    await second.client.session.unlock(pin)
    const visit = ward.aVisit(second)
    const saved = await second.client.run('recordAssist', visit).then(
      () => 'saved',
      (error: { code: string }) => error.code,
    )
    letGo()
    const end = await leaving
    const stores = await indexedDB.databases()
    const memberId = second.session.member?.id ?? '-'
    const isOnDisk = stores.some(({ name }) => name?.startsWith('leaving-') && name.includes(memberId))
    expect({ saved, end, isOnDisk }).not.toEqual({ saved: 'saved', end: 'signed out', isOnDisk: false })
  })
})
