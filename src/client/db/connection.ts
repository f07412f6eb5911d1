// The one way to the disk. Browsers cut the connection of a page: iOS after the page was in the background, Chromium when
// its storage process ends. Dexie finds a new one where a transaction cannot even begin, but not after a request that
// broke, nor after an opening that failed. So what was cut off is done once more on a new connection: a reading, or a
// writing that finds by ids what it has written already. When that fails too, `storageLost`.
//
//   open ──cut──▶ opened anew, all is read again ──cut again──▶ lost ──works after all──▶ open
//     └──a newer app, or a sign-out elsewhere, wants the database──▶ closed for good
import { Dexie } from 'dexie'
import { Problem } from '#domain/problem.ts'
import { beneath, isGathered, isQuota } from './storageProblem.ts'

/** Whoever shows what lies in a database. */
export interface Watcher {
  /** The connection was cut and is another one now: what another tab did meanwhile was not heard. */
  onReopened(): void
  /**
   * The browser threw the database away: this one is new and empty. Nobody else reads it or writes in it before this
   * resolves, whoever opened it. Works on what it is given, the only one that is let in.
   */
  onEmptied(empty: Dexie): Promise<void>
  /** Nothing can be kept any more, or it can again. */
  onLost(isLost: boolean): void
  /** A newer version of the app waits for the database, which closes as soon as this resolves. */
  keepTyped(): Promise<void>
}

interface State {
  watcher?: Watcher
  /** Counts connections, so that several who were cut off together open one new one. */
  count: number
  opening?: Promise<void>
  /** Thrown away by the browser, and what could be put back is not yet in it. */
  isEmpty: boolean
  /** Counts how often the browser threw it away. */
  losses: number
  /** What runs on the connection hears when it has closed. */
  readonly running: Set<() => void>
  isLost: boolean
}

const openPatience = 10_000
/** Chromium leaves a transaction without any end when it closes its connection. What has one comes to it sooner. */
const endPatience = 1_000
/** A newer app waits no longer for what is being typed. */
const typedPatience = 2_000
const states = new WeakMap<Dexie, State>()

function stateOf(database: Dexie): State {
  const known = states.get(database)
  if (known) return known
  const state: State = { count: 0, isEmpty: false, losses: 0, running: new Set(), isLost: false }
  states.set(database, state)
  database.on('close', () => {
    for (const hear of state.running) hear()
  })
  return state
}

/**
 * Runs a whole operation: one that can be run twice, or that looks, when it is a repetition, for what it has written.
 * `cut` is aborted when it is given up because its connection closed; what it still does then does not count.
 * Throws `storageLost` when the browser gives no connection, `diskFull` when it keeps nothing more.
 */
export async function connected<T>(
  database: Dexie,
  operation: (isRepetition: boolean, cut: AbortSignal) => Promise<T>,
): Promise<T> {
  if (Dexie.currentTransaction) return operation(false, new AbortController().signal)
  const state = stateOf(database)
  const { count } = state
  try {
    if (!database.isOpen()) await open(database)
    return tellFound(state, await whileOpen(state, (cut) => operation(false, cut)))
  } catch (error) {
    if (!isCut(error)) throw asFullDisk(error)
  }
  try {
    if (state.count === count) await reopen(database, state)
    return tellFound(state, await whileOpen(state, (cut) => operation(true, cut)))
  } catch (error) {
    throw isCut(error) ? tellLost(state) : asFullDisk(error)
  }
}

/** An operation whose connection has closed may wait for ever for an answer. */
async function whileOpen<T>(state: State, operation: (cut: AbortSignal) => Promise<T>): Promise<T> {
  const cut = new AbortController()
  let timer: ReturnType<typeof setTimeout> | undefined
  let hear = () => undefined as void
  const endless = new Promise<never>((_, reject) => {
    hear = () => {
      timer ??= setTimeout(() => {
        reject(closed())
        cut.abort()
      }, endPatience)
    }
  })
  state.running.add(hear)
  try {
    return await Promise.race([operation(cut.signal), endless])
  } finally {
    clearTimeout(timer)
    state.running.delete(hear)
  }
}

const closed = () => new DOMException('The connection closed', 'AbortError')

function asFullDisk(error: unknown): unknown {
  return isQuota(error) ? new Problem('diskFull') : error
}

/** Tells whoever shows this database how it fares. */
export function watchConnection(database: Dexie, watcher: Watcher): void {
  const state = stateOf(database)
  state.watcher = watcher
  database.on('populate', () => {
    state.isEmpty = true
    state.losses++
  })
  // Dexie opens it by itself too, in the middle of a transaction that found none, and holds everybody up until this is done.
  // What could not be put back fails the opening, and the next one tries again.
  database.on(
    'ready',
    async (opened) => {
      if (!state.isEmpty) return
      await whileOpen(state, () => watcher.onEmptied(opened))
      // Dexie would take an opening that lost its connection on the way for a good one.
      if (!database.isOpen()) throw closed()
      state.isEmpty = false
    },
    true,
  )
}

/**
 * A newer version of the app, or somebody who signs out in another tab, gets the database at once: this page's connection
 * closes for good, because what this version would write is no longer what belongs there.
 */
export function giveWay(database: Dexie): void {
  database.on('versionchange', ({ newVersion }) => {
    const { watcher } = stateOf(database)
    if (newVersion === null || !watcher) database.close()
    else void closeAfter(within(typedPatience, watcher.keepTyped()), database)
    return false
  })
}

async function closeAfter(kept: Promise<void>, database: Dexie): Promise<void> {
  await Promise.allSettled([kept])
  database.close()
  tellLost(stateOf(database))
}

function reopen(database: Dexie, state: State): Promise<void> {
  state.opening ??= openAnew(database, state).finally(() => {
    delete state.opening
  })
  return state.opening
}

async function openAnew(database: Dexie, state: State): Promise<void> {
  // What was closed on purpose stays closed.
  if (database.hasBeenClosed()) throw new Problem('storageLost')
  const { losses } = state
  database.close({ disableAutoOpen: false })
  await open(database)
  state.count++
  // What is shown is all that is left of what was thrown away.
  if (state.losses === losses) state.watcher?.onReopened()
}

/** One that never opens, as behind a frozen tab of an older app, is none. */
async function open(database: Dexie): Promise<void> {
  if (database.hasBeenClosed()) throw new Problem('storageLost')
  await within(openPatience, database.open())
}

async function within<T>(patience: number, promise: PromiseLike<T>): Promise<T> {
  let timer: ReturnType<typeof setTimeout> | undefined
  const tooLong = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new Problem('storageLost')), patience)
  })
  try {
    return await Promise.race([promise, tooLong])
  } finally {
    clearTimeout(timer)
  }
}

function tellFound<T>(state: State, result: T): T {
  if (state.isLost) state.watcher?.onLost((state.isLost = false))
  return result
}

function tellLost(state: State): Problem {
  if (!state.isLost) state.watcher?.onLost((state.isLost = true))
  return new Problem('storageLost')
}

const namesOfCuts = new Set([
  'AbortError',
  'DatabaseClosedError',
  'InvalidStateError',
  'OpenFailedError',
  'UnknownError',
])

/** An abort has a reason of its own where the disk is full; of many writes, those after the first just say "aborted". */
function isCut(error: unknown): boolean {
  if (error instanceof Problem) return error.code === 'storageLost'
  if (!(error instanceof Error) || isQuota(error)) return false
  const reasons = beneath(error)
  if (isGathered(error)) return reasons.some(isCut)
  return (
    namesOfCuts.has(error.name) && reasons.every((reason) => isNamed(reason, error.name) || isCut(reason))
  )
}

function isNamed(reason: unknown, name: string): boolean {
  return reason instanceof Error && reason.name === name
}
