// POST /api/rescue: what a phone could not send, as a sealed file that anybody may carry, or bytes that nobody can read.
// Nothing is refused for what is in it. The file is sealed by HPKE (RFC 9180, base mode, DHKEM(P-256, HKDF-SHA256),
// AES-256-GCM) to the ward's key, so whoever carries it cannot read it.
import * as v from 'valibot'
import { idSchema } from '#domain/schema.ts'
import { wireCommandSchema } from './sync.ts'

/** Bytes of a body. */
export const maxRescueBytes = 8_000_000

export const rescueFileSchema = v.object({
  toSo: v.literal('rescue'),
  version: v.literal(1),
  wardId: idSchema,
  /** The encapsulated key and the ciphertext, base64; bound to the ward's id by `rescueInfo`. */
  enc: v.string(),
  sealed: v.string(),
})
export type RescueFile = v.InferOutput<typeof rescueFileSchema>

/** What the sealing is bound to (the `info` of HPKE): a file for one ward opens in no other. */
export function rescueInfo(wardId: string): string {
  return `to-so rescue|${wardId}`
}

/** The version of the protocol in which the first rescue files were written; they did not say it. */
const firstProtocol = 2

/** What could not be sent, and whose it is. */
export const rescuedSchema = v.object({
  memberId: idSchema,
  deviceId: idSchema,
  madeAt: v.number(),
  /** The version of the protocol in which the commands are written. */
  protocol: v.optional(v.pipe(v.number(), v.safeInteger(), v.minValue(1)), firstProtocol),
  commands: v.array(wireCommandSchema),
})
export type Rescued = v.InferOutput<typeof rescuedSchema>

/**
 * What is sealed in a file, as gzipped JSON: the JSON of `Rescued` as text, and the proof that a phone of its author wrote
 * it. The sealing says who may read, not who wrote: anybody of the ward could seal something in another's name. The first
 * files hold `Rescued` alone.
 */
export const provenSchema = v.object({
  text: v.string(),
  /** HMAC-SHA-256 over the bytes of `text`, base64. Its key: HKDF-SHA-256 of the phone's data key, for `rescueProofInfo`. */
  proof: v.pipe(v.string(), v.maxLength(44)),
})
export type Proven = v.InferOutput<typeof provenSchema>

/** What the key of the proof is derived for (the `info` of HKDF). */
export function rescueProofInfo(wardId: string): string {
  return `to-so rescue proof|${wardId}`
}

const counts = {
  /** Commands that were decided now, were known already, and were refused. */
  taken: v.number(),
  known: v.number(),
  refused: v.number(),
}

/** `isRead` is false for what could not be opened; it is kept, and the manager sees it. */
export const rescueReplySchema = v.object({ id: v.string(), isRead: v.boolean(), ...counts })
export type RescueReply = v.InferOutput<typeof rescueReplySchema>

export const rescuesSchema = v.object({
  rescues: v.array(
    v.object({
      id: v.string(),
      receivedAt: v.number(),
      /** Who brought it; null for the command line. */
      byName: v.nullable(v.string()),
      authorName: v.nullable(v.string()),
      bytes: v.number(),
      isRead: v.boolean(),
      ...counts,
    }),
  ),
})
export type RescueEntry = v.InferOutput<typeof rescuesSchema>['rescues'][number]
