// The first fill: every row of the scopes that this person holds, page by page, sealed and kept as it comes. Cut off
// anywhere, it goes on from the last page that was kept.
import { teamScope, wardScope, type Scope } from '#domain/tables.ts'
import type { WireRow } from '#protocol/sync.ts'
import { keepFillPage, nextPage, sealPages } from '../db/base.ts'
import type { Line } from './line.ts'

export interface FillProgress {
  readonly done: number
  readonly total: number
}

/** Whether some scope has not come whole yet. */
export async function needsFill({ database }: Pick<Line, 'database'>): Promise<boolean> {
  const scopes = await database.scopes.toArray()
  return scopes.length === 0 || scopes.some(({ filled }) => filled === 0)
}

/** Throws a Problem when the network goes; what has come so far stays. */
export async function fill(
  line: Line,
  teamIds: readonly string[],
  onProgress: (progress: FillProgress) => void,
): Promise<void> {
  const totals = new Map<Scope, FillProgress>()
  for (const scope of [wardScope(line.wardId), ...teamIds.map(teamScope)]) {
    await fillScope(line, scope, (progress) => {
      totals.set(scope, progress)
      onProgress(sum([...totals.values()]))
    })
  }
}

async function fillScope(line: Line, scope: Scope, onProgress: (progress: FillProgress) => void) {
  const { database, key, view } = line
  const known = await database.scopes.get(scope)
  if (known?.filled) return
  let cursor = known?.cursor ?? 0
  let done = 0
  let asked = line.snapshot(scope, cursor)
  for (let more = true; more;) {
    const page = await asked
    more = page.more
    cursor = page.to
    // The next page is on its way while this one is sealed and kept.
    if (more) asked = ignoreEarly(line.snapshot(scope, cursor))
    await keep(page.rows, page.epoch, cursor, !more)
    view.hear({ rows: page.rows })
    done += page.rows.length
    onProgress({ done, total: Math.max(page.count, done) })
  }

  async function keep(rows: readonly WireRow[], epoch: string, to: number, isLast: boolean) {
    const pages = await sealPages(key, scope, rows, await nextPage(database, scope))
    await keepFillPage(database, { scope, epoch, cursor: to, isLast, pages })
  }
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
