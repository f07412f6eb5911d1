// Every team's figures for a period, and the records behind one of them. The domain's one function counts, on the phone
// and here alike.
import { Hono } from 'hono'
import type { Assist } from '#domain/assist.ts'
import { lastDeed, listFigure, type Counted } from '#domain/counted.ts'
import { figures } from '#domain/figures.ts'
import { isAllowed, type Actor } from '#domain/permissions.ts'
import { Problem } from '#domain/problem.ts'
import {
  figureRecordsQuerySchema,
  figuresQuerySchema,
  toFigureRecord,
  type FigureRecords,
} from '#protocol/figures.ts'
import { paths } from '#protocol/paths.ts'
import type { ServerContext } from '../context.ts'
import { readVisible, type Visible } from '../figures/visible.ts'
import { createWardFigures } from '../figures/wardFigures.ts'
import { parseQuery } from '../middleware/body.ts'
import { getPerson, type AppEnv } from '../middleware/session.ts'
import { readSome } from '../store/documents.ts'

const recordsPerPage = 50

export function figureRoutes(context: ServerContext): Hono<AppEnv> {
  const findFigures = createWardFigures(context)
  return new Hono<AppEnv>()
    .get(paths.figures, async (c) => {
      const { wardId, actor } = getPerson(c)
      const period = parseQuery(c, figuresQuerySchema)
      return c.json(await findFigures(wardId, actor, period))
    })
    .get(paths.figureRecords, async (c) => {
      const { wardId, actor } = getPerson(c)
      const { indicator, teamId, memberId, after = 0, ...period } = parseQuery(c, figureRecordsQuerySchema)
      const visible = await readVisible(context, wardId, actor)
      if (teamId !== undefined && !visible.teamIds.includes(teamId)) throw new Problem('scopeNotGranted')
      const only = (assist: Assist) =>
        (teamId === undefined || assist.teamId === teamId) &&
        (memberId === undefined || assist.memberId === memberId)
      const counted = listFigure(figures(visible.rows, period, only)[indicator])
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

/** Names, and what dossiers were about, only to those who may see the rows of the team. */
async function describe(
  context: ServerContext,
  wardId: string,
  actor: Actor,
  { rows }: Visible,
  page: readonly Counted[],
): Promise<FigureRecords['records']> {
  const isSeen = ({ teamId }: Assist) => isAllowed('seeTeamRows', actor, { teamId })
  const shown = page.map((counted) => lastDeed(counted).assist)
  const named = shown.flatMap((assist) =>
    assist.residentId !== null && isSeen(assist) ? [assist.residentId] : [],
  )
  const makers = shown.map(({ memberId }) => memberId)
  const memberById = await readSome(context, wardId, 'members', makers)
  const residentById = await readSome(context, wardId, 'residents', named)
  return page.map((counted) =>
    toFigureRecord(counted, {
      findMember: (id) => memberById.get(id),
      findResident: (id) => residentById.get(id),
      findDossier: rows.findDossier,
      seesDossiers: isSeen,
    }),
  )
}
