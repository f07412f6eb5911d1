// The server's own changes (setting up, joining, moving records, the demo) go the same way as a phone's.
import type { CommandArgs, CommandName } from '#domain/commands.ts'
import { Problem } from '#domain/problem.ts'
import type { Actor } from '#domain/permissions.ts'
import { maxCommandsPerPush } from '#protocol/sync.ts'
import type { ServerContext } from '../context.ts'
import { chunks } from '../store/rows.ts'
import { pushAsServer } from './pushAsServer.ts'

export type OwnCommand = { [N in CommandName]: { name: N; args: CommandArgs<N>; at?: number } }[CommandName]

/** Up to a thousand are one transaction. Throws the Problem for which the first one was refused. */
export async function runCommands(
  context: ServerContext,
  wardId: string,
  actor: Actor,
  commands: readonly OwnCommand[],
): Promise<void> {
  for (const some of chunks(commands, maxCommandsPerPush)) {
    const made = some.map((command) => ({ at: context.clock(), ...command, id: context.newId(), base: 0 }))
    const { outcomes } = await pushAsServer(context, wardId, { actor }, made)
    const refused = outcomes.find(({ problem }) => problem)
    if (refused?.problem) throw Problem.fromReport(refused.problem)
  }
}
