import { describe, expect, it } from 'vitest'
import { roles, type Role } from '#domain/member.ts'
import { isAllowed, permissions, type Actor, type Permission } from '#domain/permissions.ts'
import { ids } from '../support/builders.ts'

const actorOf = (role: Role): Actor => ({
  memberId: ids.volunteer,
  role,
  teamIds: role === 'manager' || role === 'viewer' ? [] : [ids.team],
})

const subjects = {
  'their own thing in their team': { teamId: ids.team, memberId: ids.volunteer },
  "a colleague's thing in their team": { teamId: ids.team, memberId: ids.colleague },
  "another team's thing": { teamId: ids.otherTeam, memberId: ids.colleague },
  'their own thing in a team they left': { teamId: ids.otherTeam, memberId: ids.volunteer },
  'the ward itself': {},
}
type SubjectName = keyof typeof subjects

const nothing: SubjectName[] = []
const own: SubjectName[] = ['their own thing in their team']
const team: SubjectName[] = ['their own thing in their team', "a colleague's thing in their team"]
const everything: SubjectName[] = [
  'their own thing in their team',
  "a colleague's thing in their team",
  "another team's thing",
  'their own thing in a team they left',
  'the ward itself',
]

/** Written out by hand: nothing here is read from the table under test. */
const expected: Record<Permission, Record<Role, SubjectName[]>> = {
  recordAssist: { viewer: nothing, volunteer: team, lead: team, manager: everything },
  correctAssist: { viewer: nothing, volunteer: own, lead: team, manager: everything },
  correctResident: { viewer: nothing, volunteer: team, lead: team, manager: everything },
  correctDossier: { viewer: nothing, volunteer: team, lead: team, manager: everything },
  manageUnits: { viewer: nothing, volunteer: nothing, lead: nothing, manager: everything },
  manageMembers: { viewer: nothing, volunteer: nothing, lead: nothing, manager: everything },
  manageProcedures: { viewer: nothing, volunteer: nothing, lead: nothing, manager: everything },
  manageWardTotals: { viewer: nothing, volunteer: nothing, lead: nothing, manager: everything },
  manageTargets: { viewer: nothing, volunteer: nothing, lead: nothing, manager: everything },
  inviteVolunteer: { viewer: nothing, volunteer: nothing, lead: team, manager: everything },
  inviteLead: { viewer: nothing, volunteer: nothing, lead: nothing, manager: everything },
  seeDevices: { viewer: nothing, volunteer: nothing, lead: team, manager: everything },
  revokeDevice: { viewer: nothing, volunteer: nothing, lead: team, manager: everything },
  settleStuck: { viewer: nothing, volunteer: nothing, lead: team, manager: everything },
  seeRescues: { viewer: nothing, volunteer: nothing, lead: nothing, manager: everything },
  seeTeamRows: { viewer: nothing, volunteer: team, lead: team, manager: everything },
  seeFigures: { viewer: everything, volunteer: team, lead: team, manager: everything },
  seeWardRows: { viewer: everything, volunteer: everything, lead: everything, manager: everything },
}

describe.each(Object.entries(expected) as [Permission, Record<Role, SubjectName[]>][])(
  '%s',
  (permission, byRole) => {
    describe.each(roles)('as %s', (role) => {
      it.each(Object.keys(subjects) as SubjectName[])('on %s', (subject) =>
        expect(isAllowed(permission, actorOf(role), subjects[subject])).toBe(byRole[role].includes(subject)),
      )
    })
  },
)

it('no permission stands outside this matrix', () => {
  expect(Object.keys(permissions).sort()).toEqual(Object.keys(expected).sort())
})

it('a viewer changes nothing and sees nobody', () => {
  const allowed = (Object.keys(expected) as Permission[]).filter((permission) =>
    Object.values(subjects).some((subject) => isAllowed(permission, actorOf('viewer'), subject)),
  )
  expect(allowed.sort()).toEqual(['seeFigures', 'seeWardRows'])
})
