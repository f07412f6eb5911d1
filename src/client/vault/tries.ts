// How often a PIN may be tried: five wrong ones and it pauses, longer each time; ten and the account's password is asked.

export interface Tries {
  readonly wrong: number
  /** Milliseconds since 1970; 0 while nothing is blocked. */
  readonly blockedUntil: number
}

export const noTries: Tries = { wrong: 0, blockedUntil: 0 }

const triesBeforePause = 5
const triesBeforePassword = 10
const pausesInMinutes = [1, 5, 20]
const msPerMinute = 60_000

/** After one more wrong PIN. */
export function afterWrongPin({ wrong }: Tries, now: number): Tries {
  const count = wrong + 1
  const pause = pausesInMinutes[Math.min(count - triesBeforePause, pausesInMinutes.length - 1)]
  return {
    wrong: count,
    blockedUntil: count < triesBeforePause || pause === undefined ? 0 : now + pause * msPerMinute,
  }
}

/** Whole minutes until the next try is taken; 0 when one is taken now, or the clock was set back since. */
export function minutesBlocked({ blockedUntil }: Tries, now: number): number {
  const minutes = Math.max(0, Math.ceil((blockedUntil - now) / msPerMinute))
  return minutes > Math.max(...pausesInMinutes) ? 0 : minutes
}

/** Whether only signing in with the account's password helps. */
export function needsPassword({ wrong }: Tries): boolean {
  return wrong >= triesBeforePassword
}

/** How many tries are left before the next pause. */
export function triesLeft({ wrong }: Tries): number {
  return Math.max(0, triesBeforePause - wrong)
}
