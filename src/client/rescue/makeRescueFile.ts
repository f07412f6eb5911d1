// What this phone could not send, as one sealed file that anybody may carry: the ward alone can open it. Nothing is
// written for it, so that it can also be made where the browser writes no more, and no network is needed.
import type { PhoneDatabase } from '../db/database.ts'
import { readOutbox } from '../db/outbox.ts'
import { readReview } from '../db/review.ts'
import type { Rescued, RescueFile } from '#protocol/rescue.ts'
import type { WireCommand } from '#protocol/sync.ts'
import { protocolVersion } from '#protocol/version.ts'
import type { View } from '../view/view.ts'
import { proveRescue } from './proveRescue.ts'
import { sealRescue } from './sealRescue.ts'

export interface RescueSource {
  readonly database: PhoneDatabase
  readonly key: CryptoKey
  /** The same data key, to be derived from. */
  readonly provingKey: CryptoKey
  readonly view: Pick<View, 'pending' | 'review'>
  readonly memberId: string
  readonly deviceId: string
  readonly wardId: string
  /** The ward's public key, base64. */
  readonly rescueKey: string
  /** Milliseconds since 1970. */
  readonly now: number
}

export async function makeRescueFile(source: RescueSource): Promise<RescueFile> {
  const { memberId, deviceId, wardId, rescueKey, provingKey, now } = source
  const commands = await collect(source)
  const rescued: Rescued = { memberId, deviceId, madeAt: now, protocol: protocolVersion, commands }
  const proven = await proveRescue(JSON.stringify(rescued), wardId, provingKey)
  return sealRescue(proven, { wardId, rescueKey })
}

/** Unsent and reviewed ones, from the disk and from memory: either may have been cut off. */
async function collect({ database, key, view }: RescueSource): Promise<WireCommand[]> {
  const read = await Promise.allSettled([readOutbox(database, key), readReview(database, key)])
  const onDisk = read.flatMap((part) => (part.status === 'fulfilled' ? part.value : []))
  const byId = new Map<string, WireCommand>()
  for (const { seq, command } of [...view.pending, ...view.review, ...onDisk]) {
    const { id, name, args, at, base } = command
    byId.set(id, { id, seq, name, args, at, base })
  }
  return [...byId.values()].sort((a, b) => a.seq - b.seq)
}
