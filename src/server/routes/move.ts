// POST /api/teams/:teamId/move: what a team recorded, or one member of it, goes to another team.
import { Hono } from 'hono'
import { isAllowed } from '#domain/permissions.ts'
import { Problem } from '#domain/problem.ts'
import { idSchema } from '#domain/schema.ts'
import { moveSchema } from '#protocol/move.ts'
import { paths } from '#protocol/paths.ts'
import type { ServerContext } from '../context.ts'
import { parseBody, parseParam } from '../middleware/body.ts'
import { getPerson, type AppEnv } from '../middleware/session.ts'
import { moveTeam } from '../sync/moveTeam.ts'

export function moveRoutes(context: ServerContext): Hono<AppEnv> {
  return new Hono<AppEnv>().post(paths.moveRecords, async (c) => {
    const { wardId, actor } = getPerson(c)
    if (!isAllowed('manageUnits', actor, {})) throw new Problem('notAllowed')
    const fromTeamId = parseParam(c, 'teamId', idSchema)
    const { toTeamId, memberId } = await parseBody(c, moveSchema)
    if (toTeamId === fromTeamId) throw new Problem('requestMalformed', { field: 'toTeamId' })
    return c.json(await moveTeam(context, { wardId, actor, fromTeamId, toTeamId, memberId }))
  })
}
