// A backup as it lies on another disk or machine: a store sealed with AES-256-GCM under a key that is drawn from the
// master key. The head tells that it is one, of which version, and whether a master key is the right one.
//
//   "TOSO-BACKUP-1\n" · salt (16 bytes) · iv (12) · check of the key (16) · sealed store · tag (16)
import { createCipheriv, createDecipheriv, hkdfSync, randomBytes, timingSafeEqual } from 'node:crypto'
import { createReadStream, createWriteStream } from 'node:fs'
import { open } from 'node:fs/promises'
import { pipeline } from 'node:stream/promises'
import type { Config } from '../config.ts'
import { ConfigError, reasonOf } from '../configError.ts'

const magic = Buffer.from('TOSO-BACKUP-1\n')
const [saltLength, ivLength, checkLength, tagLength] = [16, 12, 16, 16]
const headLength = magic.length + saltLength + ivLength + checkLength

type Secret = Pick<Config, 'masterKey' | 'masterKeyFrom'>

/** Makes the file `to`, which must not exist. */
export async function sealFile(from: string, to: string, { masterKey }: Secret): Promise<void> {
  const [salt, iv] = [randomBytes(saltLength), randomBytes(ivLength)]
  const { key, check } = keysOf(masterKey, salt)
  const head = Buffer.concat([magic, salt, iv, check])
  const cipher = createCipheriv('aes-256-gcm', key, iv).setAAD(head)
  async function* framed(parts: AsyncIterable<Buffer>) {
    yield head
    yield* parts
    yield cipher.getAuthTag()
  }
  const target = createWriteStream(to, { flags: 'wx', mode: 0o600, flush: true })
  await pipeline(createReadStream(from), cipher, framed, target)
}

/**
 * Makes the file `to`, which is to be used only when this has ended well: until the last byte nobody knows whether the
 * backup is whole. Throws ConfigError.
 */
export async function openFile(
  from: string,
  to: string,
  { masterKey, masterKeyFrom }: Secret,
): Promise<void> {
  const { head, tag, size } = await readEnds(from)
  const salt = head.subarray(magic.length, magic.length + saltLength)
  const iv = head.subarray(magic.length + saltLength, headLength - checkLength)
  const { key, check } = keysOf(masterKey, salt)
  if (!timingSafeEqual(check, head.subarray(headLength - checkLength))) {
    throw new ConfigError(
      `The master key in ${masterKeyFrom} does not fit the backup "${from}": ` +
        'restore with the MASTER_KEY, or the master.key, that it was made with.',
    )
  }
  const decipher = createDecipheriv('aes-256-gcm', key, iv).setAAD(head).setAuthTag(tag)
  const sealed = createReadStream(from, { start: headLength, end: size - tagLength - 1 })
  try {
    await pipeline(sealed, decipher, createWriteStream(to, { flags: 'wx', mode: 0o600, flush: true }))
  } catch (error) {
    const isOfDisk = error instanceof Error && 'syscall' in error
    throw new ConfigError(
      isOfDisk
        ? `The backup "${from}" cannot be unpacked: ${reasonOf(error)}.`
        : `The backup "${from}" has changed since it was made; take another copy of it.`,
    )
  }
}

async function readEnds(path: string): Promise<{ head: Buffer; tag: Buffer; size: number }> {
  const [head, tag] = [Buffer.alloc(headLength), Buffer.alloc(tagLength)]
  const file = await open(path).catch((error: unknown) => {
    throw new ConfigError(`The backup "${path}" cannot be read: ${reasonOf(error)}.`)
  })
  try {
    const { size } = await file.stat()
    const isLongEnough = size > headLength + tagLength
    if (isLongEnough) {
      await file.read(head, 0, headLength, 0)
      await file.read(tag, 0, tagLength, size - tagLength)
    }
    if (!isLongEnough || !head.subarray(0, magic.length).equals(magic))
      throw new ConfigError(`"${path}" is no backup that this version of Tổ Số can read.`)
    return { head, tag, size }
  } finally {
    await file.close()
  }
}

function keysOf(masterKey: Buffer, salt: Buffer): { key: Buffer; check: Buffer } {
  const drawn = Buffer.from(hkdfSync('sha256', masterKey, salt, 'to-so backup', 32 + checkLength))
  return { key: drawn.subarray(0, 32), check: drawn.subarray(32) }
}
