// Who has an account in the demo ward: a manager, a viewer, a lead and volunteers of each team.
import type { Role } from '#domain/member.ts'
import { wardTemplate } from '../../starter/wardTemplate.ts'
import { aName } from './people.ts'
import { chanceOf } from './random.ts'

export interface DemoAccount {
  readonly phone: string
  readonly name: string
  readonly role: Role
  readonly team: string | null
}

/** A person of the demo: an account, and where in the ward it works. */
export interface CastMember extends DemoAccount {
  readonly teamIndex: number | undefined
}

const volunteersPerTeam = 3
const volunteersAtDesk = 2

export function makeCast(): CastMember[] {
  const random = chanceOf('cast')
  const phone = (number: number) => `0912${String(number).padStart(6, '0')}`
  const at = (role: Role, number: number, teamIndex?: number): CastMember => ({
    phone: phone(number),
    name: aName(random),
    role,
    teamIndex,
    team: teamIndex === undefined ? null : (wardTemplate.teams[teamIndex]?.name ?? null),
  })
  let volunteer = 101
  return [
    at('manager', 1),
    at('viewer', 2),
    ...wardTemplate.teams.flatMap(({ kind }, index) =>
      kind === 'desk' ? [] : [at('lead', 11 + index, index)],
    ),
    ...wardTemplate.teams.flatMap(({ kind }, index) =>
      Array.from({ length: kind === 'desk' ? volunteersAtDesk : volunteersPerTeam }, () =>
        at('volunteer', volunteer++, index),
      ),
    ),
  ]
}
