// What a phone could not send, as a file: the real client, offline, opened again with the ward's own key.
import 'fake-indexeddb/auto'
import { gunzipSync } from 'node:zlib'
import { Aes256Gcm, CipherSuite, DhkemP256HkdfSha256, HkdfSha256 } from '@hpke/core'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { maxRescueBytes, rescueInfo, type Proven, type Rescued, type RescueFile } from '#protocol/rescue.ts'
import { protocolVersion } from '#protocol/version.ts'
import { openPeople } from '../../src/client/db/people.ts'
import { readRescueFile } from '../../src/client/rescue/readRescueFile.ts'
import { getRescuePrivateKey } from '../../src/server/store/rescueKeys.ts'
import { breakTransactions, mendTransactions } from '../support/brokenStorage.ts'
import { pin } from '../support/phone.ts'
import { aWardOfPhones, type WardOfPhones } from '../support/wardOfPhones.ts'
import { waitFor } from '../support/patience.ts'

describe('a rescue file', () => {
  let ward: WardOfPhones
  beforeEach(async () => {
    ward = await aWardOfPhones()
  })
  afterEach(async () => {
    mendTransactions()
    await ward.close()
  })

  /** As the ward reads it. */
  async function openFile(file: RescueFile): Promise<Rescued> {
    const kem = new DhkemP256HkdfSha256()
    const suite = new CipherSuite({ kem, kdf: new HkdfSha256(), aead: new Aes256Gcm() })
    const privateKey = await getRescuePrivateKey(ward.server.context, file.wardId)
    const recipient = await suite.createRecipientContext({
      recipientKey: await crypto.subtle.importKey(
        'pkcs8',
        new Uint8Array(privateKey),
        { name: 'ECDH', namedCurve: 'P-256' },
        true,
        ['deriveBits'],
      ),
      enc: bytes(file.enc),
      info: new TextEncoder().encode(rescueInfo(file.wardId)),
    })
    const packed = await recipient.open(bytes(file.sealed))
    const { text } = JSON.parse(gunzipSync(Buffer.from(packed)).toString()) as Proven
    return JSON.parse(text) as Rescued
  }

  it('is made without a network, holds all that is unsent, and only the ward can read it', async () => {
    const phone = await ward.aVolunteersPhone()
    ward.isOffline = true
    for (let n = 0; n < 3; n++) await phone.client.run('recordAssist', ward.aVisit(phone))
    const file = await phone.client.makeRescueFile()
    expect(JSON.stringify(file)).not.toContain('recordAssist')
    const { memberId, protocol, commands } = await openFile(file)
    expect([memberId, protocol]).toEqual([phone.session.member?.id, protocolVersion])
    expect(commands.map(({ id, seq, args }) => [id, seq, args])).toEqual(
      phone.client.view().pending.map(({ seq, command }) => [command.id, seq, command.args]),
    )
    expect(commands).toHaveLength(3)
  })

  it('that their lead was handed counts, as the phone proves that it wrote it, also after it was locked', async () => {
    const phone = await ward.aVolunteersPhone()
    const lead = await ward.aLead()
    ward.isOffline = true
    await phone.client.run('recordAssist', ward.aVisit(phone))
    const first = await phone.client.makeRescueFile()
    await phone.client.session.lock()
    await phone.client.session.unlock(pin)
    const visit = ward.aVisit(phone)
    await phone.client.run('recordAssist', visit)
    const second = await phone.client.makeRescueFile()
    // The phone itself stays without a network.
    expect(await lead.request('POST', '/api/rescue', first)).toMatchObject({
      body: { isRead: true, taken: 1 },
    })
    expect(await lead.request('POST', '/api/rescue', second)).toMatchObject({
      body: { isRead: true, taken: 1, known: 1 },
    })
  })

  it('holds what the ward refused as well', async () => {
    const network = { isReached: true }
    const phone = await ward.aVolunteersPhone({ fetch: ward.network(undefined, () => network.isReached) })
    network.isReached = false
    const visit = ward.aVisit(phone)
    await phone.client.run('recordAssist', visit)
    const memberId = phone.session.member?.id ?? ''
    await ward.desk.client.sendNow()
    await ward.desk.client.run('correctMember', { memberId, changes: { leftOn: '2020-01-01' } }, 1)
    await ward.desk.client.sendNow()
    network.isReached = true
    await phone.client.sendNow()
    expect(phone.client.view().pending).toEqual([])
    const { commands } = await openFile(await phone.client.makeRescueFile())
    expect(commands.map(({ args }) => (args as { assistId: string }).assistId)).toEqual([visit.assistId])
  })

  it('is made where the browser neither writes nor reads any more', async () => {
    const phone = await ward.aVolunteersPhone()
    ward.isOffline = true
    await phone.client.run('recordAssist', ward.aVisit(phone))
    breakTransactions(Infinity)
    const { commands } = await openFile(await phone.client.makeRescueFile())
    expect(commands.map(({ id }) => id)).toEqual(phone.client.view().pending.map(({ command }) => command.id))
    mendTransactions()
  })

  it('is possible for who came in before the ward had a key for it, after the next exchange', async () => {
    const phone = await ward.aVolunteersPhone({ prefix: 'early-' })
    await phone.client.session.lock()
    const people = openPeople('early-people')
    const [person] = await people.list()
    if (!person) throw new Error('Nobody is known')
    delete person.rescueKey
    await people.keep(person)
    await phone.client.session.unlock(pin)
    await phone.client.sendNow()
    await waitFor(async () => expect((await people.list())[0]?.rescueKey).toBeTypeOf('string'))
    ward.isOffline = true
    await phone.client.run('recordAssist', ward.aVisit(phone))
    expect((await openFile(await phone.client.makeRescueFile())).commands).toHaveLength(1)
  })

  it('that somebody brings is passed on as it is, and nothing else is taken for one', async () => {
    const phone = await ward.aVolunteersPhone()
    ward.isOffline = true
    await phone.client.run('recordAssist', ward.aVisit(phone))
    const file = await phone.client.makeRescueFile()
    expect(await readRescueFile(new Blob([JSON.stringify(file)]))).toEqual(file)
    const others = [
      '',
      '{"a":1}',
      '\u0000PNG',
      JSON.stringify(file).slice(0, -9),
      ' '.repeat(maxRescueBytes + 1),
    ]
    for (const other of others) {
      await expect(readRescueFile(new Blob([other]))).rejects.toMatchObject({ code: 'fileNotRescue' })
    }
  })
})

const bytes = (text: string) => new Uint8Array(Buffer.from(text, 'base64'))
