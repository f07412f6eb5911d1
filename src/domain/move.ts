// Records go to another team, when teams are merged, split or mended. What hangs together goes together: a resident with all
// of their visits, dossiers and notes; whoever gives the command sees to that, a piece of a team at a time.
import * as v from 'valibot'
import { defineCommand, type Effect, type Rows } from './command.ts'
import { Problem } from './problem.ts'
import { idSchema } from './schema.ts'
import type { RowRef } from './tables.ts'
import { checkTeam } from './unit.ts'

/** Rows of one table that a command moves. */
export const maxMoved = 500

const some = v.pipe(v.array(idSchema), v.maxLength(maxMoved))
const movable = ['residents', 'assists', 'dossiers', 'notes'] as const
type Movable = (typeof movable)[number]

/**
 * Nothing is counted twice or lost: figures are counted by the team that a visit stands in, so they move with it, those of
 * past periods as well.
 */
export const moveRecords = defineCommand({
  permission: 'manageUnits',
  scope: 'team',
  args: v.object({
    toTeamId: idSchema,
    residentIds: some,
    assistIds: some,
    dossierIds: some,
    noteIds: some,
  }),
  needs: ({ toTeamId, ...lists }) => [{ table: 'units', id: toTeamId }, ...refsOf(lists)],
  decide({ toTeamId, ...lists }, { rows }) {
    checkTeam(rows, toTeamId)
    return refsOf(lists).flatMap(({ table, id }): Effect[] =>
      teamOf(rows, table, id) === toTeamId ? [] : [{ change: table, id, changes: { teamId: toTeamId } }],
    )
  },
})

function refsOf(lists: Record<'residentIds' | 'assistIds' | 'dossierIds' | 'noteIds', string[]>) {
  const idsOf: Record<Movable, string[]> = {
    residents: lists.residentIds,
    assists: lists.assistIds,
    dossiers: lists.dossierIds,
    notes: lists.noteIds,
  }
  return movable.flatMap((table) => idsOf[table].map((id): RowRef<Movable> => ({ table, id })))
}

function teamOf(rows: Rows, table: Movable, id: string): string {
  const row = rows.find(table, id)
  if (!row) throw new Problem('rowUnknown', { field: `${table}.${id}` })
  return row.teamId
}
