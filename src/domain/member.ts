// A member is a person who works with the logbook. Roles and teams decide what they may do (permissions.ts).
import * as v from 'valibot'
import { defineCommand } from './command.ts'
import type { Actor } from './permissions.ts'
import { Problem } from './problem.ts'
import { daySchema, idSchema, text } from './schema.ts'
import type { Day } from './period.ts'

export const roles = ['volunteer', 'lead', 'manager', 'viewer'] as const
export type Role = (typeof roles)[number]

export interface Member {
  id: string
  name: string
  role: Role
  /** The teams whose rows this member works on; empty for managers and viewers, who have the ward. */
  teamIds: string[]
  joinedOn: Day
  /** The last day on which this member's changes still count. */
  leftOn: Day | null
  /** Teams that were taken away, by id. Members who never lost one have none. */
  formerTeams?: Record<string, FormerTeam>
}

/** What somebody was in a team, and until when, milliseconds since 1970. */
export interface FormerTeam {
  role: Role
  until: number
}

const fields = {
  name: text(120),
  role: v.picklist(roles),
  teamIds: v.pipe(v.array(idSchema), v.maxLength(50)),
  leftOn: v.nullable(daySchema),
}

export const addMember = defineCommand({
  permission: 'manageMembers',
  scope: 'ward',
  args: v.object({ memberId: idSchema, joinedOn: daySchema, ...fields }),
  needs: ({ memberId }) => [{ table: 'members', id: memberId }],
  decide({ memberId, ...member }) {
    checkMemberName(member.name)
    return [{ put: 'members', row: { id: memberId, ...member } }]
  },
})

export const correctMember = defineCommand({
  permission: 'manageMembers',
  scope: 'ward',
  args: v.object({ memberId: idSchema, changes: v.partial(v.object(fields)) }),
  needs: ({ memberId }) => [{ table: 'members', id: memberId }],
  decide({ memberId, changes }, { rows, at, now = at }) {
    if (changes.name !== undefined) checkMemberName(changes.name)
    const member = rows.find('members', memberId)
    const formerTeams = member && teamsTakenAway(member, changes, now)
    return [{ change: 'members', id: memberId, changes: formerTeams ? { ...changes, formerTeams } : changes }]
  },
})

function teamsTakenAway(
  { role, teamIds }: Member,
  changes: { role?: Role | undefined; teamIds?: readonly string[] | undefined },
  until: number,
): Record<string, FormerTeam> | undefined {
  const isOtherRole = changes.role !== undefined && changes.role !== role
  const taken = teamIds.filter((id) => isOtherRole || changes.teamIds?.includes(id) === false)
  return taken.length > 0 ? Object.fromEntries(taken.map((id) => [id, { role, until }])) : undefined
}

/**
 * Who a member was besides at a time, one for each team that was taken away later: what they recorded there before they
 * knew of it still counts. That a phone's clock stands right is taken on trust, so this reaches no further than teams.
 */
export function formerActors({ id: memberId, formerTeams = {} }: Member, at: number): Actor[] {
  return Object.entries(formerTeams)
    .filter(([, { until }]) => at <= until)
    .map(([teamId, { role }]) => ({ memberId, role, teamIds: [teamId] }))
}

function checkMemberName(name: string): void {
  if (name.trim() === '') throw new Problem('nameMissing', { field: 'name' })
}
