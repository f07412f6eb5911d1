// What the ward tells a person of their own commands, and what they do about it.
import 'fake-indexeddb/auto'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { openPhoneDatabase } from '../../src/client/db/database.ts'
import { pin, type TestPhone } from '../support/phone.ts'
import { joinedBy, managerPhone, password } from '../support/server.ts'
import { aWardOfPhones, type WardOfPhones } from '../support/wardOfPhones.ts'
import { waitFor } from '../support/patience.ts'

describe('what the ward tells', () => {
  let ward: WardOfPhones
  let isReached = true
  beforeEach(async () => {
    isReached = true
    ward = await aWardOfPhones()
  })
  afterEach(() => ward.close())

  const aPhoneOnALeash = (prefix?: string) =>
    ward.aVolunteersPhone({ fetch: ward.network(undefined, () => isReached), ...(prefix ? { prefix } : {}) })
  const correct = (phone: TestPhone, assistId: string, place: 'elsewhere' | 'cultureHouse') =>
    phone.client.run('correctAssist', { assistId, changes: { place }, dossiers: [] }, 1)

  async function aLeadsPhone(): Promise<TestPhone> {
    const phoneNumber = '0912000102'
    const desk = ward.server.browser()
    await desk.request('POST', '/api/session', { phone: managerPhone, password })
    const invite = { name: 'Lê Thị Trưởng', role: 'lead' as const, teamIds: [ward.teamId] }
    await joinedBy(ward.server, desk, invite, phoneNumber)
    const phone = ward.aTab(ward.network())
    await phone.client.session.signIn(phoneNumber, password)
    await phone.client.session.choosePin(pin)
    return phone
  }

  /** The volunteer's value gave way to a later one of their lead. */
  async function anOverridden(phone: TestPhone): Promise<string> {
    const lead = await aLeadsPhone()
    const visit = ward.aVisit(phone)
    await phone.client.run('recordAssist', visit)
    for (const one of [phone, lead]) await one.client.sendNow()
    isReached = false
    await correct(phone, visit.assistId, 'elsewhere')
    ward.server.now += 60_000
    await correct(lead, visit.assistId, 'cultureHouse')
    await lead.client.sendNow()
    isReached = true
    await phone.client.sendNow()
    return visit.assistId
  }

  /** A visit that the ward refuses, as its author had left. */
  async function aRefused(phone: TestPhone): Promise<string> {
    isReached = false
    await phone.client.run('recordAssist', ward.aVisit(phone))
    const memberId = phone.session.member?.id ?? ''
    const { desk } = ward
    await desk.client.sendNow()
    const ver = desk.client.view().verOf('members', memberId)
    await desk.client.run('correctMember', { memberId, changes: { leftOn: '2020-01-01' } }, ver)
    await desk.client.sendNow()
    isReached = true
    await phone.client.sendNow()
    return phone.client.view().review[0]?.command.id ?? ''
  }

  async function comeBack(phone: TestPhone): Promise<void> {
    const memberId = phone.session.member?.id ?? ''
    const ver = ward.desk.client.view().verOf('members', memberId)
    await ward.desk.client.run('correctMember', { memberId, changes: { leftOn: null } }, ver)
    await ward.desk.client.sendNow()
    await phone.client.sendNow()
  }

  it('of a value that gave way is kept sealed, also over a restart without a network, until it was seen on any phone', async () => {
    const phone = await aPhoneOnALeash('told-')
    const other = await ward.aVolunteersPhone()
    const assistId = await anOverridden(phone)
    const [notice] = phone.client.view().notices
    expect(notice).toMatchObject({
      kind: 'overridden',
      rowId: assistId,
      value: 'elsewhere',
      standing: 'cultureHouse',
    })
    expect(phone.status.notices).toBe(1)
    await other.client.sendNow()
    expect(other.client.view().notices).toEqual([notice])

    const disk = openPhoneDatabase(`told-${phone.session.member?.id}`)
    const [entry] = await disk.notices.toArray()
    disk.close()
    expect(new TextDecoder().decode(entry?.sealed)).not.toContain('elsewhere')
    isReached = false
    await phone.client.session.lock()
    await phone.client.session.unlock(pin)
    expect(phone.client.view().notices).toEqual([notice])
    await phone.client.seen(notice?.id ?? '')
    expect(phone.client.view().notices).toEqual([])
    expect(phone.status.notices).toBe(0)

    isReached = true
    for (const one of [phone, other, phone]) await one.client.sendNow()
    expect(phone.client.view().notices).toEqual([])
    expect(other.client.view().notices).toEqual([])
    expect(other.status.notices).toBe(0)
  })

  it('is not shown again by an answer that was on its way while it was seen', async () => {
    const phone = await aPhoneOnALeash()
    await anOverridden(phone)
    const id = phone.client.view().notices[0]?.id ?? ''
    const shown: number[] = []
    phone.client.view().onChange(() => shown.push(phone.client.view().notices.length))
    const sending = phone.client.sendNow()
    await phone.client.seen(id)
    await sending
    await phone.client.sendNow()
    expect(new Set(shown)).toEqual(new Set([0]))
  })

  it('a refused command that is handed to the lead stands on their list as such, and holds nothing up here', async () => {
    const phone = await aPhoneOnALeash()
    const commandId = await aRefused(phone)
    isReached = false
    await phone.client.settle(commandId, 'handed')
    expect(await phone.client.findHanded(commandId)).toMatchObject({ id: commandId, name: 'recordAssist' })
    expect([phone.client.view().review, phone.status.review]).toEqual([[], 0])
    await expect(phone.client.session.signOut()).rejects.toMatchObject({ code: 'unsentLeft' })
    expect((await ward.desk.client.api.listStuck())[0]).toMatchObject({ id: commandId, isHanded: false })
    isReached = true
    await phone.client.sendNow()
    expect((await ward.desk.client.api.listStuck())[0]).toMatchObject({ id: commandId, isHanded: true })

    await ward.desk.client.api.dismissStuck(commandId)
    await comeBack(phone)
    expect(phone.client.view().notices).toMatchObject([{ kind: 'settled', commandId, as: 'dismissed' }])
    await phone.client.session.signOut()
    expect(phone.session.phase).toBe('signedOut')
  })

  it('a refused command that is given up leaves the lead’s list as well', async () => {
    const phone = await aPhoneOnALeash()
    const commandId = await aRefused(phone)
    expect(await ward.desk.client.api.listStuck()).toHaveLength(1)
    await phone.client.settle(commandId, 'discarded')
    await phone.client.sendNow()
    expect(await ward.desk.client.api.listStuck()).toEqual([])
  })

  it('a refused command that was mended within another one waits for nobody any more', async () => {
    const phone = await aPhoneOnALeash()
    const commandId = await aRefused(phone)
    await phone.client.settle(commandId, 'resent')
    await phone.client.sendNow()
    expect(phone.client.view().review).toEqual([])
    expect(await ward.desk.client.api.listStuck()).toEqual([])
    const { settled_as: as } = await ward.server.context.db.kysely
      .selectFrom('commands')
      .select('settled_as')
      .where('command_id', '=', commandId)
      .executeTakeFirstOrThrow()
    expect(as).toBe('resent')
  })

  it('a mended command takes the place of the refused one in one step', async () => {
    const phone = await aPhoneOnALeash()
    const commandId = await aRefused(phone)
    await comeBack(phone)
    isReached = false
    const mended = ward.aVisit(phone)
    await expect(
      phone.client.resend(commandId, 'recordAssist', { ...mended, items: {} }),
    ).rejects.toMatchObject({ code: 'itemMissing' })
    expect(phone.client.view().review).toHaveLength(1)
    await phone.client.resend(commandId, 'recordAssist', mended)
    expect(phone.client.view().review).toEqual([])
    expect(phone.client.view().isWaiting('assists', mended.assistId)).toBe(true)
    expect(phone.status).toMatchObject({ unsent: 1, review: 0 })
    isReached = true
    await phone.client.sendNow()
    expect(phone.client.view().verOf('assists', mended.assistId)).toBe(1)
    expect(await ward.desk.client.api.listStuck()).toEqual([])
  })

  it('another tab hears of what was settled and seen', async () => {
    const browser = ward.server.browser()
    const fetch = ward.network(browser, () => isReached)
    const first = await ward.aVolunteersPhone({ prefix: 'both-told-', fetch })
    const second = ward.aTab(fetch, 'both-told-')
    await second.client.session.start()
    await second.client.session.unlock(pin)
    const commandId = await aRefused(first)
    await waitFor(() => expect(second.client.view().review).toHaveLength(1))
    await second.client.settle(commandId, 'discarded')
    await waitFor(() => expect(first.client.view().review).toEqual([]))
    await waitFor(() => expect(first.status.review).toBe(0))
  })
})
