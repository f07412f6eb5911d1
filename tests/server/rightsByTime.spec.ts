// What counts of somebody who was moved, of a role that was taken, and of a phone that was revoked, on both databases.
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { teamScope } from '#domain/tables.ts'
import { bothDatabases, kinds } from '../support/databases.ts'
import {
  aSyncingWard,
  wordsOf,
  type NumberedPhone,
  type Person,
  type SyncingWard,
} from '../support/syncingWard.ts'

const addressOf = bothDatabases()
const minute = 60_000

describe.each(kinds)('on %s', (kind) => {
  let ward: SyncingWard
  let person: Person
  let phone: NumberedPhone

  beforeAll(async () => {
    ward = await aSyncingWard(await addressOf(kind, 'rights'))
  })
  afterAll(() => ward.server.close())
  beforeEach(async () => {
    person = await ward.aMember('volunteer', [ward.team])
    phone = await ward.aPhone(person)
    await ward.sync(phone)
  })

  const record = (team: string, at: number) =>
    ward.command(phone, 'recordAssist', ward.visit(team, { note: 'chuyện kín' }), { at })
  const later = (by = minute) => (ward.server.now += by)

  describe('somebody who was moved to another team', () => {
    it('has it counted even if the clock of whoever moved them is two days slow', async () => {
      const desk = await ward.aPhone(ward.manager)
      const before = record(ward.team, ward.server.now)
      later(12 * 60 * minute)
      const changes = { teamIds: [ward.otherTeam] }
      const at = ward.server.now - 48 * 60 * minute
      await ward.sync(desk, [
        ward.command(desk, 'correctMember', { memberId: person.memberId, changes }, { base: 1, at }),
      ])
      later()
      expect(wordsOf(await ward.sync(phone, [before]))).toEqual(['applied'])
    })

    it('has recorded what they did before they knew of it, and not what they did later', async () => {
      const before = record(ward.team, ward.server.now)
      await ward.correctMember(person.memberId, { teamIds: [ward.otherTeam] })
      later()
      const after = record(ward.team, ward.server.now)
      const now = record(ward.otherTeam, ward.server.now)
      const reply = await ward.sync(phone, [before, after, now])
      expect(wordsOf(reply)).toEqual(['applied', 'notAllowed', 'applied'])
      expect(reply.grants).toEqual([`ward:${ward.wardId}`, teamScope(ward.otherTeam)])
      // Not even the row that their own command has just made there.
      expect(reply.outcomes[0]?.rows).toEqual([])
      expect(JSON.stringify(reply.outcomes[0])).not.toContain('kín')
    })

    it('may also have done it under a clock that is behind: what belongs to the new team counts at once', async () => {
      await ward.correctMember(person.memberId, { teamIds: [ward.otherTeam] })
      const reply = await ward.sync(phone, [record(ward.otherTeam, ward.server.now - 60 * minute)])
      expect(wordsOf(reply)).toEqual(['applied'])
    })

    it('there and back again has the team as before', async () => {
      await ward.correctMember(person.memberId, { teamIds: [ward.otherTeam] })
      later()
      await ward.correctMember(person.memberId, { teamIds: [ward.team] })
      later()
      const reply = await ward.sync(phone, [
        record(ward.team, ward.server.now),
        record(ward.otherTeam, ward.server.now - minute),
        record(ward.otherTeam, ward.server.now),
      ])
      expect(wordsOf(reply)).toEqual(['applied', 'applied', 'notAllowed'])
    })

    it('a clock that runs ahead does not count for the time before', async () => {
      await ward.correctMember(person.memberId, { teamIds: [ward.otherTeam] })
      later()
      const reply = await ward.sync(phone, [record(ward.team, ward.server.now + 90 * minute)])
      expect(wordsOf(reply)).toEqual(['notAllowed'])
    })
  })

  it('a lead who became a volunteer has corrected as a lead what they corrected before', async () => {
    const visit = ward.visit(ward.team)
    await ward.sync(phone, [ward.command(phone, 'recordAssist', visit)])
    const lead = await ward.aMember('lead', [ward.team])
    const leads = await ward.aPhone(lead)
    await ward.sync(leads)
    const correct = (place: 'elsewhere' | 'cultureHouse') => {
      const args = { assistId: visit.assistId, changes: { place }, dossiers: [] }
      return ward.command(leads, 'correctAssist', args, { base: 1 })
    }
    const before = correct('elsewhere')
    await ward.correctMember(lead.memberId, { role: 'volunteer' })
    later()
    expect(wordsOf(await ward.sync(leads, [before, correct('cultureHouse')]))).toEqual([
      'applied',
      'notAllowed',
    ])
  })

  it('a volunteer who became a viewer has recorded what they did before', async () => {
    const before = record(ward.team, ward.server.now)
    await ward.correctMember(person.memberId, { role: 'viewer', teamIds: [] })
    later()
    const reply = await ward.sync(phone, [before, record(ward.team, ward.server.now)])
    expect(wordsOf(reply)).toEqual(['applied', 'notAllowed'])
    expect(reply.grants).toEqual([`ward:${ward.wardId}`])
  })

  describe('a revoked phone', () => {
    const revoke = () =>
      ward.server.context.db.kysely
        .updateTable('devices')
        .set({ revoked_at: ward.server.now })
        .where('device_id', '=', phone.deviceId)
        .execute()

    it('has what it did before judged, is told of no row, and is to erase itself', async () => {
      const before = record(ward.team, ward.server.now)
      await revoke()
      later()
      const after = record(ward.team, ward.server.now)
      const reply = await ward.sync(phone, [before, after])
      expect(wordsOf(reply)).toEqual(['applied', 'deviceRevoked'])
      expect(reply).toMatchObject({ erase: true, grants: [], scopes: [], notices: [], lastSeq: 2 })
      expect(reply.outcomes.map(({ rows }) => rows)).toEqual([[], []])
      expect(await ward.sync(phone)).toMatchObject({ erase: true, grants: [], scopes: [], notices: [] })
      const kept = await ward.server.context.db.kysely
        .selectFrom('commands')
        .select('outcome')
        .where('command_id', '=', after.id)
        .execute()
      expect(kept).toEqual([{ outcome: 'refused' }])
    })

    it('hands what was refused to the lead before it erases itself', async () => {
      await revoke()
      later()
      const after = record(ward.team, ward.server.now)
      await ward.sync(phone, [after])
      await ward.sync(phone, [], { answers: [{ id: after.id, as: 'handed' }] })
      const kept = await ward.server.context.db.kysely
        .selectFrom('commands')
        .select('handed_at')
        .where('command_id', '=', after.id)
        .executeTakeFirstOrThrow()
      expect(kept.handed_at).toBe(ward.server.now)
    })

    it('leaves the other phones of the same person as they are', async () => {
      const other = await ward.aPhone(person)
      await revoke()
      later()
      const visit = ward.command(other, 'recordAssist', ward.visit(ward.team))
      const reply = await ward.sync(other, [visit])
      expect(wordsOf(reply)).toEqual(['applied'])
      expect(reply.erase).toBe(false)
      expect(reply.grants).toContain(teamScope(ward.team))
    })
  })

  it('a number that is missing is told to the phone, and nothing else is held back from it', async () => {
    phone.seq = 8
    const reply = await ward.sync(phone, [record(ward.team, ward.server.now)])
    expect(reply).toMatchObject({ gap: true, fork: false, lastSeq: 0, outcomes: [] })
    expect(reply.grants).toHaveLength(2)
  })

  it('numbers of another epoch begin everything anew', async () => {
    phone.epoch = 'another'
    const { scopes } = await ward.sync(phone)
    expect(scopes.find(({ scope }) => scope.startsWith('ward:'))).toMatchObject({ replaces: true })
    expect((await ward.sync(phone)).scopes.every(({ replaces }) => !replaces)).toBe(true)
  })

  it('a phone of the first version is heard as ever', async () => {
    const { newId, db } = ward.server.context
    const command = record(ward.team, ward.server.now)
    const { body } = await phone.browser.request('POST', '/api/sync', {
      protocol: 1,
      deviceId: phone.deviceId,
      epoch: phone.epoch,
      commands: [command],
      cursors: phone.cursors,
      status: { unsent: 1, oldestUnsentAt: null, appVersion: newId(), now: ward.server.now },
    })
    expect(body.outcomes).toMatchObject([{ outcome: 'applied' }])
    const device = db.kysely.selectFrom('devices').select('review').where('device_id', '=', phone.deviceId)
    expect(await device.executeTakeFirst()).toEqual({ review: 0 })
  })
})
