// The one transaction of an exchange: rows, outcomes, notices and the cursors they belong to are written together or not
// at all. What is replaced goes in it only when all that replaces it is there.
import type { Scope } from '#domain/tables.ts'
import type { ArchiveEntry, NoticeEntry, PhoneDatabase, ReviewEntry, ScopeEntry } from '../database.ts'
import { epochIn, isNext, pagesOf, readScopes, type SealedRows } from '../base.ts'
import { readMeta, type Meta } from '../meta.ts'
import { lastSentKey, numberingIn } from '../numbering.ts'

/** What one answer of the ward changes on the disk. */
export interface Answer {
  /** The epoch of the server store, which the cursors belong to. */
  readonly epoch: string
  /** The scopes that the answer builds on; if they are others by now, nothing is written. */
  readonly before: ReadonlyMap<Scope, ScopeEntry>
  /** The numbering that the answered commands belong to; nothing is written if it is another by now. */
  readonly numbering: number
  readonly after: readonly ScopeEntry[]
  readonly sealed: readonly SealedRows[]
  /** Scopes that have come anew: what lay before their pages of this number goes. */
  readonly renewed: readonly { readonly scope: Scope; readonly fromPage: number }[]
  /** Scopes that this phone holds no more. */
  readonly revoked: readonly Scope[]
  /** Commands that have their outcome. */
  readonly answeredSeqs: readonly number[]
  readonly archived: readonly ArchiveEntry[]
  readonly reviewed: readonly ReviewEntry[]
  /** Refused commands that their lead took. */
  readonly taken: readonly string[]
  /** What the ward tells this member for the first time, and what it tells no more. */
  readonly notices: readonly NoticeEntry[]
  readonly seenElsewhere: readonly string[]
  /** What the request said about notices and commands: the ward has it now. */
  readonly said: readonly string[]
  /** When the ward took everything, milliseconds since 1970; undefined where something still waits. */
  readonly lastSentAt: number | undefined
}

/** Writes an answer, all or nothing. False when another tab was faster: then the cycle begins again. */
export async function keepAnswer(database: PhoneDatabase, answer: Answer): Promise<boolean> {
  const { outbox, archive, review, notices, answers, pages, rows, scopes, meta } = database
  const all = [outbox, archive, review, notices, answers, pages, rows, scopes, meta]
  return database.transaction('rw', all, async () => {
    const found = await lookAtDisk(database, answer)
    if (!isAsBefore(found, answer)) return false
    const moved = answer.after.filter((entry) => !isSame(found.scopes.get(entry.scope), entry))
    const noted = [
      ...(epochIn(found.meta) === answer.epoch ? [] : [{ key: 'epoch', value: answer.epoch }]),
      ...(answer.lastSentAt === undefined ? [] : [{ key: lastSentKey, value: answer.lastSentAt }]),
    ]
    const entries = await withoutSeen(database, answer)
    for (const { scope, fromPage } of answer.renewed) {
      await pagesOf(database, scope, 0, fromPage - 1).delete()
      await rows.where({ scope }).delete()
    }
    for (const scope of answer.revoked) {
      await pagesOf(database, scope).delete()
      await rows.where({ scope }).delete()
    }
    await Promise.all([
      ...answer.sealed.flatMap((sealed) => [
        ...(sealed.pages.length > 0 ? [pages.bulkAdd([...sealed.pages])] : []),
        ...(sealed.rows.length > 0 ? [rows.bulkPut([...sealed.rows])] : []),
      ]),
      ...(answer.revoked.length > 0 ? [scopes.bulkDelete([...answer.revoked])] : []),
      ...(moved.length > 0 ? [scopes.bulkPut(moved)] : []),
      ...(answer.reviewed.length > 0 ? [review.bulkPut([...answer.reviewed])] : []),
      ...(answer.taken.length > 0 ? [review.bulkDelete([...answer.taken])] : []),
      ...(answer.archived.length > 0 ? [archive.bulkPut([...answer.archived])] : []),
      ...(entries.length > 0 ? [notices.bulkPut(entries)] : []),
      ...(answer.seenElsewhere.length > 0 ? [notices.bulkDelete([...answer.seenElsewhere])] : []),
      ...(answer.said.length > 0 ? [answers.bulkDelete([...answer.said])] : []),
      takeOut(database, answer.answeredSeqs),
      ...(noted.length > 0 ? [meta.bulkPut(noted)] : []),
    ])
    return true
  })
}

interface Found {
  readonly scopes: ReadonlyMap<Scope, ScopeEntry>
  readonly meta: Meta
  readonly isWaiting: boolean
  readonly areNext: readonly boolean[]
}

async function lookAtDisk(database: PhoneDatabase, answer: Answer): Promise<Found> {
  const [scopes, meta, isWaiting, ...areNext] = await Promise.all([
    readScopes(database),
    readMeta(database),
    isStillWaiting(database, answer),
    ...answer.sealed.map((sealed) => isNext(database, sealed)),
  ])
  return { scopes, meta, isWaiting, areNext }
}

function isAsBefore({ scopes, meta, isWaiting, areNext }: Found, { before, numbering }: Answer): boolean {
  if (numberingIn(meta).numbering !== numbering || scopes.size !== before.size) return false
  for (const [scope, { cursor, refill }] of before) {
    const entry = scopes.get(scope)
    if (entry?.cursor !== cursor || entry.refill?.cursor !== refill?.cursor) return false
  }
  return isWaiting && areNext.every(Boolean)
}

/** Then it need not be written: mostly only one scope of several has moved. */
function isSame(there: ScopeEntry | undefined, { cursor, filled, refill }: ScopeEntry): boolean {
  return (
    there?.cursor === cursor &&
    there.filled === filled &&
    there.refill?.cursor === refill?.cursor &&
    there.refill?.fromPage === refill?.fromPage
  )
}

/** Another tab may have heard the same outcomes, and a person may have dealt with them since. */
async function isStillWaiting({ outbox }: PhoneDatabase, { answeredSeqs }: Answer): Promise<boolean> {
  const [first, last] = [answeredSeqs[0], answeredSeqs.at(-1)]
  if (first === undefined || last === undefined) return true
  const there = await outbox.where('seq').between(first, last, true, true).primaryKeys()
  const isThere = new Set(there)
  return answeredSeqs.every((seq) => isThere.has(seq))
}

/** Without those that were seen here while this answer was on its way. */
async function withoutSeen({ answers }: PhoneDatabase, { notices }: Answer): Promise<NoticeEntry[]> {
  if (notices.length === 0) return []
  const seen = await answers.bulkGet(notices.map(({ id }) => id))
  return notices.filter((_, index) => seen[index] === undefined)
}

/** From so many on, a range costs less than each of them; it is counted first. */
const worthARange = 20

/** Mostly they are the first ones, without a gap. */
async function takeOut({ outbox }: PhoneDatabase, seqs: readonly number[]): Promise<void> {
  const [first, last] = [seqs[0], seqs.at(-1)]
  if (first === undefined || last === undefined) return
  const isWithoutGap = last - first + 1 === seqs.length
  if (isWithoutGap && seqs.length >= worthARange)
    await outbox.where('seq').between(first, last, true, true).delete()
  else await outbox.bulkDelete([...seqs])
}
