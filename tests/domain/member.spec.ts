import { describe, expect, it } from 'vitest'
import { carryOut, type CommandArgs } from '#domain/commands.ts'
import { formerActors, type Member } from '#domain/member.ts'
import { aCommand, aManager, anId, aWorld, ids, noon, rowsOf } from '../support/builders.ts'

const member: Member = {
  id: anId(40),
  name: 'Phan Thị Ví Dụ',
  role: 'lead',
  teamIds: [ids.team, ids.otherTeam],
  joinedOn: '2022-01-01',
  leftOn: null,
}
function corrected(changes: CommandArgs<'correctMember'>['changes'], before = member): Member {
  const world = aWorld({ rows: rowsOf({ members: [before] }), actor: aManager() })
  const command = aCommand('correctMember', { memberId: before.id, changes }, { base: 1 })
  return carryOut(command, world).writes[0]?.row as Member
}
const lead = { role: 'lead', until: noon }

describe('teams that a member had', () => {
  it('are kept with the role and the time when one is taken away', () => {
    expect(corrected({ teamIds: [ids.team] })).toMatchObject({
      teamIds: [ids.team],
      formerTeams: { [ids.otherTeam]: lead },
    })
  })

  it('are all kept when the role changes', () => {
    expect(corrected({ role: 'volunteer' }).formerTeams).toEqual({ [ids.team]: lead, [ids.otherTeam]: lead })
    expect(corrected({ role: 'viewer', teamIds: [] }).formerTeams).toEqual({
      [ids.team]: lead,
      [ids.otherTeam]: lead,
    })
  })

  it('are not touched by anything else', () => {
    expect(corrected({ name: 'Tên Mới', role: 'lead' })).not.toHaveProperty('formerTeams')
    const formerTeams = { [ids.team]: { role: 'volunteer' as const, until: 5 } }
    expect(
      corrected({ teamIds: [ids.otherTeam] }, { ...member, teamIds: [ids.otherTeam], formerTeams }),
    ).toMatchObject({ formerTeams })
  })

  it('count for what was done up to the time when they were taken away', () => {
    const moved = corrected({ teamIds: [ids.team] })
    const former = [{ memberId: member.id, role: 'lead', teamIds: [ids.otherTeam] }]
    expect(formerActors(moved, noon)).toEqual(former)
    expect(formerActors(moved, noon - 1)).toEqual(former)
    expect(formerActors(moved, noon + 1)).toEqual([])
    expect(formerActors(member, 0)).toEqual([])
  })
})
