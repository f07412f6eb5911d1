// Proves to the ward that this very phone wrote something: the ward keeps a copy of the phone's data key, nobody else has
// one, and what is derived from it here serves nothing else.
import { rescueProofInfo, type Proven } from '#protocol/rescue.ts'
import { toBase64 } from '../vault/base64.ts'

/** `provingKey`: the data key, to be derived from (vault/pin.ts). */
export async function proveRescue(text: string, wardId: string, provingKey: CryptoKey): Promise<Proven> {
  const encoder = new TextEncoder()
  const way = {
    name: 'HKDF',
    hash: 'SHA-256',
    salt: new Uint8Array(),
    info: encoder.encode(rescueProofInfo(wardId)),
  }
  const into = { name: 'HMAC', hash: 'SHA-256', length: 256 }
  const key = await crypto.subtle.deriveKey(way, provingKey, into, false, ['sign'])
  const proof = await crypto.subtle.sign('HMAC', key, encoder.encode(text))
  return { text, proof: toBase64(new Uint8Array(proof)) }
}
