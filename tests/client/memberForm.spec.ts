// A member as a manager changes them: only what is another now is said, and what is missing is told at its field.
import { describe, expect, it } from 'vitest'
import type { Member } from '#domain/member.ts'
import { checkMemberForm, openMemberForm, toMemberChanges } from '../../src/client/screens/team/memberForm.ts'
import { ids } from '../support/builders.ts'

const member: Member = {
  ...{ id: ids.volunteer, name: 'Trần Văn B', role: 'volunteer', teamIds: [ids.team] },
  ...{ joinedOn: '2022-01-01', leftOn: null },
}

describe('the form of a member', () => {
  it('says nothing while nothing is another, whatever the order of the teams', () => {
    const both = { ...member, teamIds: [ids.team, ids.otherTeam] }
    const form = { ...openMemberForm(both), teamIds: [ids.otherTeam, ids.team], name: ' Trần  Văn B ' }
    expect(toMemberChanges(form, both)).toEqual({})
  })

  it('says what is another now; a manager has the ward and no team', () => {
    const form = openMemberForm(member)
    expect(toMemberChanges({ ...form, role: 'manager' }, member)).toEqual({ role: 'manager', teamIds: [] })
    expect(toMemberChanges({ ...form, isLeaving: true, leftOn: '2026-11-30' }, member)).toEqual({
      leftOn: '2026-11-30',
    })
  })

  it('takes the last day back when somebody stays after all', () => {
    const left = { ...member, leftOn: '2026-11-30' }
    expect(toMemberChanges({ ...openMemberForm(left), isLeaving: false }, left)).toEqual({ leftOn: null })
  })

  it('asks for a name, a team and the last day at their fields', () => {
    const form = { ...openMemberForm(member), name: ' ', teamIds: [], isLeaving: true }
    expect(checkMemberForm(form).map(({ field }) => field)).toEqual(['name', 'team', 'leftOn'])
    expect(checkMemberForm({ ...form, name: 'B', role: 'viewer', isLeaving: false })).toEqual([])
  })

  it('says of a last day that only its year is missing', () => {
    const typed = { isLeaving: true, leftOnParts: { day: '31', month: '12', year: '' } }
    expect(checkMemberForm({ ...openMemberForm(member), ...typed })).toEqual([
      { field: 'leftOn', problem: { code: 'yearMissing' } },
    ])
  })
})
