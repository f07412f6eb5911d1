// What suggestions are ranked by, in columns of numbers: after two letters thousands fit, and a phone reads numbers that lie
// beside each other many times faster than rows.
import type { Day } from '#domain/period.ts'
import type { Resident } from '#domain/resident.ts'

/** One place in each column for each resident, in the order in which they are given. */
export interface Ranks {
  /** The name they are called by, folded: its place in `givens`. */
  readonly given: Uint32Array
  readonly givens: readonly string[]
  /** Their team: its place in `teams`. */
  readonly team: Uint32Array
  readonly teams: readonly string[]
  /** The day on which they were helped last, as 20261129; 0 where there is none. */
  readonly helpedOn: Uint32Array
}

export function createRanks(
  residents: readonly { readonly given: string; readonly resident: Pick<Resident, 'teamId'> }[],
): Ranks {
  const [given, team] = [new Uint32Array(residents.length), new Uint32Array(residents.length)]
  const [givens, teams] = [new Map<string, number>(), new Map<string, number>()]
  for (const [place, { given: name, resident }] of residents.entries()) {
    given[place] = numberIn(givens, name)
    team[place] = numberIn(teams, resident.teamId)
  }
  const helpedOn = new Uint32Array(residents.length)
  return { given, givens: [...givens.keys()], team, teams: [...teams.keys()], helpedOn }
}

function numberIn(known: Map<string, number>, text: string): number {
  const number = known.get(text) ?? known.size
  known.set(text, number)
  return number
}

export function dayNumber(day: Day): number {
  return Number(day.replaceAll('-', ''))
}
