// A team's records go to another one. Each load is a transaction of its own, so that nobody's phone waits for all of them;
// cut off in the middle it is begun again, and takes what is left. What phones record meanwhile is taken in a next round.
import type { Actor } from '#domain/permissions.ts'
import { Problem } from '#domain/problem.ts'
import { teamScope } from '#domain/tables.ts'
import { isTeam } from '#domain/unit.ts'
import type { Moved } from '#protocol/move.ts'
import type { ServerContext } from '../context.ts'
import { findUnit } from '../store/members.ts'
import { rowsOfScope } from '../store/scopes.ts'
import { loadsOf, type Load } from './belongings.ts'
import { runCommands } from './runCommands.ts'

export interface TeamMove {
  readonly wardId: string
  readonly actor: Actor
  readonly fromTeamId: string
  readonly toTeamId: string
  /** Only what hangs on what this member recorded. */
  readonly memberId?: string | undefined
}

/** What is recorded while it goes on comes in the next round; a team that never rests is left after so many. */
const mostRounds = 5

/** Throws `rowUnknown` unless both are teams of the ward. */
export async function moveTeam(context: ServerContext, move: TeamMove): Promise<Moved> {
  const { wardId, actor, toTeamId } = move
  await checkTeams(context, move)
  const moved = { assists: 0, residents: 0 }
  for (let round = 0; round < mostRounds; round++) {
    const loads = await findLoads(context, move)
    if (loads.length === 0) break
    for (const load of loads) {
      await runCommands(context, wardId, actor, [{ name: 'moveRecords', args: { toTeamId, ...load } }])
      moved.assists += load.assistIds.length
      moved.residents += load.residentIds.length
    }
  }
  return moved
}

async function checkTeams({ db }: ServerContext, { wardId, fromTeamId, toTeamId }: TeamMove): Promise<void> {
  for (const [field, teamId] of Object.entries({ teamId: fromTeamId, toTeamId })) {
    const unit = await findUnit(db, wardId, teamId)
    if (!unit || !isTeam(unit)) throw new Problem('rowUnknown', { field })
  }
}

async function findLoads(
  { db, keys }: ServerContext,
  { wardId, fromTeamId, memberId }: TeamMove,
): Promise<Load[]> {
  const ward = await keys.get(wardId)
  const rows = await db.snapshot((tx) => rowsOfScope(tx, ward, teamScope(fromTeamId)))
  return loadsOf(rows, memberId)
}
