// One exchange with the ward: say what waits, hear what is new, keep both in one transaction, then show it. Nothing is
// taken out of the outbox but by an outcome; a cycle that fails anywhere has changed nothing.
import { Problem } from '#domain/problem.ts'
import { rowKey, scopesOf, type Scope } from '#domain/tables.ts'
import { maxCommandsPerPush, type SyncReply, type WireRow } from '#protocol/sync.ts'
import { protocolVersion } from '#protocol/version.ts'
import { keepAnswer, readCursors, readEpoch, sealRows, type Answer, type SealedRows } from '../db/base.ts'
import type { ArchiveEntry } from '../db/database.ts'
import { readOutbox, renumberOutbox, type PendingCommand } from '../db/outbox.ts'
import { sealReviewed, type ReviewedCommand } from '../db/review.ts'
import type { Line } from './line.ts'

export interface CycleEnd {
  /** Whether the ward, or this phone, has more to say. */
  readonly more: boolean
  /** Whether rows or outcomes came. */
  readonly isNews: boolean
}

const again: CycleEnd = { more: true, isNews: false }

/** Throws a Problem when the ward could not be reached or did not answer as itself. */
export async function runCycle(line: Line): Promise<CycleEnd> {
  const { database, view } = line
  const [sent, unsent, cursors, epoch] = await Promise.all([
    readOutbox(database, line.key, line.batchSize),
    database.outbox.count(),
    readCursors(database),
    readEpoch(database),
  ])
  const reply = await ask(line, sent, { unsent, cursors, epoch })
  if (!reply) return again
  if (reply.fork) {
    await line.becomeNewDevice()
    await renumberOutbox(database)
    view.hear({ pending: await readOutbox(database, line.key) })
    return { more: true, isNews: true }
  }
  const news = await readReply(line, reply, sent, { cursors, epoch })
  if (!(await keepAnswer(database, news.answer))) return again
  show(line, news)
  const { answeredSeqs, revoked } = news.answer
  return {
    more: unsent > sent.length || reply.scopes.some(({ more }) => more),
    isNews: news.rows.length + answeredSeqs.length + revoked.length > 0,
  }
}

/** Undefined when the server found it too large: then half of it is tried, and later twice as much again. */
async function ask(
  line: Line,
  sent: readonly PendingCommand[],
  { unsent, cursors, epoch }: { unsent: number; cursors: ReadonlyMap<Scope, number>; epoch: string | null },
): Promise<SyncReply | undefined> {
  try {
    const reply = await line.sync({
      protocol: protocolVersion,
      deviceId: line.deviceId(),
      epoch,
      commands: sent.map(({ seq, command: { id, name, args, at, base } }) => ({
        id,
        seq,
        name,
        args,
        at,
        base,
      })),
      cursors: Object.fromEntries(cursors) as Record<Scope, number>,
      status: {
        unsent,
        oldestUnsentAt: sent[0]?.command.at ?? null,
        appVersion: line.appVersion,
        now: line.clock(),
      },
    })
    line.batchSize = Math.min(maxCommandsPerPush, line.batchSize * 2)
    return reply
  } catch (error) {
    if (!(error instanceof Problem) || error.code !== 'requestTooLarge' || sent.length < 2) throw error
    line.batchSize = Math.ceil(sent.length / 2)
    return undefined
  }
}

interface Heard {
  readonly answer: Answer
  readonly rows: readonly WireRow[]
  readonly reviewed: readonly ReviewedCommand[]
}

async function readReply(
  line: Line,
  reply: SyncReply,
  sent: readonly PendingCommand[],
  known: { cursors: ReadonlyMap<Scope, number>; epoch: string | null },
): Promise<Heard> {
  const isNewEpoch = known.epoch !== null && known.epoch !== reply.epoch
  const rowsByScope = collectRows(line.wardId, reply)
  const sealed: SealedRows[] = []
  for (const [scope, rows] of rowsByScope) {
    if (rows.length === 0) continue
    sealed.push(await sealRows(line.database, line.key, scope, rows))
  }
  const reviewed = toReviewed(reply, sent)
  const answeredAt = line.clock()
  const outcomeOf = new Map(reply.outcomes.map(({ id, outcome }) => [id, outcome]))
  const entries = sent.length === 0 ? [] : await line.database.outbox.bulkGet(sent.map(({ seq }) => seq))
  const archived = entries.flatMap((entry): ArchiveEntry[] => {
    const outcome = entry && outcomeOf.get(entry.id)
    return !outcome || outcome === 'refused' || outcome === 'parked' ? [] : [{ ...entry, answeredAt }]
  })
  return {
    rows: [...rowsByScope.values()].flat(),
    reviewed,
    answer: {
      epoch: reply.epoch,
      before: known.cursors,
      after: new Map(reply.scopes.map(({ scope, to }) => [scope, to])),
      sealed,
      replaced: isNewEpoch ? reply.scopes.map(({ scope }) => scope) : [],
      revoked: [...known.cursors.keys()].filter((scope) => !reply.grants.includes(scope)),
      answeredSeqs: sent.flatMap(({ seq, command }) => (outcomeOf.has(command.id) ? [seq] : [])),
      archived,
      reviewed: await Promise.all(reviewed.map((one) => sealReviewed(line.key, one))),
    },
  }
}

/** What each scope brings, and the rows of the outcomes that no page of it brought. */
function collectRows(wardId: string, reply: SyncReply): Map<Scope, WireRow[]> {
  const rowsByScope = new Map(reply.scopes.map(({ scope, rows }) => [scope, [...rows]]))
  const here = new Set(reply.scopes.flatMap(({ rows }) => rows.map(({ table, id }) => rowKey(table, id))))
  for (const outcome of reply.outcomes) {
    for (const made of outcome.rows) {
      const place = rowKey(made.table, made.id)
      if (!made.row || here.has(place)) continue
      here.add(place)
      for (const scope of scopesOf(wardId, made.row)) rowsByScope.get(scope)?.push(made)
    }
  }
  return rowsByScope
}

function toReviewed(reply: SyncReply, sent: readonly PendingCommand[]): ReviewedCommand[] {
  const sentById = new Map(sent.map((one) => [one.command.id, one]))
  return reply.outcomes.flatMap(({ id, outcome, problem }) => {
    const pending = sentById.get(id)
    return pending && (outcome === 'refused' || outcome === 'parked')
      ? [{ ...pending, outcome, problem }]
      : []
  })
}

function show({ view }: Line, { answer, rows, reviewed }: Heard): void {
  const answered = new Set(answer.answeredSeqs)
  const isRevoked = new Set<Scope>(answer.revoked)
  const gone = isRevoked.size === 0 ? [] : teamRowsOf(view, isRevoked)
  view.hear({
    rows,
    gone,
    pending: view.pending.filter(({ seq }) => !answered.has(seq)),
    review: [...reviewed, ...view.review],
  })
}

function teamRowsOf(view: Line['view'], revoked: ReadonlySet<Scope>) {
  return (['residents', 'assists', 'dossiers', 'notes'] as const).flatMap((table) =>
    view
      .all(table)
      .filter(({ teamId }) => revoked.has(`team:${teamId}`))
      .map(({ id }) => ({ table, id })),
  )
}
