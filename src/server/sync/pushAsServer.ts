// The server sends like a phone: numbered commands of a device of its own.
import type { WireCommand } from '#protocol/sync.ts'
import type { ServerContext } from '../context.ts'
import { ensureServerDevice, findLastSeq } from '../store/serverDevice.ts'
import { push, type Push, type PushReply } from './push.ts'

export type OwnPush = Pick<Push, 'actor' | 'madeOn' | 'protocol'>

/** At most as many commands as a push takes, in their order; their numbers are given here. One transaction. */
export async function pushAsServer(
  { db, keys, clock, newId, log, pokes }: ServerContext,
  wardId: string,
  asked: OwnPush,
  commands: readonly Omit<WireCommand, 'seq'>[],
): Promise<PushReply> {
  const ward = await keys.get(wardId)
  const deviceId = await ensureServerDevice({ db, clock }, wardId)
  for (;;) {
    const lastSeq = await findLastSeq(db, wardId, deviceId)
    const numbered = commands.map((command, index) => ({ ...command, seq: lastSeq + 1 + index }))
    const reply = await push(
      db,
      { ...asked, ward, deviceId, commands: numbered, now: clock(), newId },
      (err, about) => log.error({ err, ...about }, 'command parked'),
    )
    // Somebody else took these numbers meanwhile: take the next ones.
    if (reply.fork) continue
    pokes.publish(wardId, reply.touched)
    return reply
  }
}
