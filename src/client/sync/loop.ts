// When to speak with the ward: at a save, at a poke, when the phone wakes, when a person asks, and every few minutes.
//
//   quiet ──wake──▶ running ──done──▶ quiet          saves while it runs are gathered for 2 s
//                      │  └──more──▶ running
//                      └──Problem──▶ paused ──time, wake──▶ running
//
// Woken while it runs, it speaks once more at once, also when what ran has failed. What runs may be given up, also
// when it never ends by itself: then it is as if it had never been.
import { Problem } from '#domain/problem.ts'
import type { CycleEnd } from './exchange/cycle.ts'

export interface LoopOptions {
  /** `signal` is aborted when it is given up. */
  readonly cycle: (signal: AbortSignal) => Promise<Pick<CycleEnd, 'more'>>
  /** Before each row of cycles. */
  readonly onStart: () => void
  /** After each row of cycles: without a problem, everything is said and heard. */
  readonly onEnd: (problem: Problem | undefined) => Promise<void>
  /** Milliseconds until it speaks without being woken. */
  readonly restTime: () => number
  /** From 0 to 1. */
  readonly random?: () => number
}

export interface Loop {
  /** Speak now, or as soon as what runs has ended. Resolves when the line is quiet again. */
  now(): Promise<void>
  /** Somebody saved: at once when the line is quiet, soon when it is not. */
  saved(): void
  /** Gives up what runs and speaks now. */
  restart(): Promise<void>
  /** Resolves when what runs, if anything does, has ended. */
  quiet(): Promise<void>
  /** The rest time has become another. */
  restAnew(): void
  /** Speaks no more; resolves when what runs has come to its end. */
  stop(): Promise<void>
}

const gatherTime = 2_000
const shortestPause = 1_000
const longestPause = 300_000
/** So many cycles that each say "more" are a fault somewhere, not work. */
const mostCyclesInARow = 200
/** Longer than a request may take. */
const stopPatience = 35_000

export function createLoop(options: LoopOptions): Loop {
  const { random = Math.random } = options
  let running: Promise<void> | undefined
  let giveUp = new AbortController()
  let timer: ReturnType<typeof setTimeout> | undefined
  let wokenAgain: 'now' | 'gather' | undefined
  let failures = 0
  /** When it will speak by itself, and when the server lets it at the earliest, by the page's own time. */
  let dueAt = 0
  let notBefore = 0
  let isStopped = false

  function schedule(delay: number): void {
    clearTimeout(timer)
    dueAt = performance.now() + delay
    if (!isStopped) timer = setTimeout(() => void now(), delay)
  }

  function now(): Promise<void> {
    if (isStopped) return Promise.resolve()
    if (running) {
      wokenAgain = 'now'
      return running
    }
    clearTimeout(timer)
    giveUp = new AbortController()
    const { signal } = giveUp
    // Who waits for one that was given up waits for what runs instead of it.
    running = Promise.race([run(signal), aborted(signal).then(() => running)])
    return running
  }

  async function run(signal: AbortSignal): Promise<void> {
    let problem: Problem | undefined
    do {
      wokenAgain = undefined
      options.onStart()
      problem = await speak(signal)
      if (signal.aborted) return running
      failures = problem ? failures + 1 : 0
      notBefore = problem ? performance.now() + secondsAsked(problem) * 1_000 : 0
      await end(problem)
      if (signal.aborted) return running
      // Who asked while it failed has not been heard; but a server that wants to be left alone is.
    } while (!isStopped && asked() === 'now' && (!problem || secondsAsked(problem) === 0))
    // Whoever comes from here on begins a run of their own.
    running = undefined
    schedule(problem ? pauseAfter(problem) : asked() === 'gather' ? gatherTime : options.restTime())
  }

  async function end(problem: Problem | undefined): Promise<void> {
    if (isStopped) return
    try {
      await options.onEnd(problem)
    } catch (error) {
      surface(error)
    }
  }

  const asked = () => wokenAgain

  /** A bug, which is not allowed to stop the line. */
  function surface(error: unknown): void {
    if (isStopped) return
    queueMicrotask(() => {
      throw error
    })
  }

  async function speak(signal: AbortSignal): Promise<Problem | undefined> {
    try {
      for (let count = 0; count < mostCyclesInARow; count++) {
        if (isStopped || signal.aborted || !(await options.cycle(signal)).more) return undefined
      }
      return new Problem('serverFailed')
    } catch (error) {
      if (signal.aborted) return undefined
      if (error instanceof Problem) return error
      // A database that closed under a phone that was locked meanwhile is no news; anything else is a bug and surfaces.
      surface(error)
      return isStopped ? undefined : new Problem('storageFailed')
    }
  }

  /** Full jitter, so that a ward's phones do not all come back at once; longer when the server asks for it. */
  function pauseAfter(problem: Problem): number {
    const most = Math.min(longestPause, shortestPause * 2 ** Math.min(failures, 9))
    return Math.max(secondsAsked(problem) * 1_000, shortestPause / 2 + random() * most)
  }

  /** Soon, but not before the server wants to hear anything. */
  function hurry(): void {
    const soonest = Math.max(performance.now() + gatherTime, notBefore)
    if (dueAt > soonest) schedule(soonest - performance.now())
  }

  return {
    now,
    saved() {
      if (running) wokenAgain ??= 'gather'
      else if (failures === 0) void now()
      else hurry()
    },
    restart() {
      running = undefined
      const before = giveUp
      const speaking = now()
      before.abort()
      return speaking
    },
    quiet: () => running ?? Promise.resolve(),
    restAnew() {
      if (!running && failures === 0) schedule(options.restTime())
    },
    async stop() {
      isStopped = true
      clearTimeout(timer)
      const tooLong = setTimeout(() => {
        running = undefined
        giveUp.abort()
      }, stopPatience)
      await running
      clearTimeout(tooLong)
    },
  }
}

/** For how long the server wants to be left alone. */
function secondsAsked({ details }: Problem): number {
  return Number(details?.seconds ?? 0)
}

function aborted(signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    signal.addEventListener('abort', () => resolve(), { once: true })
  })
}
