// The data key, locked by the PIN together with a device key that no script can export. A PIN stops the casual finder,
// not a laboratory. A wrong PIN deletes nothing; the server keeps a copy of the data key for who forgot theirs.
import { Problem } from '#domain/problem.ts'

/** OWASP's figure for PBKDF2-SHA-256; about 0.1 s on a desktop. */
export const pinIterations = 600_000
const pinShape = /^\d{6}$/

/** What is stored of a locked data key; nothing of it opens without the PIN on this very device. */
export interface LockedKey {
  readonly salt: Uint8Array<ArrayBuffer>
  readonly iterations: number
  readonly iv: Uint8Array<ArrayBuffer>
  readonly wrapped: ArrayBuffer
  /** HMAC-SHA-256, not extractable. */
  readonly deviceKey: CryptoKey
}

/** Locks 32 bytes of data key under a new PIN. Throws `pinWrongLength` unless it is six digits. */
export async function lockKey(
  dataKey: Uint8Array<ArrayBuffer>,
  pin: string,
  iterations = pinIterations,
): Promise<LockedKey> {
  if (!pinShape.test(pin)) throw new Problem('pinWrongLength', { field: 'pin' })
  const deviceKey = await crypto.subtle.generateKey({ name: 'HMAC', hash: 'SHA-256' }, false, ['sign'])
  const salt = crypto.getRandomValues(new Uint8Array(16))
  const iv = crypto.getRandomValues(new Uint8Array(12))
  const key = await wrappingKey(pin, { salt, iterations, deviceKey })
  return {
    salt,
    iterations,
    iv,
    deviceKey,
    wrapped: await crypto.subtle.encrypt({ name: 'AES-GCM', iv }, key, dataKey),
  }
}

/** The data key, or undefined when the PIN is another. */
export async function unlockKey(
  locked: LockedKey,
  pin: string,
): Promise<Uint8Array<ArrayBuffer> | undefined> {
  const key = await wrappingKey(pin, locked)
  try {
    return new Uint8Array(
      await crypto.subtle.decrypt({ name: 'AES-GCM', iv: locked.iv }, key, locked.wrapped),
    )
  } catch (error) {
    if (error instanceof DOMException && error.name === 'OperationError') return undefined
    throw error
  }
}

/** The key that seals and unseals, from its bytes; scripts can use it but not read it back. */
export function toSealingKey(dataKey: Uint8Array<ArrayBuffer>): Promise<CryptoKey> {
  return crypto.subtle.importKey('raw', dataKey, 'AES-GCM', false, ['encrypt', 'decrypt'])
}

/** The same key for what is derived from it, by which a phone proves that it wrote something; no script reads it back. */
export function toProvingKey(dataKey: Uint8Array<ArrayBuffer>): Promise<CryptoKey> {
  return crypto.subtle.importKey('raw', dataKey, 'HKDF', false, ['deriveKey'])
}

export function newDataKey(): Uint8Array<ArrayBuffer> {
  return crypto.getRandomValues(new Uint8Array(32))
}

/** HKDF over what the PIN gives and what only this device can give. */
async function wrappingKey(
  pin: string,
  { salt, iterations, deviceKey }: Pick<LockedKey, 'salt' | 'iterations' | 'deviceKey'>,
) {
  const typed = await crypto.subtle.importKey('raw', new TextEncoder().encode(pin), 'PBKDF2', false, [
    'deriveBits',
  ])
  const fromPin = await crypto.subtle.deriveBits(
    { name: 'PBKDF2', hash: 'SHA-256', salt, iterations },
    typed,
    256,
  )
  const mixed = await crypto.subtle.sign('HMAC', deviceKey, fromPin)
  const material = await crypto.subtle.importKey('raw', mixed, 'HKDF', false, ['deriveKey'])
  const info = new TextEncoder().encode('to-so data key')
  const into = { name: 'AES-GCM', length: 256 }
  return crypto.subtle.deriveKey({ name: 'HKDF', hash: 'SHA-256', salt, info }, material, into, false, [
    'encrypt',
    'decrypt',
  ])
}
