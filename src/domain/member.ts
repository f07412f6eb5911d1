// A member is a person who works with the logbook. Roles and teams decide what they may do (permissions.ts).
import * as v from 'valibot'
import { defineCommand } from './command.ts'
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
  decide({ memberId, changes }) {
    if (changes.name !== undefined) checkMemberName(changes.name)
    return [{ change: 'members', id: memberId, changes }]
  },
})

function checkMemberName(name: string): void {
  if (name.trim() === '') throw new Problem('nameMissing', { field: 'name' })
}
