// Whether a phone of a member wrote what a rescue file says in their name: the proof in it is made with what is derived
// from the data key of that phone, of which the ward keeps a sealed copy (protocol/rescue.ts).
import { createHmac, hkdfSync, timingSafeEqual } from 'node:crypto'
import { rescueProofInfo, type Proven } from '#protocol/rescue.ts'
import type { ServerContext } from '../context.ts'
import { listDataKeys } from '../store/devices.ts'

/** By any phone of theirs: one that numbers anew goes by another id for a while than its key does. */
export async function isProven(
  keeper: Pick<ServerContext, 'db' | 'keys'>,
  { wardId, memberId }: { wardId: string; memberId: string },
  { text, proof }: Proven,
): Promise<boolean> {
  const given = Buffer.from(proof, 'base64')
  const dataKeys = await listDataKeys(keeper, { wardId, memberId })
  return dataKeys.some((dataKey) => {
    const material = Buffer.from(dataKey, 'base64')
    const key = Buffer.from(hkdfSync('sha256', material, '', rescueProofInfo(wardId), 32))
    const right = createHmac('sha256', key).update(text).digest()
    return given.length === right.length && timingSafeEqual(given, right)
  })
}
