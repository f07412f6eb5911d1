// Every team's figures for a period, and the records behind one of them. The domain's one function counts, on the phone
// and here alike.
import { Hono } from 'hono'
import type { Assist } from '#domain/assist.ts'
import type { Dossier } from '#domain/dossier.ts'
import { figures, toCounts, type FigureRows } from '#domain/figures.ts'
import { isAllowed, reachOf, type Actor } from '#domain/permissions.ts'
import { Problem } from '#domain/problem.ts'
import { isTeam } from '#domain/unit.ts'
import {
  figureRecordsQuerySchema,
  figuresQuerySchema,
  type FigureRecords,
  type FiguresAnswer,
} from '#protocol/figures.ts'
import { paths } from '#protocol/paths.ts'
import type { ServerContext } from '../context.ts'
import { parseQuery } from '../middleware/body.ts'
import { getPerson, type AppEnv } from '../middleware/session.ts'
import { readSome, readTables } from '../store/documents.ts'

const recordsPerPage = 50

export function figureRoutes(context: ServerContext): Hono<AppEnv> {
  return new Hono<AppEnv>()
    .get(paths.figures, async (c) => {
      const { wardId, actor } = getPerson(c)
      const period = parseQuery(c, figuresQuerySchema)
      const { teamIds, rows } = await readVisible(context, wardId, actor)
      const answer: FiguresAnswer = {
        teams: teamIds.map((teamId) => ({
          teamId,
          counts: toCounts(figures(rows, period, (assist) => assist.teamId === teamId)),
        })),
        total: toCounts(figures(rows, period)),
      }
      return c.json(answer)
    })
    .get(paths.figureRecords, async (c) => {
      const { wardId, actor } = getPerson(c)
      const { indicator, teamId, after = 0, ...period } = parseQuery(c, figureRecordsQuerySchema)
      const visible = await readVisible(context, wardId, actor)
      if (teamId !== undefined && !visible.teamIds.includes(teamId)) throw new Problem('scopeNotGranted')
      const only = (assist: Assist) => teamId === undefined || assist.teamId === teamId
      const counted = figures(visible.rows, period, only)[indicator]
      const page = counted.slice(after, after + recordsPerPage)
      const next = after + page.length
      const answer: FigureRecords = {
        total: counted.length,
        records: await describe(context, wardId, actor, visible, page),
        next: next < counted.length ? next : null,
      }
      return c.json(answer)
    })
}

interface Visible {
  readonly teamIds: readonly string[]
  readonly assists: ReadonlyMap<string, Assist>
  readonly rows: FigureRows
}

/** The teams whose figures this person may see, and what they did. */
async function readVisible(context: ServerContext, wardId: string, actor: Actor): Promise<Visible> {
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
    assists: new Map(seen.map((assist) => [assist.id, assist])),
    rows: { assists: seen, findDossier: (id) => dossierById.get(id) },
  }
}

/** Names only to those who may see the rows of the team. */
async function describe(
  context: ServerContext,
  wardId: string,
  actor: Actor,
  { assists }: Visible,
  page: readonly { key: string; assistIds: readonly string[] }[],
): Promise<FigureRecords['records']> {
  const shown = page.flatMap(({ key, assistIds }) => {
    const assist = assists.get(assistIds[0] ?? '')
    return assist ? [{ key, assist }] : []
  })
  const named = shown.flatMap(({ assist: { residentId, teamId } }) =>
    residentId !== null && isAllowed('seeTeamRows', actor, { teamId }) ? [residentId] : [],
  )
  const makers = shown.map(({ assist }) => assist.memberId)
  const memberById = await readSome(context, wardId, 'members', makers)
  const residentById = await readSome(context, wardId, 'residents', named)
  return shown.map(({ key, assist }) => {
    const resident = residentById.get(assist.residentId ?? '')
    return {
      key,
      assistId: assist.id,
      teamId: assist.teamId,
      on: assist.on,
      memberName: memberById.get(assist.memberId)?.name ?? '',
      residentName: resident?.name ?? null,
      birthYear: resident?.birthYear ?? null,
    }
  })
}
