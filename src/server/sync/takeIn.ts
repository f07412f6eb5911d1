// Commands out of a rescue file are decided as their author's, by id: whoever brings them, and however often, they count
// once. The phone that numbered them may be gone, so the server's own device numbers them here.
import type { Actor } from '#domain/permissions.ts'
import { maxCommandsPerPush, type WireCommand } from '#protocol/sync.ts'
import type { ServerContext } from '../context.ts'
import { findMember } from '../store/members.ts'
import { chunks } from '../store/rows.ts'
import { pushAsServer, type OwnPush } from './pushAsServer.ts'

export interface CarriedIn {
  readonly wardId: string
  readonly authorMemberId: string
  /** The phone on which they were made. */
  readonly deviceId: string
  readonly commands: readonly WireCommand[]
  /** The version of the protocol in which they are written; today's when left out. */
  readonly protocol?: number
}

export interface Counts {
  readonly taken: number
  readonly known: number
  readonly refused: number
}

/** With the rights that the author had when they did each. Nothing of an author whom the ward does not know is decided. */
export async function takeIn(
  context: ServerContext,
  { wardId, authorMemberId, deviceId, commands, protocol }: CarriedIn,
): Promise<Counts> {
  const counts = { taken: 0, known: 0, refused: 0 }
  const author = await findMember(context.db, wardId, authorMemberId)
  if (!author) return { ...counts, refused: commands.length }
  const actor: Actor = { memberId: author.id, role: author.role, teamIds: author.teamIds }
  const asked: OwnPush = { actor, madeOn: deviceId, ...(protocol === undefined ? {} : { protocol }) }
  const each = [...new Map(commands.map((command) => [command.id, command])).values()]
  for (const some of chunks(each, maxCommandsPerPush)) {
    const { news } = await pushAsServer(context, wardId, asked, some)
    const refused = news.filter(({ outcome }) => outcome === 'refused' || outcome === 'parked').length
    counts.known += some.length - news.length
    counts.refused += refused
    counts.taken += news.length - refused
  }
  return counts
}
