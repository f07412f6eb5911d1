// The committed pairs, judged as the app does: who shares no bucket is not even looked at.
import { bucketsOf, likelySame } from '#domain/duplicates.ts'
import { otherPairs, samePairs, type Pair } from './duplicatePairs.ts'

function isNoticed({ typed, known }: Pair): boolean {
  const buckets = bucketsOf(known)
  return bucketsOf(typed).some((bucket) => buckets.includes(bucket)) && likelySame(typed, known) !== undefined
}

/** In percent. Precision: of the pairs that were noticed, how many are one person. */
export function judgeDuplicates() {
  const missed = samePairs.filter((pair) => !isNoticed(pair))
  const wronglyShown = otherPairs.filter(isNoticed)
  const found = samePairs.length - missed.length
  return {
    missed,
    wronglyShown,
    recall: (100 * found) / samePairs.length,
    falseAlarms: (100 * wronglyShown.length) / otherPairs.length,
    precision: (100 * found) / (found + wronglyShown.length),
  }
}
