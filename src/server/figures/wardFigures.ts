// Every team's figures for a period, kept until a row of the ward changes. Every open screen asks again and again, and
// between two changes the answer is the same: only the numbers of the scopes need to be read.
import { figures, toCounts } from '#domain/figures.ts'
import type { Period } from '#domain/period.ts'
import { reachOf, type Actor } from '#domain/permissions.ts'
import type { FiguresAnswer } from '#protocol/figures.ts'
import type { ServerContext } from '../context.ts'
import { readHeads } from '../store/heads.ts'
import { countByTeam } from './countByTeam.ts'
import { readVisible } from './visible.ts'

/** A few thousand bytes each. */
const mostKept = 500

export type WardFigures = (wardId: string, actor: Actor, period: Period) => Promise<FiguresAnswer>

/** Throws `notAllowed` for who may see none. */
export function createWardFigures(context: ServerContext): WardFigures {
  const kept = new Map<string, { heads: string; answer: FiguresAnswer }>()
  return async (wardId, actor, period) => {
    const key = [wardId, period.from, period.to, whatIsSeenBy(actor)].join(' ')
    // Read before the rows: whatever is written in between makes the kept answer one that is never given again.
    const heads = await readHeads(context.db, wardId)
    const known = kept.get(key)
    if (known?.heads === heads) return known.answer
    const answer = await count(context, wardId, actor, period)
    kept.delete(key)
    kept.set(key, { heads, answer })
    const [oldest] = kept.keys()
    if (kept.size > mostKept && oldest !== undefined) kept.delete(oldest)
    return answer
  }
}

async function count(
  context: ServerContext,
  wardId: string,
  actor: Actor,
  period: Period,
): Promise<FiguresAnswer> {
  const { teamIds, rows } = await readVisible(context, wardId, actor)
  const counted = figures(rows, period)
  const byTeam = countByTeam(counted, teamIds)
  return {
    teams: [...byTeam].map(([teamId, counts]) => ({ teamId, counts })),
    total: toCounts(counted),
  }
}

/** Whoever sees the same may be given the same answer. */
function whatIsSeenBy(actor: Actor): string {
  const reach = reachOf('seeFigures', actor)
  return reach === 'ward' ? reach : [reach, ...actor.teamIds].join(' ')
}
