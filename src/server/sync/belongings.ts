// What hangs together in a team: a resident with all of their visits, a visit with its note, and every visit at which
// something was done about one dossier. It moves as one, so that no visit names what its own team does not have.
import type { Assist } from '#domain/assist.ts'
import type { CommandArgs } from '#domain/commands.ts'
import { maxMoved } from '#domain/move.ts'
import type { StoredRow } from '../store/rows.ts'

export type Load = Omit<CommandArgs<'moveRecords'>, 'toTeamId'>

const lists = {
  residents: 'residentIds',
  assists: 'assistIds',
  dossiers: 'dossierIds',
  notes: 'noteIds',
} as const
type Movable = keyof typeof lists

/** The rows of a team as loads that a command can take; with `memberId`, only what hangs on what that member recorded. */
export function loadsOf(rows: readonly StoredRow[], memberId?: string): Load[] {
  const groups = groupsOf(rows)
  const wanted = groups.filter(
    (group) =>
      memberId === undefined ||
      group.some(({ table, row }) => table === 'assists' && (row as Assist).memberId === memberId),
  )
  const loads: Load[] = []
  let load: Load | undefined
  for (const group of wanted) {
    if (!load || sizeOf(load) + group.length > maxMoved) {
      load = { residentIds: [], assistIds: [], dossierIds: [], noteIds: [] }
      loads.push(load)
    }
    for (const { table, id } of group) if (isMovable(table)) load[lists[table]].push(id)
  }
  return loads
}

function groupsOf(rows: readonly StoredRow[]): StoredRow[][] {
  const leaderOf = new Map<string, string>()
  const leader = (key: string): string => {
    const next = leaderOf.get(key)
    if (next === undefined || next === key) return key
    const last = leader(next)
    leaderOf.set(key, last)
    return last
  }
  const tie = (a: string, b: string) => void leaderOf.set(leader(a), leader(b))
  for (const { table, row } of rows) for (const key of tiesOf(table, row)) tie(row.id, key)
  const groups = Map.groupBy(
    rows.filter(({ table }) => isMovable(table)),
    ({ id }) => leader(id),
  )
  return [...groups.values()]
}

/** The ids that a row hangs on; a note has the id of its visit. */
function tiesOf(table: StoredRow['table'], row: StoredRow['row']): string[] {
  if (table === 'dossiers' && 'assistId' in row) return [row.assistId]
  if (table !== 'assists' || !('items' in row)) return []
  const dossiers = Object.values(row.items).flatMap((item) => (item.kind === 'dossier' ? item.dossierId : []))
  return row.residentId === null ? dossiers : [row.residentId, ...dossiers]
}

function isMovable(table: StoredRow['table']): table is Movable {
  return table in lists
}

function sizeOf({ residentIds, assistIds, dossierIds, noteIds }: Load): number {
  return residentIds.length + assistIds.length + dossierIds.length + noteIds.length
}
