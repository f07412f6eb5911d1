// A first fill that was cut off goes on, whatever became of its person meanwhile.
import 'fake-indexeddb/auto'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { isTeam } from '#domain/unit.ts'
import { maxRowsPerPage } from '#protocol/sync.ts'
import { runCommands } from '../../src/server/sync/runCommands.ts'
import { pin, type TestPhone } from '../support/phone.ts'
import { password } from '../support/server.ts'
import { aWardOfPhones, volunteerPhone, type WardOfPhones } from '../support/wardOfPhones.ts'

let ward: WardOfPhones
beforeEach(async () => {
  ward = await aWardOfPhones()
})
afterEach(() => ward.close())

async function correctMember(phone: TestPhone, changes: object) {
  const memberId = phone.session.member?.id ?? ''
  await ward.desk.client.sendNow()
  const ver = ward.desk.client.view().verOf('members', memberId)
  await ward.desk.client.run('correctMember', { memberId, changes }, ver)
  await ward.desk.client.sendNow()
}
describe('a first fill that was cut off', () => {
  it('ends although its person was moved to another team meanwhile', async () => {
    const teams = ward.desk.client
      .view()
      .all('units')
      .filter(isTeam)
      .map(({ id }) => id)
    const other = teams.find((id) => id !== ward.teamId) ?? ''
    // So many that the team comes in two pages.
    const visits = Array.from({ length: maxRowsPerPage + 100 }, () => {
      return { name: 'recordAssist' as const, args: ward.aVisit(ward.desk) }
    })
    const { member, ward: of } = ward.desk.session
    const actor = { memberId: member?.id ?? '', role: 'manager' as const, teamIds: [] }
    await runCommands(ward.server.context, of?.id ?? '', actor, visits)
    let isCut = true
    const network = ward.network()
    const phone = ward.aTab(async (input, init) => {
      if (isCut && String(input).includes('/snapshot/team') && !String(input).includes('after=0'))
        throw new TypeError('cut')
      return network(input, init)
    })
    await phone.client.session.signIn(volunteerPhone, password)
    await phone.client.session.choosePin(pin).catch(() => undefined)
    expect(phone.session.phase).toBe('filling')
    await correctMember(phone, { teamIds: [other] })
    isCut = false
    const problem = await phone.client.session.fill().then(
      () => undefined,
      (error: unknown) => error,
    )
    expect([problem, phone.session.phase]).toEqual([undefined, 'open'])
  })
})
