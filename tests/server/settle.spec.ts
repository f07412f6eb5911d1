// Refused and parked commands that a lead takes or dismisses, and commands that come in a rescue file, on both databases.
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import type { Assist } from '#domain/assist.ts'
import type { Actor } from '#domain/permissions.ts'
import type { TableName } from '#domain/tables.ts'
import type { WireCommand } from '#protocol/sync.ts'
import { findHistory } from '../../src/server/store/history.ts'
import { findRows } from '../../src/server/store/rows.ts'
import { dismissStuck, takeStuck } from '../../src/server/sync/settle.ts'
import { takeIn } from '../../src/server/sync/takeIn.ts'
import { anId } from '../support/builders.ts'
import { bothDatabases, kinds } from '../support/databases.ts'
import { aSyncingWard, wordsOf, type NumberedPhone, type SyncingWard } from '../support/syncingWard.ts'

const addressOf = bothDatabases()

describe.each(kinds)('on %s', (kind) => {
  let ward: SyncingWard
  let volunteers: NumberedPhone
  let leads: NumberedPhone
  let lead: Actor
  let manager: Actor

  beforeAll(async () => {
    ward = await aSyncingWard(await addressOf(kind, 'settle'))
    manager = { memberId: ward.manager.memberId, role: 'manager', teamIds: [] }
  })
  afterAll(() => ward.server.close())

  beforeEach(async () => {
    volunteers = await ward.aPhone(await ward.aMember('volunteer', [ward.team]))
    leads = await ward.aPhone(await ward.aMember('lead', [ward.team]))
    lead = { memberId: leads.memberId, role: 'lead', teamIds: [ward.team] }
  })

  const take = (actor: Actor, commandId: string) =>
    takeStuck(ward.server.context, { wardId: ward.wardId, actor }, commandId)
  const dismiss = (actor: Actor, commandId: string) =>
    dismissStuck(ward.server.context, { wardId: ward.wardId, actor }, commandId)
  const rowNow = async (table: TableName, id: string) => {
    const { db, keys } = ward.server.context
    const key = await keys.get(ward.wardId)
    return (await db.snapshot((tx) => findRows(tx, key, [{ table, id }])))[0]
  }
  const heads = () =>
    ward.server.context.db.kysely.selectFrom('scopes').select(['scope', 'head']).orderBy('scope').execute()

  /** A visit that the lead recorded and the volunteer wanted to correct, which is not theirs to do. */
  async function aRefusedCorrection() {
    const visit = ward.visit(ward.team)
    await ward.sync(leads, [ward.command(leads, 'recordAssist', visit)])
    const { assistId } = visit
    const correction = ward.command(
      volunteers,
      'correctAssist',
      { assistId, changes: { place: 'elsewhere' }, dossiers: [] },
      { base: 1, at: ward.server.now - 10 },
    )
    expect(wordsOf(await ward.sync(volunteers, [correction]))).toEqual(['notAllowed'])
    return { assistId, correction }
  }

  describe('a refused command', () => {
    it('that the lead takes is carried out for its author, as of when they did it, and the author is told', async () => {
      const { assistId, correction } = await aRefusedCorrection()
      expect(await take(lead, correction.id)).toEqual({ outcome: 'applied' })
      expect(await rowNow('assists', assistId)).toMatchObject({ ver: 2, row: { place: 'elsewhere' } })
      const { db, keys } = ward.server.context
      const key = await keys.get(ward.wardId)
      const history = await db.snapshot((tx) => findHistory(tx, key, [{ table: 'assists', id: assistId }]))
      expect([...history.values()].flat()).toMatchObject([
        { memberId: volunteers.memberId, commandId: correction.id, at: correction.at },
      ])
      const { notices } = await ward.sync(volunteers)
      expect(notices).toMatchObject([
        {
          ...{
            kind: 'settled',
            commandId: correction.id,
            as: 'taken',
            by: lead.memberId,
            at: ward.server.now,
          },
          work: { name: 'correctAssist', at: correction.at, ids: { assistId } },
        },
      ])
      // Sent once more, as by a phone that never heard the first answer, it is what the lead made of it.
      expect(wordsOf(await ward.sync(volunteers, [correction]))).toEqual(['applied'])
    })

    it('taken twice, or by two at once, counts once', async () => {
      const { assistId, correction } = await aRefusedCorrection()
      const answers = await Promise.all([lead, manager, lead].map((actor) => take(actor, correction.id)))
      expect(answers).toEqual([{ outcome: 'applied' }, { outcome: 'applied' }, { outcome: 'applied' }])
      expect(await rowNow('assists', assistId)).toMatchObject({ ver: 2 })
      expect((await ward.sync(volunteers)).notices).toHaveLength(1)
    })

    it('that is a visit stays the author’s, also where only a manager may take it', async () => {
      const visit = ward.visit(ward.otherTeam)
      const command = ward.command(volunteers, 'recordAssist', visit)
      expect(wordsOf(await ward.sync(volunteers, [command]))).toEqual(['notAllowed'])
      const before = await heads()
      expect(await take(lead, command.id)).toEqual({ outcome: 'refused', problem: { code: 'notAllowed' } })
      expect(await heads()).toEqual(before)
      expect((await ward.sync(volunteers)).notices).toEqual([])
      expect(await take(manager, command.id)).toEqual({ outcome: 'applied' })
      const row = (await rowNow('assists', visit.assistId))?.row as Assist
      expect(row.memberId).toBe(volunteers.memberId)
    })

    it('gives way to what was changed later, and says so', async () => {
      const { assistId, correction } = await aRefusedCorrection()
      const changes = { place: 'cultureHouse' } as const
      await ward.sync(leads, [
        ward.command(leads, 'correctAssist', { assistId, changes, dossiers: [] }, { base: 1 }),
      ])
      expect(await take(lead, correction.id)).toEqual({ outcome: 'overridden' })
      expect(await rowNow('assists', assistId)).toMatchObject({ row: changes })
      const kinds = (await ward.sync(volunteers)).notices.map(({ kind }) => kind)
      expect(kinds.sort()).toEqual(['overridden', 'settled'])
    })

    it('is nobody’s to settle but the lead’s of its author and the manager’s', async () => {
      const { correction } = await aRefusedCorrection()
      const others: Actor[] = [
        { memberId: anId(50), role: 'lead', teamIds: [ward.otherTeam] },
        { memberId: volunteers.memberId, role: 'volunteer', teamIds: [ward.team] },
        { memberId: anId(51), role: 'viewer', teamIds: [] },
      ]
      for (const actor of others) {
        await expect(take(actor, correction.id)).rejects.toThrow('notAllowed')
        await expect(dismiss(actor, correction.id)).rejects.toThrow('notAllowed')
      }
      await expect(take(manager, anId(404))).rejects.toThrow('notFound')
    })

    it('of somebody who has moved is also the lead’s of the team they were in when they did it', async () => {
      const { correction } = await aRefusedCorrection()
      await ward.correctMember(volunteers.memberId, { teamIds: [ward.otherTeam] })
      expect(await take(lead, correction.id)).toEqual({ outcome: 'applied' })
    })

    it('once dismissed is told to its author once, and not taken any more', async () => {
      const { assistId, correction } = await aRefusedCorrection()
      await dismiss(lead, correction.id)
      await dismiss(manager, correction.id)
      expect((await ward.sync(volunteers)).notices).toMatchObject([{ as: 'dismissed', by: lead.memberId }])
      expect(await take(lead, correction.id)).toMatchObject({ outcome: 'refused' })
      expect(await rowNow('assists', assistId)).toMatchObject({ ver: 1 })
    })

    it('that its author has sent anew is left alone', async () => {
      const { correction } = await aRefusedCorrection()
      await ward.sync(volunteers, [], { answers: [{ id: correction.id, as: 'resent' }] })
      expect(await take(lead, correction.id)).toMatchObject({ outcome: 'refused' })
      expect((await ward.sync(volunteers)).notices).toEqual([])
    })
  })

  describe('commands of a rescue file', () => {
    const carry = (commands: WireCommand[], deviceId = volunteers.deviceId) =>
      takeIn(ward.server.context, {
        wardId: ward.wardId,
        authorMemberId: volunteers.memberId,
        deviceId,
        commands,
      })

    it('count as their author’s, in their order, whatever number they have and whoever brings them', async () => {
      const visit = ward.visit(ward.team)
      const { assistId } = visit
      const correct = (place: 'elsewhere' | 'cultureHouse', at: number) => {
        const args = { assistId, changes: { place }, dossiers: [] }
        return ward.command(volunteers, 'correctAssist', args, { at: ward.server.now + at })
      }
      const commands = [
        ward.command(volunteers, 'recordAssist', visit),
        correct('elsewhere', -5),
        // The clock was set back in between.
        correct('cultureHouse', -500),
        ward.command(volunteers, 'recordAssist', ward.visit(ward.otherTeam)),
      ].map((command) => ({ ...command, seq: command.seq + 700 }))
      expect(await carry(commands)).toEqual({ taken: 3, known: 0, refused: 1 })
      expect(await rowNow('assists', assistId)).toMatchObject({
        row: { place: 'cultureHouse', memberId: volunteers.memberId },
      })
      expect(await carry(commands)).toEqual({ taken: 0, known: 4, refused: 0 })
    })

    it('brought before or after the phone sends them itself count once', async () => {
      const commands = [1, 2, 3].map(() => ward.command(volunteers, 'recordAssist', ward.visit(ward.team)))
      await ward.sync(volunteers, commands.slice(0, 1))
      expect(await carry(commands.slice(0, 2))).toEqual({ taken: 1, known: 1, refused: 0 })
      expect(wordsOf(await ward.sync(volunteers, commands.slice(1)))).toEqual(['applied', 'applied'])
      expect(await carry([...commands, ...commands])).toEqual({ taken: 0, known: 3, refused: 0 })
    })

    it('of many at once are all decided', async () => {
      const commands = Array.from({ length: 1001 }, () =>
        ward.command(volunteers, 'recordAssist', ward.visit(ward.team)),
      )
      expect(await carry(commands)).toEqual({ taken: 1001, known: 0, refused: 0 })
    })

    it('do not count where their author had left, or the phone was revoked, before they were done', async () => {
      const commands = [-2, -1].map((at) =>
        ward.command(volunteers, 'recordAssist', ward.visit(ward.team), { at: ward.server.now + at * 1000 }),
      )
      await ward.server.context.db.kysely
        .updateTable('devices')
        .set({ revoked_at: ward.server.now - 1500 })
        .where('device_id', '=', volunteers.deviceId)
        .execute()
      expect(await carry(commands)).toEqual({ taken: 1, known: 0, refused: 1 })
    })

    it('of somebody whom the ward does not know are not decided', async () => {
      const { context } = ward.server
      const commands = [ward.command(volunteers, 'recordAssist', ward.visit(ward.team))]
      const of = { wardId: ward.wardId, authorMemberId: anId(404), deviceId: anId(405), commands }
      expect(await takeIn(context, of)).toEqual({ taken: 0, known: 0, refused: 1 })
      expect(await carry(commands)).toMatchObject({ taken: 1 })
    })
  })
})
