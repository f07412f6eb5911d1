// A member as a manager changes them: what was typed, what is wrong with it, and what of it is new.
import type { CommandArgs } from '#domain/commands.ts'
import type { Member, Role } from '#domain/member.ts'
import type { Day } from '#domain/period.ts'
import { toStoredName } from '#domain/names.ts'
import { dateProblem, toDateParts, type DateParts } from '../../components/dateParts.ts'
import type { FieldProblem } from '../../composables/useForm.ts'
import { checkText } from '../door/accountForm.ts'

export interface MemberForm {
  name: string
  role: Role
  teamIds: string[]
  isLeaving: boolean
  leftOn: Day | ''
  leftOnParts: DateParts
}

export function openMemberForm({ name, role, teamIds, leftOn }: Member): MemberForm {
  return {
    ...{ name, role, teamIds: [...teamIds] },
    ...{ isLeaving: leftOn !== null, leftOn: leftOn ?? '', leftOnParts: toDateParts(leftOn ?? '') },
  }
}

/** Managers and viewers have the ward, not a team. */
export function needsTeam(role: Role): boolean {
  return role === 'volunteer' || role === 'lead'
}

export function checkMemberForm(form: MemberForm): FieldProblem[] {
  return [
    ...checkText('name', form.name, 'nameMissing'),
    ...(needsTeam(form.role) && form.teamIds.length === 0
      ? [{ field: 'team', problem: { code: 'teamMissing' as const } }]
      : []),
    ...(form.isLeaving && form.leftOn === ''
      ? [{ field: 'leftOn', problem: { code: dateProblem(form.leftOnParts) } }]
      : []),
  ]
}

/** Only what is another now: what somebody else changed meanwhile stays theirs. */
export function toMemberChanges(form: MemberForm, member: Member): CommandArgs<'correctMember'>['changes'] {
  const name = toStoredName(form.name)
  const teamIds = needsTeam(form.role) ? form.teamIds : []
  const leftOn = form.isLeaving && form.leftOn !== '' ? form.leftOn : null
  return {
    ...(name === member.name ? {} : { name }),
    ...(form.role === member.role ? {} : { role: form.role }),
    ...(isSameSet(teamIds, member.teamIds) ? {} : { teamIds }),
    ...(leftOn === member.leftOn ? {} : { leftOn }),
  }
}

function isSameSet(a: readonly string[], b: readonly string[]): boolean {
  return a.length === b.length && a.every((one) => b.includes(one))
}
