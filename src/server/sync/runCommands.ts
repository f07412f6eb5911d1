// The server's own changes (setting up, joining, the demo) go the same way as a phone's: numbered commands of a device.
import type { CommandArgs, CommandName } from '#domain/commands.ts'
import { Problem } from '#domain/problem.ts'
import type { Actor } from '#domain/permissions.ts'
import { maxCommandsPerPush } from '#protocol/sync.ts'
import type { ServerContext } from '../context.ts'
import { chunks } from '../store/rows.ts'
import { ensureServerDevice, findLastSeq } from '../store/serverDevice.ts'
import { push } from './push.ts'

export type OwnCommand = { [N in CommandName]: { name: N; args: CommandArgs<N>; at?: number } }[CommandName]

/** Up to a thousand are one transaction. Throws the Problem for which the first one was refused. */
export async function runCommands(
  context: ServerContext,
  wardId: string,
  actor: Actor,
  commands: readonly OwnCommand[],
): Promise<void> {
  const deviceId = await ensureServerDevice(context, wardId)
  for (const some of chunks(commands, maxCommandsPerPush))
    await runBatch(context, wardId, actor, deviceId, some)
}

async function runBatch(
  context: ServerContext,
  wardId: string,
  actor: Actor,
  deviceId: string,
  commands: readonly OwnCommand[],
): Promise<void> {
  const ward = await context.keys.get(wardId)
  const named = commands.map((command) => ({ at: context.clock(), ...command, id: context.newId(), base: 0 }))
  for (;;) {
    const lastSeq = await findLastSeq(context.db, wardId, deviceId)
    const numbered = named.map((command, index) => ({ ...command, seq: lastSeq + 1 + index }))
    const asked = { ward, actor, deviceId, commands: numbered, now: context.clock() }
    const reply = await push(context.db, asked, (error) =>
      context.log.error({ err: error }, 'command failed'),
    )
    // Somebody else took these numbers meanwhile: take the next ones.
    if (reply.fork) continue
    context.pokes.publish(wardId, reply.touched)
    const refused = reply.outcomes.find(({ problem }) => problem)
    if (refused?.problem) throw Problem.fromReport(refused.problem)
    return
  }
}
