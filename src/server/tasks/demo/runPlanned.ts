import type { CommandArgs } from '#domain/commands.ts'
import type { ServerContext } from '../../context.ts'
import { chunks } from '../../store/rows.ts'
import { runCommands, type OwnCommand } from '../../sync/runCommands.ts'
import type { Planned } from './visits.ts'

/** Fewer than year2022.ts leaves between two visits of one resident. */
const fewVisits = 25

/**
 * Team by team in the order given. A few visits at a time go member by member, which makes far fewer pushes; nobody is
 * met again within so few.
 */
export async function runPlanned<N extends 'recordAssist' | 'correctDossier'>(
  context: ServerContext,
  wardId: string,
  name: N,
  planned: readonly Planned<CommandArgs<N>>[],
): Promise<void> {
  for (const ofTeam of Map.groupBy(planned, ({ actor }) => actor.teamIds[0]).values()) {
    for (const some of chunks(ofTeam, fewVisits)) {
      for (const [actor, own] of Map.groupBy(some, (one) => one.actor)) {
        const commands = own.map(({ args, at }) => ({ name, args, at }) as OwnCommand)
        await runCommands(context, wardId, actor, commands)
      }
    }
  }
}
