// The first fill: every row of the scopes that this person holds, page by page, sealed and kept as it comes. Cut off
// anywhere, it goes on from the last page that was kept.
import { Problem } from '#domain/problem.ts'
import { teamScope, wardScope, type Scope } from '#domain/tables.ts'
import type { SnapshotPage } from '#protocol/snapshot.ts'
import { nextPage, readCursors, readEpoch, rowsPerPage, sealPages } from '../../db/base.ts'
import { forgetFill } from '../../db/exchange/keepFill.ts'
import { createFillWriter, type FillWriter } from './fillWriter.ts'
import type { Line } from '../line.ts'

export interface FillProgress {
  readonly done: number
  readonly total: number
}

/** Throws a Problem when the network goes; what has come so far stays. */
export async function fill(
  line: Line,
  teamIds: readonly string[],
  onProgress: (progress: FillProgress) => void,
): Promise<void> {
  const totals = new Map<Scope, FillProgress>()
  const writer = createFillWriter(line.database)
  const scopes = [wardScope(line.wardId), ...teamIds.map(teamScope)]
  const fills = scopes.map((scope) =>
    fillScope(line, scope, writer, (progress) => {
      totals.set(scope, progress)
      onProgress(sum([...totals.values()]))
    }).catch((error: unknown) => leaveOut(line, scope, writer, error)),
  )
  // Nothing of this fill goes on when another may begin.
  const ends = await Promise.allSettled(fills)
  await writer.done()
  for (const end of ends) if (end.status === 'rejected') throw end.reason
  line.shownTo = await readCursors(line.database)
}

/** Its person was moved while the fill lay still: the first exchange tells which scopes they hold now. */
async function leaveOut(line: Line, scope: Scope, writer: FillWriter, error: unknown): Promise<void> {
  if (!(error instanceof Problem) || error.code !== 'scopeNotGranted') throw error
  await writer.done()
  await forgetFill(line.database, scope)
  line.view.hear({ left: [scope] })
}

async function fillScope(
  line: Line,
  scope: Scope,
  writer: FillWriter,
  onProgress: (progress: FillProgress) => void,
) {
  const { database, key, view } = line
  const known = await database.scopes.get(scope)
  if (known?.filled) return
  let cursor = known?.cursor ?? 0
  let page = await nextPage(database, scope)
  /** The server store that the pages which are here came from. */
  let epoch = cursor > 0 ? await readEpoch(database) : null
  let done = 0
  let kept = Promise.resolve()
  const ahead = createPagesAhead(line, scope)
  let asked = ahead.take(cursor)
  for (let more = true; more;) {
    const part = await asked
    const isOtherStore = epoch !== null && epoch !== part.epoch
    if (isOtherStore || part.replaces) {
      // The numbers of another store mean nothing in this one.
      await kept
      await writer.done()
      await forgetFill(database, scope)
      ;[epoch, page, done] = [null, 1, 0]
      if (!part.replaces) {
        ahead.forget()
        asked = ahead.take(0)
        continue
      }
    }
    epoch = part.epoch
    more = part.more
    cursor = part.to
    if (more) asked = ahead.take(cursor)
    kept = ignoreEarly(keep(part, page, kept))
    page += Math.ceil((part.rows.length + part.removed.length) / rowsPerPage)
    view.hear({ rows: part.rows, removed: part.removed.map((ref) => ({ scope, ...ref })) })
    done += part.rows.length
    onProgress({ done, total: Math.max(part.count, done) })
  }
  await kept

  async function keep(
    { rows, removed, epoch, to, more }: SnapshotPage,
    first: number,
    before: Promise<void>,
  ): Promise<void> {
    const tombstones = removed.map(({ table, id }) => ({ table, id, ver: view.verOf(table, id), row: null }))
    const pages = await sealPages(key, scope, [...rows, ...tombstones], first)
    await before
    writer.write({ scope, epoch, cursor: to, isLast: !more, pages })
  }
}

/** Pages are asked for as soon as it is known where they begin: they come while those before them are sealed and kept. */
function createPagesAhead(line: Line, scope: Scope) {
  const coming = new Map<number, Promise<SnapshotPage>>()
  function askFor(after: number): Promise<SnapshotPage> {
    const page = ignoreEarly(
      line.snapshot(scope, after, (next) => {
        if (coming.get(after) === page) askFor(next)
      }),
    )
    coming.set(after, page)
    return page
  }
  return { take: (after: number) => coming.get(after) ?? askFor(after), forget: () => coming.clear() }
}

/** A promise that may reject before anybody awaits it. */
function ignoreEarly<T>(promise: Promise<T>): Promise<T> {
  promise.catch(() => undefined)
  return promise
}

function sum(parts: readonly FillProgress[]): FillProgress {
  return {
    done: parts.reduce((total, { done }) => total + done, 0),
    total: parts.reduce((all, { total }) => all + total, 0),
  }
}
