// Refused and parked commands that nobody has dealt with, for who answers for their authors: to take, or to dismiss.
import { Hono } from 'hono'
import { idSchema } from '#domain/schema.ts'
import { paths } from '#protocol/paths.ts'
import type { ServerContext } from '../context.ts'
import { parseParam } from '../middleware/body.ts'
import { getPerson, type AppEnv } from '../middleware/session.ts'
import { readTables } from '../store/documents.ts'
import { findStuck } from '../store/stuck.ts'
import { dismissStuck, maySettle, takeStuck } from '../sync/settle.ts'

export function stuckRoutes(context: ServerContext): Hono<AppEnv> {
  return new Hono<AppEnv>()
    .get(paths.stuck, async (c) => {
      const { wardId, actor } = getPerson(c)
      const { members } = await readTables(context, wardId, ['members'])
      const memberById = new Map(members.map((member) => [member.id, member]))
      const commands = await findStuck(context, wardId, (author, at) =>
        maySettle(actor, memberById.get(author), at),
      )
      const named = commands.map((command) => {
        return { ...command, memberName: memberById.get(command.memberId)?.name ?? '' }
      })
      return c.json({ commands: named })
    })
    .post(paths.takeStuck, async (c) => {
      const { wardId, actor } = getPerson(c)
      return c.json(await takeStuck(context, { wardId, actor }, parseParam(c, 'commandId', idSchema)))
    })
    .post(paths.dismissStuck, async (c) => {
      const { wardId, actor } = getPerson(c)
      await dismissStuck(context, { wardId, actor }, parseParam(c, 'commandId', idSchema))
      return c.body(null, 204)
    })
}
