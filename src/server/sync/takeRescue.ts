// Something was brought as a rescue file. It is kept before anything else, whatever it is; if it can be read, its
// commands are then decided as their author's. The sealing says who may read a file, not who made it: anybody of the
// ward could make one in another's name. So it counts only when it is brought by somebody who may speak for its author,
// and from the hands of some of them only with the proof that a phone of its author made it; until then it is kept, and
// counts when such a person brings it.
import type { Member } from '#domain/member.ts'
import type { RescueReply } from '#protocol/rescue.ts'
import type { ServerContext } from '../context.ts'
import { findMember } from '../store/members.ts'
import { keepRescue, saveReading } from '../store/rescues.ts'
import { isProven } from './isProven.ts'
import { openRescue, type OpenedRescue } from './openRescue.ts'
import { takeIn } from './takeIn.ts'

/** What somebody brings in the name of another: it counts, it counts with the author's proof, or it does not count. */
export type Trust = 'always' | 'proven' | 'never'

/** Who brings it; the person at the server's own machine is no member, and speaks for everybody. */
export interface Bringer {
  readonly wardId: string
  readonly memberId: string | null
  trustAbout(author: Member): Trust
}

const nothing = { taken: 0, known: 0, refused: 0 }

export async function takeRescue(
  context: ServerContext,
  bringer: Bringer,
  content: Uint8Array,
): Promise<RescueReply> {
  const { db, clock } = context
  const { wardId, memberId } = bringer
  const place = await keepRescue(context, content, { wardId, byMemberId: memberId, receivedAt: clock() })
  const opened = await openRescue(context, wardId, content)
  const author = opened && (await findMember(db, wardId, opened.rescued.memberId))
  if (!author || !(await isToCount(context, bringer, author, opened)))
    return { id: place.rescueId, isRead: false, ...nothing }
  const { deviceId, protocol, commands } = opened.rescued
  const counts = await takeIn(context, { wardId, authorMemberId: author.id, deviceId, protocol, commands })
  await saveReading(db, place, { authorMemberId: author.id, deviceId, ...counts })
  return { id: place.rescueId, isRead: true, ...counts }
}

async function isToCount(
  context: ServerContext,
  { wardId, trustAbout }: Bringer,
  author: Member,
  { proven }: OpenedRescue,
): Promise<boolean> {
  const trust = trustAbout(author)
  if (trust !== 'proven') return trust === 'always'
  return proven !== undefined && isProven(context, { wardId, memberId: author.id }, proven)
}
