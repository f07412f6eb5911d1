// When this phone holds something else than the ward: it looks at its disk once more, as another tab may have heard more
// than is shown here; a scope that differs even so comes anew.
import type { Scope } from '#domain/tables.ts'
import { readBase, readScopes } from '../../db/base.ts'
import { markDifferent } from '../../db/rare/refill.ts'
import type { Line } from '../line.ts'

/** What comes anew and differs again has a fault that this does not mend: it is not tried all the time. */
const pauseBetween = 3_600_000

/**
 * `heard`: scopes that were found to differ, with their cursors. Whether one was marked, so that it comes anew;
 * `differs` looks at what is shown.
 */
export async function mend(
  line: Line,
  heard: ReadonlyMap<Scope, number>,
  differs: (scope: Scope) => boolean,
): Promise<boolean> {
  const { database, clock } = line
  await reread(line)
  const now = await readScopes(database)
  const isToCome = ([scope, cursor]: readonly [Scope, number]) => {
    const entry = now.get(scope)
    const isTried = Math.abs(clock() - (entry?.differedAt ?? 0)) < pauseBetween
    return entry?.cursor === cursor && !isTried && differs(scope)
  }
  const marked = [...heard].filter(isToCome)
  if (marked.length > 0) await markDifferent(database, new Map(marked), clock())
  return marked.length > 0
}

/** Shows what lies on the disk and nothing else of what the ward has said. */
export async function reread({ database, key, view }: Line): Promise<void> {
  for (;;) {
    const { version } = view
    const base = await readBase(database, key)
    // What was saved or heard meanwhile may be newer than what was read.
    if (view.version === version) return view.hear({ base })
  }
}
