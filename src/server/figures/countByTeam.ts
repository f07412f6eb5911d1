// The domain counts once, over all teams; each team's share of that is read from the assists that every counted thing
// rests on. It is what the domain would count for the team alone, without going through every visit again.
import { groupFigure } from '#domain/counted.ts'
import { indicators, type Figures, type Indicator } from '#domain/figures.ts'

export type Counts = Record<Indicator, number>

/** A thing that two teams had a part in counts for each of them, and once in the total. */
export function countByTeam(counted: Figures, teamIds: readonly string[]): Map<string, Counts> {
  const byTeam = new Map(teamIds.map((teamId) => [teamId, noCounts()]))
  for (const indicator of indicators) {
    for (const [teamId, ofTeam] of groupFigure(counted[indicator], (assist) => assist.teamId)) {
      const counts = byTeam.get(teamId)
      if (counts) counts[indicator] = ofTeam.length
    }
  }
  return byTeam
}

function noCounts(): Counts {
  return Object.fromEntries(indicators.map((indicator) => [indicator, 0])) as Counts
}
