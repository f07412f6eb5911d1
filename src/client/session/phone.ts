// A phone that is open for one person: their rows in memory, their outbox, and the line to the ward.
import { parseCommand, type CommandToParse } from '#domain/commands.ts'
import type { Problem } from '#domain/problem.ts'
import type { Scope } from '#domain/tables.ts'
import { needsFill, readCursors, type SealedBase } from '../db/base.ts'
import { connected, watchConnection } from '../db/connection.ts'
import type { PhoneDatabase } from '../db/database.ts'
import { appendCommand, openOutbox } from '../db/outbox.ts'
import { withRoom } from '../db/storageProblem.ts'
import { anySignal } from '../http/anySignal.ts'
import { loadOnce } from '../http/loadOnce.ts'
import type { useSyncStatusStore } from '../stores/syncStatus.ts'
import type { FillProgress } from '../sync/exchange/firstFill.ts'
import type { Line } from '../sync/line.ts'
import { createLoop } from '../sync/loop.ts'
import { listenForPokes } from '../sync/pokes.ts'
import { inTurn } from '../sync/turns.ts'
import type { Watchdog } from '../sync/watchdog.ts'
import { whenIdle } from '../sync/whenIdle.ts'
import type { FedView } from '../view/view.ts'
import { readCounts } from './counts.ts'
import { createReading } from './reading.ts'
import type { Settling } from './settling.ts'
import { putBack } from './putBack.ts'
import { stayOnDisk } from './stayOnDisk.ts'
import { openTabs, type TabNews } from './tabs.ts'
import { unlessProblem } from './unlessProblem.ts'

export interface Phone extends Settling {
  readonly database: PhoneDatabase
  readonly key: CryptoKey
  readonly view: FedView
  /** Whether some scope has not come whole yet. */
  readonly needsFill: boolean
  /** Throws a Problem when it is cut off; then it may be called again. */
  fill(teamIds: readonly string[], onProgress: (progress: FillProgress) => void): Promise<void>
  /** Begins to speak with the ward. */
  start(): void
  /** Throws the Problem for which it would not be saved; changes nothing. */
  check(made: CommandToParse): void
  /** Throws the Problem for which nothing was saved. */
  save(made: CommandToParse): Promise<void>
  sendNow(): Promise<void>
  /** Tells the other tabs that this person has signed out, or that the ward had this phone erased. */
  tellGone(why: 'signedOut' | 'erased'): void
  /** Stops speaking; resolves when the database is closed as well. */
  close(): Promise<void>
}

export interface PhoneOptions {
  readonly line: Line
  /** The base, if it has been read already. */
  readonly sealed?: Promise<SealedBase> | undefined
  /** Unique on this origin: names the lock and the channel that tabs share. */
  readonly name: string
  readonly status: ReturnType<typeof useSyncStatusStore>
  /** After each good exchange. */
  readonly onHeard: () => void
  /** The browser threw everything away that lay on the disk. */
  readonly onEmptied: () => Promise<void>
  /** Keeps what is being typed, before the database closes under this page. */
  readonly keepTyped: () => Promise<void>
  /** So many commands wait on this phone. */
  readonly onUnsent: (count: number) => void
  /** Another tab of this person took everything from the disk. */
  readonly onGone: (why: 'signedOut' | 'erased') => void
  /** The ward has ordered this phone to erase itself, and all is said. */
  readonly onErase: () => void
}

const restWithPokes = 300_000
const restWithoutPokes = 30_000

/** Reads and unseals everything that the disk holds. */
export async function openPhone(options: PhoneOptions): Promise<Phone> {
  const { line, name, status, onHeard } = options
  const { database, key, view, clock } = line
  let isClosed = false
  /** Whether rows or outcomes have come since the disk was tidied; what is too old is looked for at each opening as well. */
  let isUntidy = true
  /** Whether the next exchange takes the turn of whoever has it. */
  let isUrgent = false
  let watchdog: Watchdog | undefined

  const read = createReading(line, {
    sealed: options.sealed,
    isClosed: () => isClosed,
    // Nobody who opens the phone waits for its counts.
    onRead: () => void countStatus().catch(unlessSaid),
  })
  const [isToFill] = await Promise.all([
    connected(database, () => needsFill(database)),
    read('all'),
    openOutbox(database),
  ])
  // Another tab may have written after the base was read and before this one could hear of it.
  const { sealed } = options
  const isBehind = sealed !== undefined && !isSame((await sealed).cursors, await cursorsNow())
  if (isBehind) await read('all')
  const tabs = openTabs(name, hearTab)
  watchConnection(database, {
    onReopened: () => void read('all').catch(unlessSaid),
    async onEmptied(empty) {
      await putBack(line, empty)
      await options.onEmptied()
      void loop.now()
    },
    onLost(isLost) {
      if (!isClosed) status.isStorageLost = isLost
    },
    keepTyped: options.keepTyped,
  })
  const pokes = listenForPokes({
    deviceId: line.deviceId,
    onReady: () => void loop.now(),
    onPoke: ({ scope, head }) => void hearPoke(scope, head).catch(unlessSaid),
    onLost: () => loop.restAnew(),
  })
  const loop = createLoop({
    cycle: async (signal) => {
      const turn = { signal, isUrgent }
      isUrgent = false
      const { runCycle } = await loadExchange()
      const exchange = (_isRepetition: boolean, cut: AbortSignal) => {
        line.signal = anySignal([signal, cut])
        return withRoom(database, () => runCycle(line), clock())
      }
      const end = await inTurn(name, () => connected(database, exchange), turn)
      if (end.isHeard) onHeard()
      isUntidy ||= end.isNews
      if (end.isNews) tabs.tell('heard')
      if (end.isToErase) options.onErase()
      return end
    },
    restTime: () => (pokes.isOpen ? restWithPokes : restWithoutPokes),
    onStart: () => {
      status.state = 'sending'
    },
    onEnd: (problem) => endExchange(problem).catch(unlessSaid),
  })

  function hearTab(news: TabNews): void {
    if (isClosed) return
    if (news === 'signedOut' || news === 'erased') options.onGone(news)
    else void read(news === 'saved' ? 'outbox' : 'all').catch(unlessSaid)
  }

  /** What runs may be bringing it already. A scope that this phone does not hold is none of its business. */
  async function hearPoke(scope: Scope, head: number): Promise<void> {
    await loop.quiet()
    if (isClosed) return
    const { shownTo } = line
    if (!shownTo || (shownTo.get(scope) ?? head) < head) void loop.now()
  }

  function cursorsNow(): Promise<Map<Scope, number>> {
    return connected(database, () => readCursors(database))
  }

  async function countStatus(): Promise<void> {
    if (isClosed) return
    const counts = await connected(database, () => readCounts(database, clock()))
    if (isClosed) return
    status.$patch(counts)
    if (status.isHeard && status.state !== 'sending') status.state = toState(undefined, status.unsent)
    options.onUnsent(status.unsent)
  }

  /** Says at once how it ended; what it counts comes from the disk, which may be in trouble. */
  async function endExchange(problem: Problem | undefined): Promise<void> {
    status.problem = problem?.toReport()
    status.isHeard = problem === undefined
    status.state = toState(problem, status.unsent)
    watchdog?.ended(problem)
    if (!problem) pokes.open()
    await countStatus()
    if (isOutdated()) await read('outbox')
    if (!isUntidy) return
    isUntidy = false
    whenIdle(() => void connected(database, tidy).catch(unlessSaid))
  }

  /** Another tab may have been killed after it had written and before it could tell. */
  function isOutdated(): boolean {
    const { pending, review, notices } = view
    return (
      status.unsent !== pending.length || status.review !== review.length || status.notices !== notices.length
    )
  }

  async function tidy(): Promise<void> {
    const disk = await loadTidying()
    if (!isClosed) await disk.tidy(database, key, clock())
  }

  /** What keeps the disk from working is said by the status (db/connection.ts), or by whoever wants to save. */
  function unlessSaid(error: unknown): void {
    if (!isClosed) unlessProblem(error)
  }

  async function settling(): Promise<Settling> {
    const { createSettling } = await loadSettling()
    return createSettling(line, () => {
      status.$patch({
        unsent: view.pending.length,
        review: view.review.length,
        notices: view.notices.length,
      })
      options.onUnsent(status.unsent)
      loop.saved()
      tabs.tell('saved')
    })
  }

  /** Few ever need it. */
  async function watchOver(): Promise<void> {
    const { watchLine } = await loadWatchdog()
    if (isClosed) return
    watchdog = watchLine({
      oldest: () => view.pending[0]?.command.id,
      isOnline: () => globalThis.navigator?.onLine !== false,
      onStuck(isStuck) {
        status.isStuck = isStuck
      },
      restart() {
        line.restarts++
        isUrgent = true
        pokes.close()
        pokes.open()
        void loop.restart()
      },
    })
  }

  const wake = () => {
    if (document.visibilityState === 'hidden') return pokes.close()
    pokes.open()
    void loop.now()
  }

  return {
    database,
    key,
    view,
    needsFill: isToFill,
    async fill(teamIds, onProgress) {
      const { fill } = await loadFill()
      await connected(database, (_isRepetition, cut) => {
        line.signal = cut
        return fill(line, teamIds, onProgress)
      })
    },
    start() {
      if (isClosed) return
      if (typeof document !== 'undefined') {
        document.addEventListener('visibilitychange', wake)
        globalThis.addEventListener('online', wake)
      }
      void loop.now()
      void watchOver().catch(unlessSaid)
    },
    check: (made) => view.check(parseCommand(made)),
    async save(made) {
      const command = parseCommand(made)
      view.check(command)
      const seq = await appendCommand(database, key, command)
      view.add({ seq, command })
      status.unsent = view.pending.length
      options.onUnsent(status.unsent)
      loop.saved()
      tabs.tell('saved')
      stayOnDisk()
    },
    settle: async (commandId, as) => (await settling()).settle(commandId, as),
    resend: async (commandId, command) => (await settling()).resend(commandId, command),
    seen: async (noticeId) => (await settling()).seen(noticeId),
    findHanded: async (commandId) => (await settling()).findHanded(commandId),
    sendNow: () => loop.now(),
    tellGone: (why) => tabs.tell(why),
    async close() {
      isClosed = true
      if (typeof document !== 'undefined') {
        document.removeEventListener('visibilitychange', wake)
        globalThis.removeEventListener('online', wake)
      }
      watchdog?.stop()
      pokes.close()
      tabs.close()
      await loop.stop()
      database.close()
    },
  }
}

const loadExchange = loadOnce(() => import('../sync/exchange/cycle.ts'))
const loadFill = loadOnce(() => import('../sync/exchange/firstFill.ts'))
const loadSettling = loadOnce(() => import('./settling.ts'))
const loadTidying = loadOnce(() => import('../db/exchange/tidy.ts'))
const loadWatchdog = loadOnce(() => import('../sync/watchdog.ts'))

function isSame(a: ReadonlyMap<Scope, number>, b: ReadonlyMap<Scope, number>): boolean {
  return a.size === b.size && [...a].every(([scope, cursor]) => b.get(scope) === cursor)
}

function toState(problem: Problem | undefined, unsent: number) {
  if (problem)
    return problem.code === 'serverUnreachable' || problem.code === 'answerNotOurs' ? 'offline' : 'waiting'
  return unsent === 0 ? 'quiet' : 'waiting'
}
