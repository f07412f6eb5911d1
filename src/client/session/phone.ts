// A phone that is open for one person: their rows in memory, their outbox, and the line to the ward.
import { type Command } from '#domain/commands.ts'
import { startOfDay, dayAt } from '#domain/period.ts'
import type { Problem } from '#domain/problem.ts'
import { readBase, readCursors } from '../db/base.ts'
import type { PhoneDatabase } from '../db/database.ts'
import { appendCommand, readOutbox } from '../db/outbox.ts'
import { readReview } from '../db/review.ts'
import type { useSyncStatusStore } from '../stores/syncStatus.ts'
import { runCycle } from '../sync/cycle.ts'
import { fill, needsFill, type FillProgress } from '../sync/firstFill.ts'
import type { Line } from '../sync/line.ts'
import { createLoop } from '../sync/loop.ts'
import { listenForPokes } from '../sync/pokes.ts'
import { inTurn } from '../sync/turns.ts'
import type { FedView } from '../view/view.ts'

export interface Phone {
  readonly database: PhoneDatabase
  readonly key: CryptoKey
  readonly view: FedView
  needsFill(): Promise<boolean>
  /** Throws a Problem when it is cut off; then it may be called again. */
  fill(teamIds: readonly string[], onProgress: (progress: FillProgress) => void): Promise<void>
  /** Begins to speak with the ward. */
  start(): void
  save(command: Command): Promise<void>
  sendNow(): Promise<void>
  /** Stops speaking; resolves when the database is closed as well. */
  close(): Promise<void>
}

export interface PhoneOptions {
  readonly line: Line
  /** Unique on this origin: names the lock and the channel that tabs share. */
  readonly name: string
  readonly status: ReturnType<typeof useSyncStatusStore>
  /** After each good exchange. */
  readonly onHeard: () => void
}

const restWithPokes = 300_000
const restWithoutPokes = 30_000
const archiveDays = 30
const msPerDay = 86_400_000

/** Reads and unseals everything that the disk holds. */
export async function openPhone({ line, name, status, onHeard }: PhoneOptions): Promise<Phone> {
  const { database, key, view, clock } = line
  let isClosed = false
  await loadAll()
  await database.archive
    .where('answeredAt')
    .below(clock() - archiveDays * msPerDay)
    .delete()

  const channel = typeof BroadcastChannel === 'undefined' ? undefined : new BroadcastChannel(name)
  const tellTabs = () => channel?.postMessage('changed')
  channel?.addEventListener('message', () => {
    if (!isClosed) void loadAll()
  })

  const pokes = listenForPokes({
    onReady: () => void loop.now(),
    onPoke: ({ scope, head }) => {
      void readCursors(database).then((cursors) => {
        if ((cursors.get(scope) ?? 0) < head) void loop.now()
      })
    },
  })
  const loop = createLoop({
    cycle: async () => {
      const end = await runCycle(line)
      onHeard()
      tellTabs()
      return end
    },
    inTurn: (work) => inTurn(name, work),
    restTime: () => (pokes.isOpen ? restWithPokes : restWithoutPokes),
    onStart: () => {
      status.state = 'sending'
    },
    onEnd: tellStatus,
  })

  async function loadAll(): Promise<void> {
    const [rows, pending, review] = await Promise.all([
      readBase(database, key),
      readOutbox(database, key),
      readReview(database, key),
    ])
    view.hear({ rows, pending, review })
    await countStatus()
  }

  async function countStatus(): Promise<void> {
    if (isClosed) return
    const today = startOfDay(dayAt(clock()))
    status.unsent = view.pending.length
    status.review = view.review.length
    status.sentToday = await database.archive.where('answeredAt').aboveOrEqual(today).count()
    const lastSent = await database.meta.get('lastSentAt')
    status.lastSentAt = typeof lastSent?.value === 'number' ? lastSent.value : undefined
  }

  async function tellStatus(problem: Problem | undefined): Promise<void> {
    if (!problem && view.pending.length === 0) await database.meta.put({ key: 'lastSentAt', value: clock() })
    await countStatus()
    status.problem = problem?.toReport()
    status.state = toState(problem, status.unsent)
    if (!problem) pokes.open()
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
    needsFill: () => needsFill(line),
    fill: (teamIds, onProgress) => fill(line, teamIds, onProgress),
    start() {
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
      tellTabs()
    },
    sendNow: () => loop.now(),
    async close() {
      isClosed = true
      if (typeof document !== 'undefined') {
        document.removeEventListener('visibilitychange', wake)
        globalThis.removeEventListener('online', wake)
      }
      pokes.close()
      channel?.close()
      await loop.stop()
      database.close()
    },
  }
}

function toState(problem: Problem | undefined, unsent: number) {
  if (problem)
    return problem.code === 'serverUnreachable' || problem.code === 'answerNotOurs' ? 'offline' : 'waiting'
  return unsent === 0 ? 'quiet' : 'waiting'
}
