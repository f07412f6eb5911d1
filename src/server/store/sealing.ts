// What the server keeps sealed: personal documents, command payloads, device keys. AES-256-GCM under the ward's own key,
// which is itself sealed by the server's master key; each value is bound to the place it stands in.
import { createCipheriv, createDecipheriv, randomBytes, randomFillSync } from 'node:crypto'

const ivLength = 12
const tagLength = 16

/** Random bytes for the next few hundred values: asking the system for each twelve of them takes longer than sealing. */
const pool = Buffer.alloc(340 * ivLength)
let drawn = pool.length

function newIv(): Buffer {
  if (drawn === pool.length) {
    randomFillSync(pool)
    drawn = 0
  }
  drawn += ivLength
  return Buffer.from(pool.subarray(drawn - ivLength, drawn))
}

/** Seals text; `place` must be the same to open it. Base64 of iv, ciphertext and tag. */
export function seal(key: Buffer, place: string, text: string): string {
  const iv = newIv()
  const cipher = createCipheriv('aes-256-gcm', key, iv).setAAD(Buffer.from(place))
  const sealed = cipher.update(text, 'utf8')
  // This way of sealing gives as many bytes as it takes: nothing is left for the end.
  cipher.final()
  return Buffer.concat([iv, sealed, cipher.getAuthTag()]).toString('base64')
}

/** Opens what `seal` made. Throws when key or place are others, or a bit has changed. */
export function unseal(key: Buffer, place: string, sealed: string): string {
  const bytes = Buffer.from(sealed, 'base64')
  const decipher = createDecipheriv('aes-256-gcm', key, bytes.subarray(0, ivLength)).setAAD(
    Buffer.from(place),
  )
  decipher.setAuthTag(bytes.subarray(-tagLength))
  return decipher.update(bytes.subarray(ivLength, -tagLength), undefined, 'utf8') + decipher.final('utf8')
}

/** A new 256-bit key. */
export function newKey(): Buffer {
  return randomBytes(32)
}
