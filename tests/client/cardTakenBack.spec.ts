// A card that was added to a resident and taken back at once, as a visit's undo does: both commands begin at the version
// that the phone knew, and the ward lets the second stand.
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { dayAt } from '#domain/period.ts'
import type { TestPhone } from '../support/phone.ts'
import { aWardOfPhones, type WardOfPhones } from '../support/wardOfPhones.ts'

describe('a card that is taken back', () => {
  let ward: WardOfPhones
  beforeEach(async () => {
    ward = await aWardOfPhones()
  })
  afterEach(() => ward.close())

  async function aKnownResident(phone: TestPhone): Promise<string> {
    const { client, session } = phone
    const residentId = client.newId()
    const consent = {
      ...{ textVersion: '2026-11-24', on: dayAt(ward.server.now), method: 'spoken' as const },
      memberId: session.member?.id ?? '',
    }
    const fields = {
      ...{ name: 'Trần Văn Mẫu', birthYear: 1985, phone: null, idHash: null, idLastFour: null },
      consents: { keepRecord: consent },
    }
    await client.run('recordAssist', {
      ...ward.aVisit(phone),
      resident: { kind: 'new', residentId, fields },
    })
    await client.sendNow()
    return residentId
  }

  it.each([
    ['unsent', false],
    ['sent', true],
  ])('while its adding is %s is gone on every phone, and nobody is told', async (_, isSent) => {
    const phone = await ward.aVolunteersPhone()
    const other = await ward.aVolunteersPhone()
    const residentId = await aKnownResident(phone)
    const { client } = phone
    const base = client.view().verOf('residents', residentId)
    const added = { idHash: 'c'.repeat(64), idLastFour: '0123' }
    ward.isOffline = !isSent
    await client.run('correctResident', { residentId, changes: added }, base)
    if (isSent) await client.sendNow()
    const before = { idHash: null, idLastFour: null }
    await client.run('correctResident', { residentId, changes: before }, base)
    ward.isOffline = false
    for (const one of [client, other.client]) {
      await one.sendNow()
      expect(one.view().heard('residents')).toMatchObject([{ id: residentId, ...before }])
      expect([one.view().notices, one.view().review]).toEqual([[], []])
    }
  })
})
