// Who may do and see what. Each permission says for each role how far it reaches; the compiler asks for every cell.
import type { Role } from './member.ts'

/** `own`: what this member recorded; `team`: what belongs to a team of theirs; `ward`: all of the ward. */
export type Reach = 'never' | 'own' | 'team' | 'ward'

const table = {
  recordAssist: { volunteer: 'team', lead: 'team', manager: 'ward', viewer: 'never' },
  correctAssist: { volunteer: 'own', lead: 'team', manager: 'ward', viewer: 'never' },
  correctResident: { volunteer: 'team', lead: 'team', manager: 'ward', viewer: 'never' },
  correctDossier: { volunteer: 'team', lead: 'team', manager: 'ward', viewer: 'never' },
  manageUnits: { volunteer: 'never', lead: 'never', manager: 'ward', viewer: 'never' },
  manageMembers: { volunteer: 'never', lead: 'never', manager: 'ward', viewer: 'never' },
  manageProcedures: { volunteer: 'never', lead: 'never', manager: 'ward', viewer: 'never' },
  manageWardTotals: { volunteer: 'never', lead: 'never', manager: 'ward', viewer: 'never' },
  manageTargets: { volunteer: 'never', lead: 'never', manager: 'ward', viewer: 'never' },
  inviteVolunteer: { volunteer: 'never', lead: 'team', manager: 'ward', viewer: 'never' },
  inviteLead: { volunteer: 'never', lead: 'never', manager: 'ward', viewer: 'never' },
  seeDevices: { volunteer: 'never', lead: 'team', manager: 'ward', viewer: 'never' },
  revokeDevice: { volunteer: 'never', lead: 'team', manager: 'ward', viewer: 'never' },
  settleStuck: { volunteer: 'never', lead: 'team', manager: 'ward', viewer: 'never' },
  seeRescues: { volunteer: 'never', lead: 'never', manager: 'ward', viewer: 'never' },
  seeWardRows: { volunteer: 'ward', lead: 'ward', manager: 'ward', viewer: 'ward' },
  seeTeamRows: { volunteer: 'team', lead: 'team', manager: 'ward', viewer: 'never' },
  seeFigures: { volunteer: 'team', lead: 'team', manager: 'ward', viewer: 'ward' },
} as const satisfies Record<string, Record<Role, Reach>>

export type Permission = keyof typeof table
export const permissions: Record<Permission, Record<Role, Reach>> = table

/** The member on whose behalf something is done. */
export interface Actor {
  readonly memberId: string
  readonly role: Role
  readonly teamIds: readonly string[]
}

/** What it is done to: a team's thing names the team, a thing somebody made names its maker; `{}` is the ward itself. */
export interface Subject {
  readonly teamId?: string
  readonly memberId?: string
}

export function reachOf(permission: Permission, actor: Actor): Reach {
  return permissions[permission][actor.role]
}

export function isAllowed(permission: Permission, actor: Actor, subject: Subject): boolean {
  const isInTeam = subject.teamId !== undefined && actor.teamIds.includes(subject.teamId)
  switch (reachOf(permission, actor)) {
    case 'never':
      return false
    case 'own':
      return subject.memberId === actor.memberId && (subject.teamId === undefined || isInTeam)
    case 'team':
      return isInTeam
    case 'ward':
      return true
  }
}
