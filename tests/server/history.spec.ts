// GET /api/history: who may look, and what they see after two people have corrected the same thing, on both databases.
import { CompiledQuery } from 'kysely'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { dayAt } from '#domain/period.ts'
import type { RowHistory } from '#protocol/history.ts'
import { makers } from '../../src/server/migrations/0005-makers.ts'
import { findMaker } from '../../src/server/store/makers.ts'
import { anId } from '../support/builders.ts'
import { bothDatabases, kinds } from '../support/databases.ts'
import { aWardOverHttp, type WardMember, type WardOverHttp } from '../support/wardOverHttp.ts'

const addressOf = bothDatabases()
const minute = 60_000

describe.each(kinds)('the history of a record, on %s', (kind) => {
  let ward: WardOverHttp
  let author: WardMember
  let colleague: WardMember
  let stranger: WardMember
  let viewer: WardMember
  beforeAll(async () => {
    ward = await aWardOverHttp({ databaseUrl: await addressOf(kind, 'history') })
    author = await ward.join('Trần Tác Giả', 'volunteer', [ward.teamId])
    colleague = await ward.join('Lê Tổ Trưởng', 'lead', [ward.teamId])
    stranger = await ward.join('Người Tổ Khác', 'lead', [ward.otherTeamId])
    viewer = await ward.join('Người Xem', 'viewer', [])
  })
  afterAll(() => ward.close())

  const look = (by: WardMember, table: string, id: string) =>
    by.browser.request('GET', `/api/history/${table}/${id}`)

  it('is refused to another team, to who only sees figures, to strangers, and for what is not there', async () => {
    const visit = ward.aVisit()
    await author.send('recordAssist', visit)
    for (const other of [stranger, viewer]) {
      const { status, body } = await look(other, 'assists', visit.assistId)
      expect([status, body.problem.code]).toEqual([403, 'scopeNotGranted'])
    }
    const nobody = await ward.server.browser().request('GET', `/api/history/assists/${visit.assistId}`)
    expect(nobody.status).toBe(401)
    for (const [table, id] of [
      ['assists', anId(1)],
      ['assists', 'x'],
      ['auth_users', visit.assistId],
      ['dossiers', visit.assistId],
    ] as const) {
      expect((await look(author, table, id)).status).toBe(404)
    }
  })

  it('tells both values of a conflict, with who gave each and when, beneath who made it', async () => {
    const { server } = ward
    const visit = ward.aVisit()
    const began = server.now
    await author.send('recordAssist', visit)
    server.now += 10 * minute
    const correction = (place: string) => ({ assistId: visit.assistId, changes: { place }, dossiers: [] })
    await colleague.send('correctAssist', correction('cultureHouse'), { at: began + 5 * minute, base: 1 })
    // To the phone that made it none of its own corrections is news; this one comes from the author's other phone.
    const phone = await author.anotherPhone()
    const reply = await phone.send('correctAssist', correction('elsewhere'), {
      at: began + 2 * minute,
      base: 1,
    })
    expect(reply.outcomes).toMatchObject([{ outcome: 'overridden' }])

    for (const reader of [author, colleague, ward.manager]) {
      const { status, body } = await look(reader, 'assists', visit.assistId)
      expect(status).toBe(200)
      const { made, changes } = body as RowHistory
      expect(made).toEqual({ memberId: author.memberId, memberName: 'Trần Tác Giả', at: began })
      expect(
        changes.map(({ path, value, memberName, at, stood }) => [path, value, memberName, at, stood]),
      ).toEqual([
        ['place', 'elsewhere', 'Trần Tác Giả', began + 2 * minute, false],
        ['place', 'cultureHouse', 'Lê Tổ Trưởng', began + 5 * minute, true],
      ])
    }
  })

  it('is read by everybody for what the whole ward sees, and begins with who set the ward up', async () => {
    const { body: team } = await look(viewer, 'units', ward.teamId)
    expect(team).toMatchObject({ made: { memberId: ward.manager.memberId }, changes: [] })
    await ward.manager.send(
      'correctUnit',
      { unitId: ward.teamId, changes: { name: 'Khu phố Mới' } },
      { base: 1 },
    )
    const { body } = await look(viewer, 'units', ward.teamId)
    expect(body.changes).toMatchObject([{ path: 'name', value: 'Khu phố Mới', memberName: 'Nguyễn Quản Lý' }])
  })

  it('names the author of a record that the lead took over for them', async () => {
    const visit = ward.aVisit(ward.otherTeamId)
    const command = author.write('recordAssist', visit)
    expect((await author.sync([command])).outcomes).toMatchObject([{ outcome: 'refused' }])
    expect((await ward.manager.browser.request('POST', `/api/stuck/${command.id}/take`)).body).toEqual({
      outcome: 'applied',
    })
    const { body } = await look(stranger, 'assists', visit.assistId)
    expect(body.made).toMatchObject({ memberId: author.memberId, memberName: 'Trần Tác Giả' })
  })

  it('begins with who made it also for what was there before makers were kept', async () => {
    const visit = { ...ward.aVisit(), note: 'lời nhắn' }
    const record = author.write('recordAssist', visit)
    await author.sync([record])
    await author.send(
      'correctAssist',
      { assistId: visit.assistId, changes: { on: dayAt(ward.server.now - 90_000_000) }, dossiers: [] },
      { base: 1 },
    )
    const { db } = ward.server.context
    await db.kysely.executeQuery(CompiledQuery.raw('alter table rows drop column maker'))
    for (const statement of makers.statements(db.dialect))
      await db.kysely.executeQuery(CompiledQuery.raw(statement))
    expect(await findMaker(db, ward.wardId, { table: 'assists', id: visit.assistId })).toEqual({
      memberId: author.memberId,
      at: record.at,
    })
  })
})
