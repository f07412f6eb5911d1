// Looks every minute whether the line does what it is for. What waits for long though nothing explains it (a request that
// never ends, a lock that a frozen tab holds, a timer that the browser forgot) begins the line anew.
import type { Problem } from '#domain/problem.ts'

export interface WatchdogOptions {
  /** The id of the command that has waited longest. */
  readonly oldest: () => string | undefined
  readonly isOnline: () => boolean
  readonly onStuck: (isStuck: boolean) => void
  readonly restart: () => void
  /** Milliseconds of a clock that nobody can set. */
  readonly now?: () => number
}

export interface Watchdog {
  /** How an exchange ended: trouble explains for a while why things wait. */
  ended(problem: Problem | undefined): void
  stop(): void
}

const minute = 60_000
const patience = 15 * minute
/** Once begun anew it gets this long before it is begun anew again. */
const patienceAfterwards = 5 * minute
/** Longer than the line pauses after trouble (loop.ts), with a turn and a request. */
const explainedFor = 7 * minute

export function watchLine(options: WatchdogOptions): Watchdog {
  const { now = () => performance.now() } = options
  let watched: string | undefined
  let waited = 0
  let lookedAt = now()
  let explainedUntil = -Infinity

  /** Another one waits longest now, or none: the line works. */
  function moved(): boolean {
    const oldest = options.oldest()
    if (oldest === watched) return false
    watched = oldest
    waited = 0
    options.onStuck(false)
    return true
  }

  function look(): void {
    // A page that was frozen has not waited meanwhile.
    const passed = Math.min(now() - lookedAt, 2 * minute)
    lookedAt = now()
    if (moved() || watched === undefined || lookedAt < explainedUntil || !options.isOnline()) return
    waited += passed
    if (waited < patience) return
    waited = patience - patienceAfterwards
    options.onStuck(true)
    options.restart()
  }

  const timer = setInterval(look, minute)
  return {
    ended(problem) {
      moved()
      const secondsAsked = Number(problem?.details?.seconds ?? 0)
      explainedUntil = problem ? now() + secondsAsked * 1_000 + explainedFor : -Infinity
    },
    stop: () => clearInterval(timer),
  }
}
