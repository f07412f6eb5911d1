// Something was brought as a rescue file. It is kept before anything else, whatever it is; if it can be read, its
// commands are then decided as their author's. The sealing says who may read a file, not who made it: anybody of the
// ward could make one in another's name. So it counts only when it is brought by somebody who may speak for its author;
// until then it is kept, and counts when such a person brings it.
import type { Member } from '#domain/member.ts'
import type { RescueReply } from '#protocol/rescue.ts'
import type { ServerContext } from '../context.ts'
import { findMember } from '../store/members.ts'
import { keepRescue, saveReading } from '../store/rescues.ts'
import { openRescue } from './openRescue.ts'
import { takeIn } from './takeIn.ts'

/** Who brings it; the person at the server's own machine is no member, and speaks for everybody. */
export interface Bringer {
  readonly wardId: string
  readonly memberId: string | null
  speaksFor(author: Member): boolean
}

const nothing = { taken: 0, known: 0, refused: 0 }

export async function takeRescue(
  context: ServerContext,
  { wardId, memberId, speaksFor }: Bringer,
  content: Uint8Array,
): Promise<RescueReply> {
  const { db, clock } = context
  const place = await keepRescue(context, content, { wardId, byMemberId: memberId, receivedAt: clock() })
  const rescued = await openRescue(context, wardId, content)
  const author = rescued && (await findMember(db, wardId, rescued.memberId))
  if (!author || !speaksFor(author)) return { id: place.rescueId, isRead: false, ...nothing }
  const { deviceId, commands } = rescued
  const counts = await takeIn(context, { wardId, authorMemberId: author.id, deviceId, commands })
  await saveReading(db, place, { authorMemberId: author.id, deviceId, ...counts })
  return { id: place.rescueId, isRead: true, ...counts }
}
