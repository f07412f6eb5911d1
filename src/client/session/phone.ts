// A phone that is open for one person: their rows in memory, their outbox, and the line to the ward.
import { type Command } from '#domain/commands.ts'
import { startOfDay, dayAt } from '#domain/period.ts'
import type { Problem } from '#domain/problem.ts'
import type { Scope } from '#domain/tables.ts'
import { foldRows, openBase, readCursors, readSealedBase, type SealedBase } from '../db/base.ts'
import type { PhoneDatabase } from '../db/database.ts'
import { appendCommand, openOutbox, readOutbox } from '../db/outbox.ts'
import { readReview } from '../db/review.ts'
import type { WireRow } from '#protocol/sync.ts'
import type { useSyncStatusStore } from '../stores/syncStatus.ts'
import { runCycle } from '../sync/cycle.ts'
import { fill, needsFill, type FillProgress } from '../sync/firstFill.ts'
import type { Line } from '../sync/line.ts'
import { createLoop } from '../sync/loop.ts'
import { listenForPokes } from '../sync/pokes.ts'
import { inTurn } from '../sync/turns.ts'
import { whenIdle } from '../sync/whenIdle.ts'
import type { FedView } from '../view/view.ts'
import { stayOnDisk } from './stayOnDisk.ts'
import { openTabs, type TabNews } from './tabs.ts'

export interface Phone {
  readonly database: PhoneDatabase
  readonly key: CryptoKey
  readonly view: FedView
  /** Whether some scope has not come whole yet. */
  readonly needsFill: boolean
  /** Throws a Problem when it is cut off; then it may be called again. */
  fill(teamIds: readonly string[], onProgress: (progress: FillProgress) => void): Promise<void>
  /** Begins to speak with the ward. */
  start(): void
  save(command: Command): Promise<void>
  discardReviewed(commandId: string): Promise<void>
  sendNow(): Promise<void>
  /** Tells the other tabs that this person has signed out. */
  tellSignedOut(): void
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
  /** Another tab of this person signed out and took everything from the disk. */
  readonly onSignedOut: () => void
}

const restWithPokes = 300_000
const restWithoutPokes = 30_000
const archiveDays = 30
const msPerDay = 86_400_000

/** Reads and unseals everything that the disk holds. */
export async function openPhone(options: PhoneOptions): Promise<Phone> {
  const { line, name, status, onHeard } = options
  const { database, key, view, clock } = line
  let { sealed } = options
  let isClosed = false
  /** Whether rows or outcomes have come since the disk was tidied; what is too old is looked for at each opening as well. */
  let isUntidy = true
  let toRead: 'outbox' | 'all' | undefined
  let reading: Promise<void> | undefined

  const [isToFill] = await Promise.all([needsFill(line), read('all'), openOutbox(database)])
  // Another tab may have written after the base was read and before this one could hear of it.
  const isBehind = sealed !== undefined && !isSame((await sealed).cursors, await readCursors(database))
  sealed = undefined
  if (isBehind) await read('all')
  const tabs = openTabs(name, hearTab)
  const pokes = listenForPokes({
    deviceId: line.deviceId,
    onReady: () => void loop.now(),
    onPoke: ({ scope, head }) => void hearPoke(scope, head),
    onLost: () => loop.restAnew(),
  })
  const loop = createLoop({
    cycle: async () => {
      const end = await inTurn(name, () => runCycle(line))
      onHeard()
      isUntidy ||= end.isNews
      if (end.isNews) tabs.tell('heard')
      return end
    },
    restTime: () => (pokes.isOpen ? restWithPokes : restWithoutPokes),
    onStart: () => {
      status.state = 'sending'
    },
    onEnd: endExchange,
  })

  /** One reading at a time, and one more for all that is asked for meanwhile. */
  function read(what: 'outbox' | 'all'): Promise<void> {
    wantToRead(what)
    reading ??= readAll().finally(() => {
      reading = undefined
    })
    return reading
  }

  function wantToRead(what: 'outbox' | 'all'): void {
    if (toRead !== 'all') toRead = what
  }

  async function readAll(): Promise<void> {
    for (let what = toRead; what && !isClosed; what = toRead) {
      toRead = undefined
      const { version } = view
      const [rows, pending, review] = await Promise.all([
        what === 'all' ? readRows() : [],
        readOutbox(database, key),
        readReview(database, key),
      ])
      // What was saved or heard in this tab meanwhile is newer than what was read.
      if (view.version === version) view.hear({ rows, pending, review })
      else wantToRead(what)
    }
    // Nobody who opens the phone waits for its counts.
    void countStatus().catch(unlessClosed)
  }

  async function readRows(): Promise<WireRow[]> {
    return openBase(key, await (sealed ?? readSealedBase(database)))
  }

  function hearTab(news: TabNews): void {
    if (isClosed) return
    if (news === 'signedOut') options.onSignedOut()
    else void read(news === 'saved' ? 'outbox' : 'all').catch(unlessClosed)
  }

  /** What runs may be bringing it already. A scope that this phone does not hold is none of its business. */
  async function hearPoke(scope: Scope, head: number): Promise<void> {
    await loop.quiet()
    if (isClosed) return
    const cursors = await readCursors(database)
    if ((cursors.get(scope) ?? head) < head) void loop.now()
  }

  async function countStatus(): Promise<void> {
    if (isClosed) return
    const { outbox, review, archive, meta } = database
    const today = startOfDay(dayAt(clock()))
    const [unsent, toReview, sentToday, lastSent] = await Promise.all([
      outbox.count(),
      review.count(),
      archive.where('answeredAt').aboveOrEqual(today).count(),
      meta.get('lastSentAt'),
    ])
    const lastSentAt = typeof lastSent?.value === 'number' ? lastSent.value : undefined
    status.$patch({ unsent, review: toReview, sentToday, lastSentAt })
  }

  /** Says at once how it ended; what it counts comes from the disk, which may be in trouble. */
  async function endExchange(problem: Problem | undefined): Promise<void> {
    status.problem = problem?.toReport()
    status.isHeard = problem === undefined
    status.state = toState(problem, status.unsent)
    if (!problem) pokes.open()
    await countStatus()
    status.state = toState(problem, status.unsent)
    if (!problem && status.unsent === 0) await keepLastSent()
    if (!isUntidy) return
    isUntidy = false
    whenIdle(() => void tidy().catch(unlessClosed))
  }

  async function keepLastSent(): Promise<void> {
    status.lastSentAt = clock()
    await database.meta.put({ key: 'lastSentAt', value: status.lastSentAt })
  }

  async function tidy(): Promise<void> {
    for (const { scope } of isClosed ? [] : await database.scopes.toArray())
      await foldRows(database, key, scope)
    await database.archive
      .where('answeredAt')
      .below(clock() - archiveDays * msPerDay)
      .delete()
  }

  function unlessClosed(error: unknown): void {
    if (!isClosed) throw error
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
    fill: (teamIds, onProgress) => fill(line, teamIds, onProgress),
    start() {
      if (isClosed) return
      if (typeof document !== 'undefined') {
        document.addEventListener('visibilitychange', wake)
        globalThis.addEventListener('online', wake)
      }
      void loop.now()
    },
    async save(command) {
      view.check(command)
      const seq = await appendCommand(database, key, command)
      view.add({ seq, command })
      status.unsent = view.pending.length
      loop.saved()
      tabs.tell('saved')
      stayOnDisk()
    },
    async discardReviewed(commandId) {
      await database.review.delete(commandId)
      view.hear({ review: view.review.filter(({ command }) => command.id !== commandId) })
      await countStatus()
      tabs.tell('heard')
    },
    sendNow: () => loop.now(),
    tellSignedOut: () => tabs.tell('signedOut'),
    async close() {
      isClosed = true
      if (typeof document !== 'undefined') {
        document.removeEventListener('visibilitychange', wake)
        globalThis.removeEventListener('online', wake)
      }
      pokes.close()
      tabs.close()
      await loop.stop()
      database.close()
    },
  }
}

function isSame(a: ReadonlyMap<Scope, number>, b: ReadonlyMap<Scope, number>): boolean {
  return a.size === b.size && [...a].every(([scope, cursor]) => b.get(scope) === cursor)
}

function toState(problem: Problem | undefined, unsent: number) {
  if (problem)
    return problem.code === 'serverUnreachable' || problem.code === 'answerNotOurs' ? 'offline' : 'waiting'
  return unsent === 0 ? 'quiet' : 'waiting'
}
