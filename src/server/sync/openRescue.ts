// A rescue file is opened with the ward's private key (protocol/rescue.ts). Whatever is none, was made for another ward,
// or has changed on the way, is nothing that can be read; that is no error.
import { gunzip } from 'node:zlib'
import { promisify } from 'node:util'
import { Aes256Gcm, CipherSuite, DhkemP256HkdfSha256, HkdfSha256 } from '@hpke/core'
import * as v from 'valibot'
import {
  provenSchema,
  rescuedSchema,
  rescueFileSchema,
  rescueInfo,
  type Proven,
  type Rescued,
  type RescueFile,
} from '#protocol/rescue.ts'
import { protocolVersion } from '#protocol/version.ts'
import type { ServerContext } from '../context.ts'
import { getRescuePrivateKey } from '../store/rescueKeys.ts'

const inflate = promisify(gunzip)

/** A full outbox of a year is some 25 MB; a small bomb must not fill the memory. */
const mostInflated = 50_000_000

export interface OpenedRescue {
  readonly rescued: Rescued
  /** What proves who wrote it; undefined in the files of before. */
  readonly proven: Proven | undefined
}

export async function openRescue(
  keeper: Pick<ServerContext, 'db' | 'keys'>,
  wardId: string,
  bytes: Uint8Array,
): Promise<OpenedRescue | undefined> {
  const file = readRescueFile(bytes)
  if (file?.wardId !== wardId) return undefined
  const privateKey = await getRescuePrivateKey(keeper, wardId)
  const content = await unseal(file, privateKey)
  return content === undefined ? undefined : readContent(parse(content))
}

/** What was written by an app newer than this server waits for one that knows it. */
function readContent(content: unknown): OpenedRescue | undefined {
  const { success, output } = v.safeParse(provenSchema, content, { abortEarly: true })
  const proven = success ? output : undefined
  const parsed = v.safeParse(rescuedSchema, proven ? parse(proven.text) : content, { abortEarly: true })
  if (!parsed.success || parsed.output.protocol > protocolVersion) return undefined
  return { rescued: parsed.output, proven }
}

/** Undefined for what is no rescue file. */
export function readRescueFile(content: Uint8Array): RescueFile | undefined {
  const parsed = v.safeParse(rescueFileSchema, parse(Buffer.from(content).toString('utf8')))
  return parsed.success ? parsed.output : undefined
}

async function unseal({ wardId, enc, sealed }: RescueFile, privateKey: Buffer): Promise<string | undefined> {
  const kem = new DhkemP256HkdfSha256()
  const suite = new CipherSuite({ kem, kdf: new HkdfSha256(), aead: new Aes256Gcm() })
  const algorithm = { name: 'ECDH', namedCurve: 'P-256' }
  const recipientKey = await crypto.subtle.importKey('pkcs8', new Uint8Array(privateKey), algorithm, true, [
    'deriveBits',
  ])
  try {
    const recipient = await suite.createRecipientContext({
      recipientKey,
      enc: Buffer.from(enc, 'base64'),
      info: Buffer.from(rescueInfo(wardId)),
    })
    const packed = await recipient.open(Buffer.from(sealed, 'base64'))
    return (await inflate(packed, { maxOutputLength: mostInflated })).toString('utf8')
  } catch {
    return undefined
  }
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text) as unknown
  } catch {
    return undefined
  }
}
