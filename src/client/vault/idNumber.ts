// An ID number is never kept nor sent. Of it remain the last four digits and a keyed hash, by which the ward's phones know
// the same person again; 12 digits are too few to be hidden by a hash without a key. The ward's key for it comes with
// signing in and lies sealed beside what else the door knows of a person.
import { fromBase64 } from './base64.ts'
import { seal, unseal, type Sealed } from './seal.ts'

/** What is kept of an ID number. */
export interface IdMark {
  /** HMAC-SHA-256 of the 12 digits, 64 hexadecimal digits. */
  readonly idHash: string
  readonly idLastFour: string
}

/** `idNumber`: the 12 digits alone. `idKey` in base64. */
export async function hashIdNumber(idKey: string, idNumber: string): Promise<IdMark> {
  const hmac = { name: 'HMAC', hash: 'SHA-256' }
  const key = await crypto.subtle.importKey('raw', fromBase64(idKey), hmac, false, ['sign'])
  const hash = new Uint8Array(await crypto.subtle.sign('HMAC', key, new TextEncoder().encode(idNumber)))
  const idHash = Array.from(hash, (byte) => byte.toString(16).padStart(2, '0')).join('')
  return { idHash, idLastFour: idNumber.slice(-4) }
}

const place = (memberId: string) => `people|${memberId}|idKey`

export function sealIdKey(key: CryptoKey, memberId: string, idKey: string): Promise<Sealed> {
  return seal(key, place(memberId), idKey)
}

export async function openIdKey(key: CryptoKey, memberId: string, sealed: Sealed): Promise<string> {
  return String(await unseal(key, place(memberId), sealed))
}
