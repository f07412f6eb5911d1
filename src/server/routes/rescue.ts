// POST /api/rescue: what a phone could not send, brought by anybody of the ward; never refused for what is in it.
import { Hono } from 'hono'
import { formerActors, type Member } from '#domain/member.ts'
import { isAllowed, type Actor } from '#domain/permissions.ts'
import { paths } from '#protocol/paths.ts'
import type { ServerContext } from '../context.ts'
import { getPersonEvenIfLeft, type AppEnv } from '../middleware/session.ts'
import { takeRescue } from '../sync/takeRescue.ts'

export function rescueRoutes(context: ServerContext): Hono<AppEnv> {
  return new Hono<AppEnv>().post(paths.rescue, async (c) => {
    // Who has left may still bring what they did before.
    const { wardId, actor, memberId, hasLeft } = getPersonEvenIfLeft(c)
    const content = new Uint8Array(await c.req.arrayBuffer())
    const speaksFor = (author: Member) => author.id === memberId || (!hasLeft && answersFor(actor, author))
    return c.json(await takeRescue(context, { wardId, memberId, speaksFor }, content))
  })
}

/**
 * Whoever could do themselves whatever the author might, now or in a team of before: a manager, or the lead of all those
 * teams. Nobody speaks for a manager but that manager.
 */
export function answersFor(actor: Actor, author: Member): boolean {
  const all = [author, ...formerActors(author, 0)]
  if (all.some(({ role }) => role === 'manager')) return false
  const teamIds = all.flatMap((one) => one.teamIds)
  return isAllowed('settleStuck', actor, {}) || (teamIds.length > 0 && teamIds.every(isMine))

  function isMine(teamId: string): boolean {
    return isAllowed('settleStuck', actor, { teamId })
  }
}
