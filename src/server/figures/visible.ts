// The teams whose figures a person may see, and what they did.
import type { Dossier } from '#domain/dossier.ts'
import type { FigureRows } from '#domain/figures.ts'
import { isAllowed, reachOf, type Actor } from '#domain/permissions.ts'
import { Problem } from '#domain/problem.ts'
import { isTeam } from '#domain/unit.ts'
import type { ServerContext } from '../context.ts'
import { readTables } from '../store/documents.ts'

export interface Visible {
  readonly teamIds: readonly string[]
  readonly rows: FigureRows
}

/** Throws `notAllowed` for who may see none. */
export async function readVisible(context: ServerContext, wardId: string, actor: Actor): Promise<Visible> {
  if (reachOf('seeFigures', actor) === 'never') throw new Problem('notAllowed')
  const { units, assists, dossiers } = await readTables(context, wardId, ['units', 'assists', 'dossiers'])
  const teamIds = units
    .filter((unit) => isTeam(unit) && isAllowed('seeFigures', actor, { teamId: unit.id }))
    .map(({ id }) => id)
  const isVisible = new Set(teamIds)
  const seen = assists.filter(({ teamId }) => isVisible.has(teamId))
  const dossierById = new Map(dossiers.map((dossier): [string, Dossier] => [dossier.id, dossier]))
  return {
    teamIds,
    rows: { assists: seen, findDossier: (id) => dossierById.get(id) },
  }
}
