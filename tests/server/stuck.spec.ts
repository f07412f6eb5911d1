// GET /api/stuck and what a lead does about a command there, over HTTP, on both databases. (How it is carried out is in
// settle.spec.ts.)
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { StuckCommand } from '#protocol/stuck.ts'
import { anId } from '../support/builders.ts'
import { bothDatabases, kinds } from '../support/databases.ts'
import { aWardOverHttp, type WardMember, type WardOverHttp } from '../support/wardOverHttp.ts'

const addressOf = bothDatabases()

describe.each(kinds)('commands that are stuck, on %s', (kind) => {
  let ward: WardOverHttp
  let lead: WardMember
  let otherLead: WardMember
  let author: WardMember

  beforeAll(async () => {
    ward = await aWardOverHttp({ databaseUrl: await addressOf(kind, 'stuck') })
    lead = await ward.join('Tổ Trưởng', 'lead', [ward.teamId, ward.otherTeamId])
    otherLead = await ward.join('Tổ Trưởng Khác', 'lead', [ward.otherTeamId])
    author = await ward.join('Tình Nguyện', 'volunteer', [ward.teamId])
  })
  afterAll(() => ward.close())

  async function list(by: WardMember): Promise<StuckCommand[]> {
    const { status, body } = await by.browser.request('GET', '/api/stuck')
    expect(status).toBe(200)
    return body.commands
  }
  const idsOf = async (by: WardMember) => (await list(by)).map(({ id }) => id)
  const settle = async (by: WardMember, id: string, what: 'take' | 'dismiss') => {
    const { status, body } = await by.browser.request('POST', `/api/stuck/${id}/${what}`)
    return [status, body?.problem?.code ?? body?.outcome]
  }
  /** A visit of a team that is not the author's. */
  async function aRefused() {
    ward.server.now += 1000
    const command = author.write('recordAssist', ward.aVisit(ward.otherTeamId, 'gọi cho ông Kín'))
    expect((await author.sync([command])).outcomes).toMatchObject([{ outcome: 'refused' }])
    return command
  }

  it('are listed with all that was typed, for the lead of their author and the manager alone', async () => {
    const { id, args, at } = await aRefused()
    for (const reader of [lead, ward.manager]) {
      expect((await list(reader)).find((one) => one.id === id)).toEqual({
        id,
        memberId: author.memberId,
        memberName: 'Tình Nguyện',
        deviceId: author.deviceId,
        name: 'recordAssist',
        args,
        at,
        receivedAt: ward.server.now,
        base: 0,
        outcome: 'refused',
        problem: { code: 'notAllowed' },
        isHanded: false,
      })
    }
    for (const other of [otherLead, author]) expect(await idsOf(other)).not.toContain(id)
    expect((await ward.server.browser().request('GET', '/api/stuck')).status).toBe(401)
    const { sealed_payload } = await ward.server.context.db.kysely
      .selectFrom('commands')
      .select('sealed_payload')
      .where('command_id', '=', id)
      .executeTakeFirstOrThrow()
    expect(sealed_payload).not.toContain('Kín')
  })

  it('come with those first that their author has handed over, then the newest', async () => {
    const [first, second, third] = [await aRefused(), await aRefused(), await aRefused()]
    const status = { unsent: 0, oldestUnsentAt: null, appVersion: 'test', now: ward.server.now }
    const answers = [{ id: first.id, as: 'handed' }]
    await author.browser.request('POST', '/api/sync', {
      ...{ protocol: 2, deviceId: author.deviceId, epoch: null, commands: [], cursors: {}, answers, status },
    })
    expect((await idsOf(lead)).slice(0, 3)).toEqual([first.id, third.id, second.id])
    expect((await list(lead))[0]?.isHanded).toBe(true)
  })

  it('are taken or dismissed by their author’s lead, by nobody else, and are gone then', async () => {
    const [taken, dismissed] = [await aRefused(), await aRefused()]
    for (const other of [otherLead, author]) {
      expect(await settle(other, taken.id, 'take')).toEqual([403, 'notAllowed'])
      expect(await settle(other, dismissed.id, 'dismiss')).toEqual([403, 'notAllowed'])
    }
    expect(await settle(lead, taken.id, 'take')).toEqual([200, 'applied'])
    expect(await settle(lead, dismissed.id, 'dismiss')).toEqual([204, undefined])
    const left = await idsOf(lead)
    for (const { id } of [taken, dismissed]) expect(left).not.toContain(id)
    expect(await settle(lead, anId(404), 'take')).toEqual([404, 'notFound'])
    expect(await settle(lead, 'x', 'dismiss')).toEqual([404, 'notFound'])
  })
})
