// How people come in: someone who may invite makes a link, hands it over, and whoever opens it first becomes a member.
import { Hono } from 'hono'
import { checkPhone, toStoredPhone } from '#domain/identity.ts'
import type { Role } from '#domain/member.ts'
import { isAllowed, type Actor } from '#domain/permissions.ts'
import { dayAt } from '#domain/period.ts'
import { Problem } from '#domain/problem.ts'
import { idSchema } from '#domain/schema.ts'
import { isTeam } from '#domain/unit.ts'
import { paths } from '#protocol/paths.ts'
import {
  newInviteSchema,
  signInSchema,
  type Invite,
  type InviteCard,
  type NewInvite,
} from '#protocol/session.ts'
import { checkPassword, type Identity } from '../auth/identity.ts'
import { hashToken, newToken } from '../auth/tokens.ts'
import type { ServerContext } from '../context.ts'
import { parseBody, parseParam } from '../middleware/body.ts'
import { getPerson, type AppEnv } from '../middleware/session.ts'
import * as invites from '../store/invites.ts'
import { findMember, findUnit } from '../store/members.ts'
import { findWard } from '../store/wards.ts'
import { joinByInvite } from '../auth/join.ts'
import { answerSignedIn } from './session.ts'

const validFor = 7 * 86_400_000

export function inviteRoutes(context: ServerContext, identity: Identity) {
  const { db, clock, config } = context
  return new Hono<AppEnv>()
    .get(paths.invites, async (c) => {
      const { wardId, actor } = getPerson(c)
      if (!mayInviteAtAll(actor)) throw new Problem('notAllowed')
      const open = await invites.findOpenInvites(db, wardId, clock())
      return c.json({ invites: open.filter((invite) => mayInvite(actor, invite)).map(toInvite) })
    })
    .post(paths.invites, async (c) => {
      const { wardId, actor } = getPerson(c)
      const asked = withEachTeamOnce(await parseBody(c, newInviteSchema))
      if (!mayInvite(actor, asked)) throw new Problem('notAllowed')
      await checkInvite(context, wardId, asked)
      const token = newToken()
      const invite = {
        ...asked,
        name: asked.name.trim(),
        wardId,
        id: context.newId(),
        createdBy: actor.memberId,
        expiresAt: clock() + validFor,
      }
      await invites.addInvite(db, invite, hashToken(token))
      return c.json({ ...toInvite(invite), link: `${config.publicUrl}/join#${token}` }, 201)
    })
    .delete(paths.invite, async (c) => {
      const { wardId, actor } = getPerson(c)
      // Withdrawing names the invite by its id: its token was told only once.
      const invite = await invites.findInvite(db, { wardId, id: parseParam(c, 'token', idSchema) })
      if (!invite) throw new Problem(mayInviteAtAll(actor) ? 'inviteUnknown' : 'notAllowed')
      if (!mayInvite(actor, invite)) throw new Problem('notAllowed')
      await invites.withdrawInvite(db, invite, clock())
      return c.body(null, 204)
    })
    .get(paths.invite, async (c) =>
      c.json(await toCard(context, await getOpenInvite(context, c.req.param('token')))),
    )
    .post(paths.join, async (c) => {
      const { phone: typed, password } = await parseBody(c, signInSchema)
      const invite = await getOpenInvite(context, c.req.param('token'))
      const phone = toStoredPhone(typed)
      checkPhone(phone, 'phone')
      checkPassword(password)
      return answerSignedIn(context, c, await joinByInvite(context, identity, invite, { phone, password }))
    })
}

/** Volunteers into teams of one's own, or anybody into anything: permissions.ts says who. */
export function mayInvite(
  actor: Actor,
  { role, teamIds }: { role: Role; teamIds: readonly string[] },
): boolean {
  const permission = role === 'volunteer' ? 'inviteVolunteer' : 'inviteLead'
  const subjects = teamIds.length > 0 ? teamIds.map((teamId) => ({ teamId })) : [{}]
  return subjects.every((subject) => isAllowed(permission, actor, subject))
}

function mayInviteAtAll(actor: Actor): boolean {
  return [{}, ...actor.teamIds.map((teamId) => ({ teamId }))].some((subject) =>
    isAllowed('inviteVolunteer', actor, subject),
  )
}

function withEachTeamOnce(invite: NewInvite): NewInvite {
  return { ...invite, teamIds: [...new Set(invite.teamIds)] }
}

async function checkInvite(
  { db }: ServerContext,
  wardId: string,
  { name, role, teamIds }: NewInvite,
): Promise<void> {
  if (name.trim() === '') throw new Problem('nameMissing', { field: 'name' })
  const needsTeam = role === 'volunteer' || role === 'lead'
  if (needsTeam !== teamIds.length > 0) throw new Problem('requestMalformed', { field: 'teamIds' })
  for (const teamId of teamIds) {
    const unit = await findUnit(db, wardId, teamId)
    if (!unit || !isTeam(unit)) throw new Problem('rowUnknown', { field: 'teamIds' })
  }
}

/** Throws `inviteUnknown`, `inviteUsed` or `inviteExpired`; one that was withdrawn, or whose maker lost the right, is unknown. */
async function getOpenInvite({ db, clock }: ServerContext, token: string): Promise<invites.KeptInvite> {
  const invite = await invites.findInvite(db, { tokenHash: hashToken(token) })
  if (!invite || invite.withdrawnAt !== null) throw new Problem('inviteUnknown')
  if (invite.usedAt !== null) throw new Problem('inviteUsed')
  if (invite.expiresAt <= clock()) throw new Problem('inviteExpired')
  const maker = await findMember(db, invite.wardId, invite.createdBy)
  const hasLeft = maker?.leftOn != null && maker.leftOn < dayAt(clock())
  if (!maker || hasLeft || !mayInvite({ ...maker, memberId: maker.id }, invite))
    throw new Problem('inviteUnknown')
  return invite
}

function toInvite({ id, name, role, teamIds, expiresAt }: Invite): Invite {
  return { id, name, role, teamIds, expiresAt }
}

async function toCard({ db }: ServerContext, invite: invites.KeptInvite): Promise<InviteCard> {
  const { wardId, name, role, teamIds, expiresAt } = invite
  const ward = (await findUnit(db, wardId, wardId)) ?? (await findWard(db, wardId))
  const teams = await Promise.all(teamIds.map((teamId) => findUnit(db, wardId, teamId)))
  return {
    wardName: ward?.name ?? '',
    name,
    role,
    teamNames: teams.flatMap((team) => team?.name ?? []),
    expiresAt,
  }
}
