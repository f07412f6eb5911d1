// POST /api/rescue: what a phone could not send, brought by anybody of the ward; never refused for what is in it.
import { Hono } from 'hono'
import { formerActors, type Member } from '#domain/member.ts'
import { isAllowed, type Actor } from '#domain/permissions.ts'
import { paths } from '#protocol/paths.ts'
import type { ServerContext } from '../context.ts'
import { getPersonEvenIfLeft, type AppEnv } from '../middleware/session.ts'
import { takeRescue, type Trust } from '../sync/takeRescue.ts'

export function rescueRoutes(context: ServerContext): Hono<AppEnv> {
  return new Hono<AppEnv>().post(paths.rescue, async (c) => {
    // Who has left may still bring what they did before.
    const { wardId, actor, memberId, hasLeft } = getPersonEvenIfLeft(c)
    const content = new Uint8Array(await c.req.arrayBuffer())
    const trustAbout = (author: Member): Trust => {
      if (author.id === memberId) return 'always'
      return hasLeft ? 'never' : trustInOther(actor, author)
    }
    return c.json(await takeRescue(context, { wardId, memberId, trustAbout }, content))
  })
}

/**
 * Whoever could do themselves whatever the author might, now or in a team of before, may bring it: a manager, who could
 * also write it in their own name, and the lead of all those teams, who may have been handed what no phone of the author
 * ever wrote. Nobody speaks for a manager but that manager.
 */
function trustInOther(actor: Actor, author: Member): Trust {
  const all = [author, ...formerActors(author, 0)]
  if (all.some(({ role }) => role === 'manager')) return 'never'
  if (isAllowed('settleStuck', actor, {})) return 'always'
  const teamIds = all.flatMap((one) => one.teamIds)
  return teamIds.length > 0 && teamIds.every(isMine) ? 'proven' : 'never'

  function isMine(teamId: string): boolean {
    return isAllowed('settleStuck', actor, { teamId })
  }
}
