// Sealing what a phone could not send: only who has the ward's private key opens it, for that ward.
import { gunzipSync } from 'node:zlib'
import { Aes256Gcm, CipherSuite, DhkemP256HkdfSha256, HkdfSha256 } from '@hpke/core'
import { beforeAll, describe, expect, it } from 'vitest'
import { rescueInfo, type Rescued, type RescueFile } from '#protocol/rescue.ts'
import { sealRescue } from '../../src/client/rescue/sealRescue.ts'
import { anId, ids } from '../support/builders.ts'

describe('a sealed rescue file', () => {
  const kem = new DhkemP256HkdfSha256()
  let pair: CryptoKeyPair
  let rescueKey: string
  beforeAll(async () => {
    pair = await kem.generateKeyPair()
    rescueKey = Buffer.from(await kem.serializePublicKey(pair.publicKey)).toString('base64')
  })

  async function open({ enc, sealed }: RescueFile, wardId: string, key = pair.privateKey): Promise<Rescued> {
    const suite = new CipherSuite({ kem, kdf: new HkdfSha256(), aead: new Aes256Gcm() })
    const recipient = await suite.createRecipientContext({
      recipientKey: key,
      enc: Buffer.from(enc, 'base64'),
      info: new TextEncoder().encode(rescueInfo(wardId)),
    })
    return JSON.parse(gunzipSync(Buffer.from(await recipient.open(Buffer.from(sealed, 'base64')))).toString())
  }
  const aRescued = (commands: number): Rescued => ({
    memberId: ids.volunteer,
    deviceId: anId(50),
    madeAt: 5,
    protocol: 3,
    commands: Array.from({ length: commands }, (_, n) => ({
      id: anId(n),
      seq: n + 1,
      name: 'recordAssist',
      // Random, so that packing does not make it small.
      args: { note: `Đỗ Minh ${crypto.randomUUID()}` },
      at: n,
      base: 0,
    })),
  })

  it.each([0, 1, 3_000])('gives back all of %i commands', async (count) => {
    const rescued = aRescued(count)
    const file = await sealRescue(rescued, { wardId: ids.ward, rescueKey })
    expect(file).toMatchObject({ toSo: 'rescue', version: 1, wardId: ids.ward })
    expect(await open(file, ids.ward)).toEqual(rescued)
  })

  it('shows nothing of what it holds, and looks different each time', async () => {
    const rescued = aRescued(1)
    const [one, two] = [
      await sealRescue(rescued, { wardId: ids.ward, rescueKey }),
      await sealRescue(rescued, { wardId: ids.ward, rescueKey }),
    ]
    // In the bytes and in words that chance does not make: a few hundred random letters may well spell a short one.
    const [bytes, shown] = [Buffer.from(one.sealed, 'base64'), JSON.stringify(one)]
    for (const text of ['Đỗ Minh', 'recordAssist'])
      expect([text, shown.includes(text), bytes.includes(text)]).toEqual([text, false, false])
    expect(() => gunzipSync(bytes)).toThrow()
    expect([one.enc === two.enc, one.sealed === two.sealed]).toEqual([false, false])
  })

  it('opens neither for another ward, nor with another key', async () => {
    const file = await sealRescue(aRescued(1), { wardId: ids.ward, rescueKey })
    await expect(open(file, anId(9))).rejects.toThrow()
    await expect(open(file, ids.ward, (await kem.generateKeyPair()).privateKey)).rejects.toThrow()
  })
})
