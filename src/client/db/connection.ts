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
  /** The browser threw the database away: this one is new and empty. Nothing else is done in it before this resolves. */
  onEmptied(): Promise<void>
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
  isEmptied: boolean
  puttingBack?: Promise<void>
  isLost: boolean
}

const openPatience = 10_000
/** A newer app waits no longer for what is being typed. */
const typedPatience = 2_000
const states = new WeakMap<Dexie, State>()

function stateOf(database: Dexie): State {
  const known = states.get(database)
  if (known) return known
  const state: State = { count: 0, isEmptied: false, isLost: false }
  states.set(database, state)
  return state
}

/**
 * Runs a whole operation: one that can be run twice, or that looks, when it is a repetition, for what it has written.
 * Throws `storageLost` when the browser gives no connection, `diskFull` when it keeps nothing more.
 */
export async function connected<T>(
  database: Dexie,
  operation: (isRepetition: boolean) => Promise<T>,
): Promise<T> {
  if (Dexie.currentTransaction) return operation(false)
  const state = stateOf(database)
  const { count } = state
  try {
    await ready(database, state)
    return tellFound(state, await operation(false))
  } catch (error) {
    if (!isCut(error)) throw asFullDisk(error)
  }
  try {
    if (state.count === count) await reopen(database, state)
    await ready(database, state)
    return tellFound(state, await operation(true))
  } catch (error) {
    throw isCut(error) ? tellLost(state) : asFullDisk(error)
  }
}

function asFullDisk(error: unknown): unknown {
  return isQuota(error) ? new Problem('diskFull') : error
}

/** Tells whoever shows this database how it fares. */
export function watchConnection(database: Dexie, watcher: Watcher): void {
  const state = stateOf(database)
  state.watcher = watcher
  database.on('populate', () => {
    state.isEmptied = true
  })
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
  database.close({ disableAutoOpen: false })
  await open(database)
  state.count++
  if (!state.isEmptied) state.watcher?.onReopened()
}

/** One that never opens, as behind a frozen tab of an older app, is none. */
async function open(database: Dexie): Promise<void> {
  if (database.hasBeenClosed()) throw new Problem('storageLost')
  await within(openPatience, database.open())
}

/** Open, and with everything in it that was put back. What could not be put back is tried again. */
async function ready(database: Dexie, state: State): Promise<void> {
  if (!database.isOpen()) await open(database)
  if (state.isEmptied && state.watcher) {
    state.isEmptied = false
    state.puttingBack = state.watcher.onEmptied().catch((error: unknown) => {
      state.isEmptied = true
      throw error
    })
  }
  await state.puttingBack
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
