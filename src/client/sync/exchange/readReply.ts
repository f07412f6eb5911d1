// What a reply of the ward changes here: what goes to the disk, sealed, and what the view shows once it is there.
import { rowKey, scopesOf, type RowRef, type Scope } from '#domain/tables.ts'
import type { Notice, SyncReply, WireRow } from '#protocol/sync.ts'
import { sealArchived } from '../../db/exchange/archive.ts'
import { nextPage, sealRows, type SealedRows } from '../../db/base.ts'
import type { ScopeEntry } from '../../db/database.ts'
import type { Answer } from '../../db/exchange/keepAnswer.ts'
import { newestNoticeFirst, sealNotice } from '../../db/notices.ts'
import type { PendingCommand } from '../../db/outbox.ts'
import { sealReviewed, type ReviewedCommand } from '../../db/review.ts'
import type { Known } from './ask.ts'
import type { Line } from '../line.ts'
import { reread } from './seldom.ts'

/** Of so many the server tells the first ones only, and says nothing of the others. */
const mostNoticesTold = 100

export interface Heard {
  readonly answer: Answer
  readonly rows: readonly WireRow[]
  readonly removed: readonly (RowRef & { scope: Scope })[]
  readonly answeredIds: ReadonlySet<string>
  readonly reviewed: readonly ReviewedCommand[]
  /** Commands that their lead took meanwhile: they were carried out, and wait for nobody. */
  readonly taken: ReadonlySet<string>
  readonly notices: readonly Notice[]
}

export async function readReply(line: Line, reply: SyncReply, known: Known): Promise<Heard> {
  const { database, key, view, wardId } = line
  const rowsByScope = collectRows(wardId, reply)
  const removed = reply.scopes.flatMap(({ scope, removed: gone }) => gone.map((ref) => ({ scope, ...ref })))
  // Another tab may have heard of a row and died before it could tell: its version must be that of the disk.
  if (removed.length > 0) await reread(line)
  for (const { scope, table, id } of removed)
    rowsByScope.get(scope)?.push({ table, id, ver: view.verOf(table, id), row: null })
  const pages = await Promise.all(reply.scopes.map((changes) => toScopeEntry(line, changes, known)))
  const isComingAnew = new Set(
    pages.flatMap(({ entry, renewed }) => (entry.refill || renewed ? [entry.scope] : [])),
  )
  const toSeal = [...rowsByScope].filter(([, rows]) => rows.length > 0)
  const outcomes = new Map(reply.outcomes.map((outcome) => [outcome.id, outcome]))
  const answered = known.sent.filter(({ command }) => outcomes.has(command.id))
  const taken = new Set(
    reply.notices.flatMap((notice) =>
      notice.kind === 'settled' && notice.as === 'taken' ? notice.commandId : [],
    ),
  )
  const reviewed = answered.flatMap((pending) => toReviewed(pending, outcomes.get(pending.command.id)))
  const isReviewed = new Set(reviewed.map(({ command }) => command.id))
  const notices = toNotices(known.notices, reply)
  const isKept = new Set(known.notices.map(({ id }) => id))
  const [sealed, archived, reviewEntries, noticeEntries] = await Promise.all([
    Promise.all(
      toSeal.map(([scope, rows]): Promise<SealedRows> =>
        isComingAnew.has(scope)
          ? sealRows(database, key, scope, rows, true)
          : sealRows(database, key, scope, rows),
      ),
    ),
    sealArchived(
      key,
      answered.filter(({ command }) => !isReviewed.has(command.id)),
      { answeredAt: line.clock(), numbering: known.numbering },
    ),
    Promise.all(reviewed.map((one) => sealReviewed(key, one))),
    Promise.all(notices.filter(({ id }) => !isKept.has(id)).map((notice) => sealNotice(key, notice))),
  ])
  const isTold = new Set(notices.map(({ id }) => id))
  return {
    rows: [...rowsByScope.values()].flat().filter(({ row }) => row !== null),
    removed,
    answeredIds: new Set(answered.map(({ command }) => command.id)),
    reviewed,
    taken,
    notices,
    answer: {
      epoch: reply.epoch,
      before: known.scopes,
      numbering: known.numbering,
      after: pages.map(({ entry }) => entry),
      sealed,
      renewed: pages.flatMap(({ entry: { scope }, renewed }) => (renewed ? [{ scope, ...renewed }] : [])),
      // An order to erase tells no scopes, and takes none away before it is carried out.
      revoked: reply.erase ? [] : [...known.scopes.keys()].filter((scope) => !reply.grants.includes(scope)),
      answeredSeqs: answered.map(({ seq }) => seq),
      archived,
      reviewed: reviewEntries,
      taken: [...taken],
      notices: noticeEntries,
      seenElsewhere: known.notices.flatMap(({ id }) => (isTold.has(id) ? [] : [id])),
      said: known.answers.map(({ id }) => id),
      lastSentAt: answered.length === known.unsent ? line.clock() : undefined,
    },
  }
}

/** What each scope brings, and the rows of the outcomes that no page of it brought. */
function collectRows(wardId: string, reply: SyncReply): Map<Scope, WireRow[]> {
  const rowsByScope = new Map(reply.scopes.map(({ scope, rows }) => [scope, [...rows]]))
  const made = reply.outcomes.flatMap(({ rows }) => rows)
  if (made.length === 0) return rowsByScope
  const here = new Set(reply.scopes.flatMap(({ rows }) => rows.map(({ table, id }) => rowKey(table, id))))
  for (const one of made) {
    const place = rowKey(one.table, one.id)
    if (!one.row || here.has(place)) continue
    here.add(place)
    for (const scope of scopesOf(wardId, one.row)) rowsByScope.get(scope)?.push(one)
  }
  return rowsByScope
}

/**
 * How far a scope has been heard with this page. While it is coming anew, its pages are numbered beyond those that it is
 * to replace; with the last one it is `renewed`.
 */
async function toScopeEntry(
  { database }: Line,
  { scope, to, more, replaces }: SyncReply['scopes'][number],
  { scopes }: Known,
): Promise<{ entry: ScopeEntry; renewed?: { fromPage: number } }> {
  const known = scopes.get(scope)
  const heard: ScopeEntry = { ...known, scope, cursor: to, filled: 1 }
  const refill = replaces ? { fromPage: await nextPage(database, scope) } : known?.refill
  if (!refill) return { entry: heard }
  const { fromPage } = refill
  if (more) return { entry: { ...heard, cursor: known?.cursor ?? 0, refill: { cursor: to, fromPage } } }
  delete heard.refill
  return { entry: heard, renewed: { fromPage } }
}

function toReviewed(
  pending: PendingCommand,
  answer: SyncReply['outcomes'][number] | undefined,
): ReviewedCommand[] {
  if (answer?.outcome !== 'refused' && answer?.outcome !== 'parked') return []
  return [{ ...pending, outcome: answer.outcome, problem: answer.problem }]
}

/** What is to be seen here: what the ward tells, and what it has no room to tell. */
function toNotices(kept: readonly Notice[], { notices, erase }: SyncReply): readonly Notice[] {
  if (erase) return kept
  if (notices.length < mostNoticesTold) return [...notices].sort(newestNoticeFirst)
  const isTold = new Set(notices.map(({ id }) => id))
  return [...notices, ...kept.filter(({ id }) => !isTold.has(id))].sort(newestNoticeFirst)
}
