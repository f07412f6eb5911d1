import { describe, expect, it } from 'vitest'
import { roles } from '#domain/member.ts'
import { isAllowed, permissions, type Actor, type Permission } from '#domain/permissions.ts'
import { ids } from '../support/builders.ts'

const actorOf = (role: Actor['role']): Actor => ({
  memberId: ids.volunteer,
  role,
  teamIds: role === 'manager' || role === 'viewer' ? [] : [ids.team],
})

const subjects = {
  'their own thing in their team': { teamId: ids.team, memberId: ids.volunteer },
  "a colleague's thing in their team": { teamId: ids.team, memberId: ids.colleague },
  "another team's thing": { teamId: ids.otherTeam, memberId: ids.colleague },
  'their own thing in a team they left': { teamId: ids.otherTeam, memberId: ids.volunteer },
}

const reached = {
  never: [false, false, false, false],
  own: [true, false, false, false],
  team: [true, true, false, false],
  ward: [true, true, true, true],
}

describe.each(Object.keys(permissions) as Permission[])('%s', (permission) => {
  describe.each(roles)('as %s', (role) => {
    it.each(
      Object.entries(subjects).map(
        ([title, subject], index) => [title, subject, reached[permissions[permission][role]][index]] as const,
      ),
    )('on %s', (_title, subject, expected) =>
      expect(isAllowed(permission, actorOf(role), subject)).toBe(expected),
    )
  })
})

it('a volunteer never changes the ward itself', () => {
  for (const permission of [
    'manageUnits',
    'manageMembers',
    'manageProcedures',
    'manageWardTotals',
  ] as const) {
    expect(isAllowed(permission, actorOf('volunteer'), {})).toBe(false)
    expect(isAllowed(permission, actorOf('lead'), {})).toBe(false)
  }
})
