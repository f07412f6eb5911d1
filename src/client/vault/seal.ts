// Sealing on the phone: AES-256-GCM under the data key, a fresh iv for each value, bound to the place it stands in and
// to the schema. Never called inside a Dexie transaction: a foreign await ends it.
import { schemaVersion } from '#protocol/version.ts'

const ivLength = 12

/** A sealed value: iv, then ciphertext with its tag. */
export type Sealed = Uint8Array<ArrayBuffer>

/** Seals anything that JSON can hold; `place` (such as `outbox|17`) must be the same to open it. */
export async function seal(key: CryptoKey, place: string, value: unknown): Promise<Sealed> {
  const iv = crypto.getRandomValues(new Uint8Array(ivLength))
  const text = new TextEncoder().encode(JSON.stringify(value))
  const cipher = await crypto.subtle.encrypt({ name: 'AES-GCM', iv, additionalData: bound(place) }, key, text)
  const sealed = new Uint8Array(ivLength + cipher.byteLength)
  sealed.set(iv)
  sealed.set(new Uint8Array(cipher), ivLength)
  return sealed
}

/** Opens what `seal` made. Rejects when key, place or schema are others, or a bit has changed. */
export async function unseal(key: CryptoKey, place: string, sealed: Sealed): Promise<unknown> {
  const iv = sealed.subarray(0, ivLength)
  const cipher = sealed.subarray(ivLength)
  const text = await crypto.subtle.decrypt({ name: 'AES-GCM', iv, additionalData: bound(place) }, key, cipher)
  return JSON.parse(new TextDecoder().decode(text)) as unknown
}

function bound(place: string): Uint8Array<ArrayBuffer> {
  return new TextEncoder().encode(`${place}|${schemaVersion}`)
}
