// Seals what a phone could not send to the ward's public key: from then on only the ward's server can read it, neither
// whoever carries the file nor this phone. Loaded when it is first wanted, as few ever want it.
import { Aes256Gcm, CipherSuite, DhkemP256HkdfSha256, HkdfSha256 } from '@hpke/core'
import { rescueInfo, type RescueFile } from '#protocol/rescue.ts'
import { gzip } from '../http/gzip.ts'
import { fromBase64, toBase64 } from '../vault/base64.ts'

/** A multiple of 3, so that the parts of the text fit together; all bytes at once would not fit the stack. */
const bytesAtOnce = 24_576

/** Seals what JSON can hold. `rescueKey`: the ward's public key as `GET /api/devices/:deviceId` tells it. */
export async function sealRescue(
  content: object,
  { wardId, rescueKey }: { wardId: string; rescueKey: string },
): Promise<RescueFile> {
  const kem = new DhkemP256HkdfSha256()
  const suite = new CipherSuite({ kem, kdf: new HkdfSha256(), aead: new Aes256Gcm() })
  const sender = await suite.createSenderContext({
    recipientPublicKey: await kem.deserializePublicKey(fromBase64(rescueKey)),
    info: new TextEncoder().encode(rescueInfo(wardId)),
  })
  const sealed = await sender.seal(await gzip(JSON.stringify(content)))
  return { toSo: 'rescue', version: 1, wardId, enc: toText(sender.enc), sealed: toText(sealed) }
}

function toText(buffer: ArrayBufferLike): string {
  const bytes = new Uint8Array(buffer)
  let text = ''
  for (let at = 0; at < bytes.length; at += bytesAtOnce)
    text += toBase64(bytes.subarray(at, at + bytesAtOnce))
  return text
}
