// GET /api/rescues: what was brought as rescue files, for the manager; what could not be read waits for a person.
import { Hono } from 'hono'
import * as v from 'valibot'
import { isAllowed } from '#domain/permissions.ts'
import { Problem } from '#domain/problem.ts'
import { paths } from '#protocol/paths.ts'
import type { RescueEntry } from '#protocol/rescue.ts'
import type { ServerContext } from '../context.ts'
import { parseParam } from '../middleware/body.ts'
import { getPerson, type AppEnv } from '../middleware/session.ts'
import { readSome } from '../store/documents.ts'
import { findRescued, listRescues } from '../store/rescues.ts'

const rescueId = v.pipe(v.string(), v.regex(/^[0-9a-f]{64}$/))

export function rescuesRoutes(context: ServerContext): Hono<AppEnv> {
  return new Hono<AppEnv>()
    .get(paths.rescues, async (c) => {
      const { wardId, actor } = getPerson(c)
      if (!isAllowed('seeRescues', actor, {})) throw new Problem('notAllowed')
      return c.json({ rescues: await list(context, wardId) })
    })
    .get(paths.rescuedFile, async (c) => {
      const { wardId, actor } = getPerson(c)
      if (!isAllowed('seeRescues', actor, {})) throw new Problem('notAllowed')
      const id = parseParam(c, 'rescueId', rescueId)
      const content = await findRescued(context, { wardId, rescueId: id })
      if (!content) throw new Problem('notFound')
      // Nobody knows what it is, and no browser shall guess.
      c.header('Content-Type', 'application/octet-stream')
      c.header('Content-Disposition', `attachment; filename="to-so-rescue-${id.slice(0, 12)}.bin"`)
      c.header('X-Content-Type-Options', 'nosniff')
      return c.body(new Uint8Array(content))
    })
}

async function list(context: ServerContext, wardId: string): Promise<RescueEntry[]> {
  const kept = await listRescues(context.db, wardId)
  const named = kept.flatMap(({ byMemberId, authorMemberId }) =>
    [byMemberId ?? [], authorMemberId ?? []].flat(),
  )
  const members = await readSome(context, wardId, 'members', named)
  const nameOf = (id: string | null) => (id === null ? null : (members.get(id)?.name ?? null))
  return kept.map(({ rescueId: id, byMemberId, authorMemberId, ...rescue }) => ({
    ...rescue,
    id,
    byName: nameOf(byMemberId),
    authorName: nameOf(authorMemberId),
  }))
}
