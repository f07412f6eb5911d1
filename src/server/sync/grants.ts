// Which scopes a member holds. Volunteers and leads: their teams and the ward; managers and viewers: the ward, whose
// team rows managers may ask for besides.
import { isAllowed, type Actor } from '#domain/permissions.ts'
import { teamScope, wardScope, type Scope } from '#domain/tables.ts'

/** The scopes a phone of this member keeps. */
export function grantsOf(wardId: string, actor: Actor): Scope[] {
  const mine = actor.teamIds.filter((teamId) => isAllowed('seeTeamRows', actor, { teamId }))
  return [...(isAllowed('seeWardRows', actor, {}) ? [wardScope(wardId)] : []), ...mine.map(teamScope)]
}

/** Whether this member may read a scope, kept or not. */
export function mayRead(wardId: string, actor: Actor, scope: Scope): boolean {
  const [kind, id = ''] = scope.split(':')
  return kind === 'ward'
    ? id === wardId && isAllowed('seeWardRows', actor, {})
    : isAllowed('seeTeamRows', actor, { teamId: id })
}
