// A phone whose clock is wrong: it knows by how much, and nothing is lost or kept shut by it.
import 'fake-indexeddb/auto'
import { describe, expect, it } from 'vitest'
import { dayAt } from '#domain/period.ts'
import { aPhone, pin, type TestPhone } from '../support/phone.ts'
import { aWardInDanger, signIn } from '../support/wardInDanger.ts'

const ward = aWardInDanger()
const day = 86_400_000
const minute = 60_000

describe('a phone whose clock is wrong', () => {
  async function aPhoneAhead(days: number): Promise<TestPhone> {
    return signIn(aPhone(ward().network(), { clock: () => ward().server.now + days * day }))
  }
  const visitOn = (phone: TestPhone, days: number) => ({
    ...ward().aVisit(phone),
    on: dayAt(ward().server.now + days * day),
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
      on: dayAt(ward().server.now),
    })
    await phone.client.sendNow()
    expect([phone.client.view().review, phone.status.isAllSent]).toEqual([[], true])
    await ward().desk.client.sendNow()
    expect(phone.client.view().verOf('assists', tomorrow.assistId)).toBe(1)
    await phone.client.session.lock()
  })

  it('that was set back two days after five wrong PINs does not keep its person out for two days', async () => {
    let ahead = 0
    const phone = await signIn(aPhone(ward().network(), { clock: () => ward().server.now + ahead }))
    await phone.client.session.lock()
    for (let n = 0; n < 5; n++) await phone.client.session.unlock('000000').catch(() => undefined)
    ahead = -2 * day
    await phone.client.session.unlock(pin)
    expect(phone.session.phase).toBe('open')
    await phone.client.session.lock()
  })
})
