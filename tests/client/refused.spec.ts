// What the ward refused stays with somebody until a person has dealt with it, and then with nobody.
import 'fake-indexeddb/auto'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { dayAt } from '#domain/period.ts'
import { takeBackup } from '../support/backup.ts'
import { aPhone, pin, type TestPhone } from '../support/phone.ts'
import { password } from '../support/server.ts'
import { aWardOfPhones, volunteerPhone, type WardOfPhones } from '../support/wardOfPhones.ts'
import { waitFor } from '../support/patience.ts'

let ward: WardOfPhones
let isReached = true
beforeEach(async () => {
  isReached = true
  ward = await aWardOfPhones()
})
afterEach(async () => {
  vi.restoreAllMocks()
  await ward.close()
})
const onALeash = (prefix?: string) =>
  ward.aVolunteersPhone({ fetch: ward.network(undefined, () => isReached), ...(prefix ? { prefix } : {}) })

async function correctMember(phone: TestPhone, changes: object) {
  const memberId = phone.session.member?.id ?? ''
  await ward.desk.client.sendNow()
  const ver = ward.desk.client.view().verOf('members', memberId)
  await ward.desk.client.run('correctMember', { memberId, changes }, ver)
  await ward.desk.client.sendNow()
}
/** A visit that the ward refuses, as its author had left; they come back at once. */
async function aRefused(phone: TestPhone) {
  isReached = false
  const visit = ward.aVisit(phone)
  await phone.client.run('recordAssist', visit)
  await correctMember(phone, { leftOn: '2020-01-01' })
  isReached = true
  await phone.client.sendNow()
  await correctMember(phone, { leftOn: null })
  await phone.client.sendNow()
  return { visit, commandId: phone.client.view().review[0]?.command.id ?? '' }
}
const stuckIds = async () => (await ward.desk.client.api.listStuck()).map(({ id }) => id)

describe('a refused visit', () => {
  it('handed to the lead after the server was put back is with the lead', async () => {
    const phone = await onALeash('handed-')
    await phone.client.sendNow()
    const backup = await takeBackup(ward.server.context.db)
    const { commandId } = await aRefused(phone)
    expect(await stuckIds()).toEqual([commandId])
    await backup.restore()
    await phone.client.sendNow()
    await phone.client.sendNow()
    if (phone.client.view().review.length > 0) await phone.client.settle(commandId, 'handed')
    await phone.client.sendNow()
    const isHere = phone.client.view().review.length + phone.client.view().pending.length > 0
    expect(phone.status.isAllSent).toBe(true)
    const applied = phone.client.view().all('assists').length
    expect({ isHere, stuck: await stuckIds(), applied }).not.toEqual({ isHere: false, stuck: [], applied: 0 })
  })

  it('that the lead took without being asked waits for its author no more', async () => {
    const phone = await onALeash()
    const { visit, commandId } = await aRefused(phone)
    await ward.desk.client.api.takeStuck(commandId)
    await phone.client.sendNow()
    expect(phone.client.view().find('assists', visit.assistId)).toBeDefined()
    expect(phone.client.view().notices).toMatchObject([{ kind: 'settled', as: 'taken' }])
    expect(phone.client.view().review).toEqual([])
    expect(phone.status.review).toBe(0)
  })
})

describe('an answer that a frozen tab thaws with', () => {
  it('does not bring back what its person has dealt with in another tab', async () => {
    vi.stubGlobal('navigator', {})
    const browser = ward.server.browser()
    let hold = Promise.resolve()
    let letGo: () => void = () => undefined
    const network = ward.network(browser, () => isReached)
    // A clock two days ahead: a visit of tomorrow is refused by the ward, and moves no scope.
    const clock = () => ward.server.now + 2 * 86_400_000
    const first = aPhone(
      async (input, init) => {
        const answer = await network(input, init)
        if (String(input).includes('/sync')) await hold
        return answer
      },
      { clock, prefix: 'frozen-' },
    )
    await first.client.session.signIn(volunteerPhone, password)
    await first.client.session.choosePin(pin)
    await first.client.sendNow()
    const second = aPhone(network, { clock, prefix: 'frozen-' })
    await second.client.session.start()
    await second.client.session.unlock(pin)
    await second.client.sendNow()
    isReached = false
    await first.client.run('recordAssist', { ...ward.aVisit(first), on: dayAt(clock()) })
    await first.client.sendNow()
    hold = new Promise((resolve) => {
      letGo = resolve
    })
    isReached = true
    const frozen = first.client.sendNow()
    await waitFor(async () => expect(await stuckIds()).toHaveLength(1))
    // Without Web Locks: as where the lock was stolen from a frozen tab.
    await second.client.sendNow()
    const [reviewed] = second.client.view().review
    await second.client.settle(reviewed?.command.id ?? '', 'discarded')
    await second.client.sendNow()
    expect(await stuckIds()).toEqual([])
    letGo()
    await frozen
    await first.client.sendNow()
    await second.client.sendNow()
    const found = [first, second].map(({ client }) => client.view().review.length)
    for (const one of [first, second]) await one.client.session.lock()
    vi.unstubAllGlobals()
    expect(found).toEqual([0, 0])
  })
})
