// What is put right later. On the day on which a visit was recorded everything is still being written down and is simply
// mended; afterwards others may have counted it, so a correction says why. What is withdrawn stays in the bin for a while.
import { dayAt, type Day } from './period.ts'

/** The last reason that one member gave; earlier ones stand in the history. */
export interface Correction {
  at: number
  reason: string
}

export const maxReasonLength = 200

/** How long a withdrawn visit can be taken out of the bin, in days. */
export const daysInBin = 30

const msPerDay = 86_400_000

/** The day on which something was recorded: its id, a UUID of version 7, begins with that moment. */
export function madeOn(id: string): Day {
  return dayAt(Number.parseInt(id.replace('-', '').slice(0, 12), 16))
}

export function needsReason(id: string, today: Day): boolean {
  return madeOn(id) < today
}

/** Both instants in milliseconds since 1970. */
export function isInBin<W extends { readonly at: number }>(withdrawn: W | null, now: number): withdrawn is W {
  return withdrawn !== null && now - withdrawn.at < daysInBin * msPerDay
}
