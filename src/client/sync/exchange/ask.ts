// What this phone says in one exchange, and what it does when the request itself is not taken.
import { Problem } from '#domain/problem.ts'
import type { Scope } from '#domain/tables.ts'
import { maxCommandsPerPush, type Answer, type Notice, type SyncReply } from '#protocol/sync.ts'
import { protocolVersion } from '#protocol/version.ts'
import { epochIn, heardOf, readScopes } from '../../db/base.ts'
import type { PhoneDatabase, ScopeEntry } from '../../db/database.ts'
import { readMeta } from '../../db/meta.ts'
import { numberingIn, type Numbering } from '../../db/numbering.ts'
import { readOutbox, type PendingCommand } from '../../db/outbox.ts'
import type { Line } from '../line.ts'

/** How the disk stands when an exchange begins. */
export interface Known extends Numbering {
  readonly deviceId: string
  readonly unsent: number
  readonly review: number
  readonly scopes: ReadonlyMap<Scope, ScopeEntry>
  readonly epoch: string | null
  readonly sent: readonly PendingCommand[]
  readonly answers: readonly Answer[]
  /** Those that were shown when the exchange began. */
  readonly notices: readonly Notice[]
}

export async function readKnown(line: Line): Promise<Known> {
  const { database, view } = line
  const { outbox, answers, review, scopes, meta } = database
  // What is not shown to wait is not looked for: its count alone tells whether the disk has anything else.
  const shown = view.pending.length
  const { first, last, ...known } = await database.transaction(
    'r',
    [outbox, answers, review, scopes, meta],
    async () => {
      const [noted, unsent, first, last, toReview, said, known] = await Promise.all([
        readMeta(database),
        outbox.count(),
        shown > 0 ? outbox.orderBy('seq').first() : undefined,
        shown > 1 ? outbox.orderBy('seq').last() : undefined,
        review.count(),
        answers.limit(maxCommandsPerPush).toArray(),
        readScopes(database),
      ])
      return {
        ...numberingIn(noted),
        epoch: epochIn(noted),
        unsent,
        first,
        last,
        review: toReview,
        answers: said,
        scopes: known,
      }
    },
  )
  return {
    ...known,
    deviceId: known.deviceId ?? line.deviceId(),
    notices: view.notices,
    sent: await readSent(line, { first, last, unsent: known.unsent }),
  }
}

/** The view holds what waits; the disk is read, and shown, only where another tab has changed it. */
async function readSent(
  { database, key, view, batchSize }: Line,
  disk: { first: PendingEnd; last: PendingEnd; unsent: number },
): Promise<readonly PendingCommand[]> {
  const { pending, version } = view
  const isSame = (one: PendingCommand | undefined, entry: PendingEnd) =>
    one?.seq === entry?.seq && one?.command.id === entry?.id
  const isAllHere =
    pending.length === disk.unsent &&
    isSame(pending[0], disk.first) &&
    (pending.length < 2 || isSame(pending.at(-1), disk.last))
  if (isAllHere) return pending.slice(0, batchSize)
  const onDisk = await readOutbox(database, key)
  if (view.version === version) view.hear({ pending: onDisk })
  return onDisk.slice(0, batchSize)
}

type PendingEnd = { readonly seq: number; readonly id: string } | undefined

/** Undefined when the server found it too large, or could not read it: then half of it is tried. */
export async function ask(line: Line, known: Known): Promise<SyncReply | undefined> {
  const { sent, answers, scopes, epoch, unsent, review } = known
  try {
    const reply = await line.sync({
      protocol: protocolVersion,
      deviceId: known.deviceId,
      epoch,
      commands: sent.map(({ seq, command: { id, name, args, at, base } }) => {
        return { id, seq, name, args, at, base }
      }),
      cursors: toCursors(scopes),
      ...(answers.length > 0 ? { answers: [...answers] } : {}),
      status: {
        unsent,
        oldestUnsentAt: sent[0]?.command.at ?? null,
        appVersion: line.appVersion,
        now: line.clock(),
        ...(review > 0 ? { review } : {}),
        ...(line.restarts > 0 ? { restarts: line.restarts } : {}),
      },
    })
    line.batchSize = Math.min(maxCommandsPerPush, line.batchSize * 2)
    line.restarts = 0
    return reply
  } catch (error) {
    if (!(error instanceof Problem) || sent.length === 0) throw error
    if (isOfOneOfThem(error) && sent.length > 1) {
      line.batchSize = Math.ceil(sent.length / 2)
      return undefined
    }
    // A thin line may never carry so much within one request; what is shorter gets through.
    if (error.details?.late)
      line.batchSize = Math.min(line.batchSize, Math.max(fewestAtOnce, Math.ceil(sent.length / 2)))
    if (error.code === 'requestMalformed' || error.code === 'protocolUnknown') await leaveCopy(line, known)
    throw error
  }
}

function isOfOneOfThem({ code }: Problem): boolean {
  return code === 'requestTooLarge' || code === 'requestMalformed'
}

function toCursors(scopes: ReadonlyMap<Scope, ScopeEntry>): Record<Scope, number> {
  const cursors: Record<Scope, number> = {}
  for (const [scope, entry] of scopes) cursors[scope] = heardOf(entry)
  return cursors
}

const fewestAtOnce = 20
const copyKey = 'copyLeft'

/**
 * What the server cannot read stays here; a copy of it goes to the ward once, for a person to look at. If that fails as
 * well, the next exchange tries again.
 */
async function leaveCopy(line: Line, { lastSeq, numbering, unsent }: Known): Promise<void> {
  const content = `${numbering}|${lastSeq}|${unsent}`
  if (await hasLeft(line.database, content)) return
  try {
    await line.rescue()
  } catch (error) {
    if (error instanceof Problem) return
    throw error
  }
  await line.database.meta.put({ key: copyKey, value: content })
}

async function hasLeft({ meta }: PhoneDatabase, content: string): Promise<boolean> {
  return (await meta.get(copyKey))?.value === content
}
