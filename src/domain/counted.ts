// A figure is the list of what it counts. Here is what can be asked of such a list: what of it the ward has, how it falls
// into groups, and in which order people read it.
import { newestFirst, type Assist } from './assist.ts'
import type { AssistItem } from './assistItem.ts'
import { groupBy } from './groupBy.ts'

/** What a counted thing rests on: a visit, and the item of it that counted; null where the visit itself did. */
export interface Deed {
  readonly assist: Assist
  readonly item: AssistItem | null
}

/** One counted thing: the same key is the same thing, in whichever rows and period it is counted. */
export interface Counted {
  readonly key: string
  /** In the order in which they were done. */
  readonly deeds: readonly [Deed, ...Deed[]]
}

export type Figure = readonly Counted[]

export interface SplitFigure {
  /** What the ward counts. */
  readonly confirmed: Figure
  /** What it will count besides once it has heard this phone. */
  readonly waiting: Figure
}

/**
 * One figure counted twice: over the rows as the ward has them, and as this phone does, with what waits on top. Confirmed
 * is the ward's own count and nothing else: what was corrected or withdrawn here stays in it until the ward has heard, so
 * that a phone never says "confirmed" of a number that the ward's screen does not show.
 */
export function splitFigure(heard: Figure, here: Figure): SplitFigure {
  if (heard === here) return { confirmed: heard, waiting: [] }
  const known = new Set(heard.map(({ key }) => key))
  return { confirmed: heard, waiting: here.filter(({ key }) => !known.has(key)) }
}

/**
 * A figure as it would be counted over the visits of each group alone: a person helped by two members stands with both.
 * Groups in which nothing was counted are not there.
 */
export function groupFigure(figure: Figure, groupOf: (assist: Assist) => string): Map<string, Counted[]> {
  const groups = new Map<string, Counted[]>()
  const put = (group: string, counted: Counted) => {
    const ofGroup = groups.get(group)
    if (ofGroup) ofGroup.push(counted)
    else groups.set(group, [counted])
  }
  for (const counted of figure) {
    const { key, deeds } = counted
    // Most things are done once, and there are thousands of them.
    if (deeds.length === 1) put(groupOf(deeds[0].assist), counted)
    else {
      for (const [group, [first, ...others]] of groupBy(deeds, ({ assist }) => groupOf(assist))) {
        if (first) put(group, { key, deeds: [first, ...others] })
      }
    }
  }
  return groups
}

/** The last of the deeds behind a counted thing: the one that a list shows of it. */
export function lastDeed({ deeds }: Counted): Deed {
  return deeds.at(-1) ?? deeds[0]
}

/** A figure in the order of every list: by the last deed, the newest first. */
export function listFigure(figure: Figure): Counted[] {
  return [...figure].sort(
    (a, b) => newestFirst(lastDeed(a).assist, lastDeed(b).assist) || (a.key < b.key ? -1 : 1),
  )
}
