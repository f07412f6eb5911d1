// GET /api/devices and the order to erase: who sees whose phones, and who may give the order, on both databases.
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import type { DeviceState } from '#protocol/devices.ts'
import { anId } from '../support/builders.ts'
import { bothDatabases, kinds } from '../support/databases.ts'
import { aWardOverHttp, type WardMember, type WardOverHttp } from '../support/wardOverHttp.ts'

const addressOf = bothDatabases()

describe.each(kinds)('phones of a ward, on %s', (kind) => {
  let ward: WardOverHttp
  let lead: WardMember
  let otherLead: WardMember
  let member: WardMember

  beforeAll(async () => {
    ward = await aWardOverHttp({ databaseUrl: await addressOf(kind, 'devices') })
    lead = await ward.join('Tổ Trưởng', 'lead', [ward.teamId])
    otherLead = await ward.join('Tổ Trưởng Khác', 'lead', [ward.otherTeamId])
  })
  afterAll(() => ward.close())
  // New for each test, so that no order of an earlier one holds.
  beforeEach(async () => {
    member = await ward.join('Tình Nguyện', 'volunteer', [ward.teamId])
  })

  async function list(by: WardMember): Promise<DeviceState[]> {
    const { status, body } = await by.browser.request('GET', '/api/devices')
    expect(status).toBe(200)
    return body.devices
  }
  const stateOf = async (by: WardMember, deviceId: string) =>
    (await list(by)).find((device) => device.deviceId === deviceId)
  const post = async (by: WardMember, deviceId: string, what: 'revoke' | 'erased') => {
    const { status, body } = await by.browser.request('POST', `/api/devices/${deviceId}/${what}`)
    return [status, body?.problem?.code]
  }
  const done = [204, undefined]

  it('are seen by the lead of their member’s team and by the manager, by nobody else', async () => {
    expect((await list(lead)).map(({ memberId }) => memberId)).toContain(member.memberId)
    expect((await list(otherLead)).map(({ memberId }) => memberId)).toEqual([otherLead.memberId])
    const all = (await list(ward.manager)).map(({ memberId }) => memberId)
    for (const one of [lead, otherLead, member, ward.manager]) expect(all).toContain(one.memberId)
    // The server numbers its own commands under a device that is nobody's phone.
    expect(all).toHaveLength(new Set(all).size)
    expect((await list(lead)).map(({ memberId }) => memberId)).not.toContain(ward.manager.memberId)
    expect(await list(member)).toEqual([])
    expect((await ward.server.browser().request('GET', '/api/devices')).status).toBe(401)
  })

  it('show how they fare by what they said last', async () => {
    const status = {
      unsent: 7,
      oldestUnsentAt: 5,
      appVersion: '1.2',
      now: ward.server.now,
      review: 2,
      restarts: 3,
    }
    const asked = { protocol: 2, deviceId: member.deviceId, epoch: null, commands: [], cursors: {}, status }
    expect((await member.browser.request('POST', '/api/sync', asked)).status).toBe(200)
    expect(await stateOf(lead, member.deviceId)).toEqual({
      deviceId: member.deviceId,
      memberId: member.memberId,
      memberName: 'Tình Nguyện',
      teamIds: [ward.teamId],
      name: expect.stringMatching(/^máy \d+$/),
      appVersion: '1.2',
      unsent: 7,
      oldestUnsentAt: 5,
      review: 2,
      restarts: 3,
      lastContactAt: ward.server.now,
      revokedAt: null,
      erasedAt: null,
    })
  })

  it('are ordered to erase by the member’s lead, the manager, or the member, and by nobody else', async () => {
    const colleague = await ward.join('Đồng Nghiệp', 'volunteer', [ward.teamId])
    for (const other of [otherLead, colleague])
      expect(await post(other, member.deviceId, 'revoke')).toEqual([403, 'notAllowed'])
    expect(await post(lead, ward.manager.deviceId, 'revoke')).toEqual([403, 'notAllowed'])
    expect((await stateOf(lead, member.deviceId))?.revokedAt).toBeNull()
    for (const by of [lead, ward.manager, member]) {
      const { deviceId } = await member.anotherPhone()
      expect(await post(by, deviceId, 'revoke')).toEqual(done)
      expect((await stateOf(lead, deviceId))?.revokedAt).toBe(ward.server.now)
    }
    expect(await post(lead, anId(404), 'revoke')).toEqual([403, 'deviceUnknown'])
    expect(await post(lead, '..', 'revoke')).toEqual([404, 'notFound'])
  })

  it('stay revoked since the first order', async () => {
    const first = ward.server.now
    await post(lead, member.deviceId, 'revoke')
    ward.server.now += 60_000
    expect(await post(ward.manager, member.deviceId, 'revoke')).toEqual(done)
    expect((await stateOf(lead, member.deviceId))?.revokedAt).toBe(first)
  })

  it('say that they have erased themselves only for their own member, and only when they were ordered to', async () => {
    expect(await post(member, member.deviceId, 'erased')).toEqual([403, 'notAllowed'])
    await post(lead, member.deviceId, 'revoke')
    expect(await post(lead, member.deviceId, 'erased')).toEqual([403, 'deviceUnknown'])
    expect((await stateOf(lead, member.deviceId))?.erasedAt).toBeNull()
    const erasedAt = ward.server.now
    expect(await post(member, member.deviceId, 'erased')).toEqual(done)
    ward.server.now += 60_000
    expect(await post(member, member.deviceId, 'erased')).toEqual(done)
    expect(await stateOf(lead, member.deviceId)).toMatchObject({ erasedAt, unsent: 0, review: 0 })
  })

  it('become known also for a member who has left, whose copied phone or restored server asks for a new id', async () => {
    await ward.manager.send(
      'correctMember',
      { memberId: member.memberId, changes: { leftOn: '2022-01-01' } },
      { base: 1 },
    )
    const made = await member.browser.request('PUT', `/api/devices/${anId(0xd00)}`, { name: 'máy' })
    expect(made.status).toBe(200)
  })

  it('say so also for a member who has left', async () => {
    await post(lead, member.deviceId, 'revoke')
    await ward.manager.send(
      'correctMember',
      { memberId: member.memberId, changes: { leftOn: '2022-01-01' } },
      { base: 1 },
    )
    expect(await post(member, member.deviceId, 'revoke')).toEqual([403, 'memberLeft'])
    expect(await post(member, member.deviceId, 'erased')).toEqual(done)
  })
})
