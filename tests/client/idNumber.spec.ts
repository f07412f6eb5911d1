// What a phone keeps of the number of an ID card: the real client against the real server.
import 'fake-indexeddb/auto'
import { createHmac } from 'node:crypto'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { openPeople } from '../../src/client/db/people.ts'
import { getIdKey } from '../../src/server/store/wards.ts'
import { pin } from '../support/phone.ts'
import { aWardOfPhones, type WardOfPhones } from '../support/wardOfPhones.ts'
import { waitFor } from '../support/patience.ts'

const idNumber = '052085000123'

describe('the number of an ID card', () => {
  let ward: WardOfPhones
  beforeEach(async () => {
    ward = await aWardOfPhones()
  })
  afterEach(() => ward.close())

  const wardsHash = async (wardId: string) =>
    createHmac('sha256', Buffer.from(await getIdKey(ward.server.context, wardId), 'base64'))
      .update(idNumber)
      .digest('hex')

  it('becomes the same hash and last four digits on every phone of the ward, without a network', async () => {
    const phones = [await ward.aVolunteersPhone(), await ward.aVolunteersPhone(), ward.desk]
    ward.isOffline = true
    const kept = { idHash: await wardsHash(ward.desk.session.ward?.id ?? ''), idLastFour: '0123' }
    for (const { client } of phones) expect(await client.hashIdNumber(idNumber)).toEqual(kept)
  })

  it('is hashed without a network also after the phone was locked, and its key lies sealed', async () => {
    const phone = await ward.aVolunteersPhone({ prefix: 'sealed-' })
    const before = await phone.client.hashIdNumber(idNumber)
    await phone.client.session.lock()
    ward.isOffline = true
    const [person] = await openPeople('sealed-people').list()
    const idKey = await getIdKey(ward.server.context, person?.wardId ?? '')
    expect(Buffer.from(person?.idKey ?? []).length).toBeGreaterThan(idKey.length)
    expect(Buffer.from(person?.idKey ?? []).toString('latin1')).not.toContain(idKey)
    expect(Buffer.from(person?.idKey ?? []).toString('base64')).not.toContain(idKey.slice(0, 30))
    await phone.client.session.unlock(pin)
    expect(await phone.client.hashIdNumber(idNumber)).toEqual(before)
  })

  it('can be hashed by who came in before the phone kept the key, after the next exchange', async () => {
    const phone = await ward.aVolunteersPhone({ prefix: 'keyless-' })
    await phone.client.session.lock()
    const people = openPeople('keyless-people')
    const [person] = await people.list()
    if (!person) throw new Error('Nobody is known')
    delete person.idKey
    await people.keep(person)
    await phone.client.session.unlock(pin)
    await phone.client.sendNow()
    await waitFor(async () => expect((await people.list())[0]?.idKey).toBeDefined())
    ward.isOffline = true
    expect((await phone.client.hashIdNumber(idNumber)).idHash).toMatch(/^[0-9a-f]{64}$/)
  })
})
