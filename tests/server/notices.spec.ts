// What a member hears of a value of theirs that gave way, until they have seen it; and what they answer, on both databases.
import { afterAll, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest'
import { anId } from '../support/builders.ts'
import { bothDatabases, kinds } from '../support/databases.ts'
import { aSyncingWard, wordsOf, type NumberedPhone, type SyncingWard } from '../support/syncingWard.ts'

const addressOf = bothDatabases()

describe.each(kinds)('on %s', (kind) => {
  let ward: SyncingWard
  let mine: NumberedPhone
  let leads: NumberedPhone
  let assistId: string

  beforeAll(async () => {
    ward = await aSyncingWard(await addressOf(kind, 'notices'))
  })
  afterAll(() => ward.server.close())

  // A volunteer who has recorded a visit, and their lead.
  beforeEach(async () => {
    mine = await ward.aPhone(await ward.aMember('volunteer', [ward.team]))
    leads = await ward.aPhone(await ward.aMember('lead', [ward.team]))
    const visit = ward.visit(ward.team)
    assistId = visit.assistId
    await ward.sync(mine, [ward.command(mine, 'recordAssist', visit)])
  })

  const correct = (
    phone: NumberedPhone,
    place: 'home' | 'cultureHouse' | 'elsewhere',
    at: number,
    fields = {},
  ) =>
    ward.command(
      phone,
      'correctAssist',
      { assistId, changes: { place }, dossiers: [] },
      { base: 1, at, ...fields },
    )

  it('the one who comes late with an earlier value is told in the same reply', async () => {
    const { now } = ward.server
    await ward.sync(leads, [correct(leads, 'cultureHouse', now - 10)])
    const late = correct(mine, 'elsewhere', now - 20)
    const { outcomes, notices } = await ward.sync(mine, [late])
    expect(outcomes).toMatchObject([{ outcome: 'overridden' }])
    expect(notices).toEqual([
      {
        id: expect.any(String) as string,
        kind: 'overridden',
        commandId: late.id,
        table: 'assists',
        rowId: assistId,
        path: 'place',
        value: 'elsewhere',
        standing: 'cultureHouse',
        by: leads.memberId,
        at: now - 10,
      },
    ])
  })

  it('the one who was there first is told when a later value comes, on each of their phones until one has seen it', async () => {
    const { now } = ward.server
    const first = correct(mine, 'elsewhere', now - 20)
    expect((await ward.sync(mine, [first])).notices).toEqual([])
    expect((await ward.sync(leads, [correct(leads, 'cultureHouse', now - 10)])).notices).toEqual([])
    const second = await ward.aPhone(mine)
    const { notices } = await ward.sync(mine)
    expect(notices).toMatchObject([
      { commandId: first.id, value: 'elsewhere', standing: 'cultureHouse', by: leads.memberId, at: now - 10 },
    ])
    expect((await ward.sync(second)).notices).toEqual(notices)
    const seen = { answers: notices.map(({ id }) => ({ id, as: 'seen' as const })) }
    // Another person's word does not count; one's own does, at once and for good.
    await ward.sync(leads, [], seen)
    expect((await ward.sync(second)).notices).toEqual(notices)
    expect((await ward.sync(mine, [], seen)).notices).toEqual([])
    expect((await ward.sync(mine, [], seen)).notices).toEqual([])
    expect((await ward.sync(second)).notices).toEqual([])
  })

  it('nobody is told of a value of their own, though they gave both on two phones', async () => {
    const second = await ward.aPhone(mine)
    const { now } = ward.server
    await ward.sync(mine, [correct(mine, 'elsewhere', now - 10)])
    const reply = await ward.sync(second, [correct(second, 'cultureHouse', now - 20)])
    expect([wordsOf(reply), reply.notices]).toEqual([['overridden'], []])
  })

  it('of a record that they may read no more they are told nothing, and of the next ones they are', async () => {
    const { now } = ward.server
    await ward.sync(mine, [correct(mine, 'elsewhere', now - 20)])
    await ward.sync(leads, [correct(leads, 'cultureHouse', now - 10)])
    await ward.correctMember(mine.memberId, { teamIds: [ward.otherTeam] })
    expect((await ward.sync(mine)).notices).toEqual([])
    await ward.correctMember(mine.memberId, { teamIds: [ward.team] })
    expect((await ward.sync(mine)).notices).toHaveLength(1)
  })

  it('a hundred come with one reply, the oldest first', async () => {
    const { now } = ward.server
    const items = Array.from({ length: 101 }, (_, n) => [anId(0x100 + n), n] as const)
    const itemsOf = (account: 'nationalPortal' | 'vneidLevel1') =>
      Object.fromEntries(items.map(([id]) => [id, { kind: 'account' as const, account }]))
    const change = (phone: NumberedPhone, account: 'nationalPortal' | 'vneidLevel1', at: number) =>
      ward.command(
        phone,
        'correctAssist',
        { assistId, changes: { items: itemsOf(account) }, dossiers: [] },
        { base: 1, at },
      )
    await ward.sync(mine, [change(mine, 'nationalPortal', now - 20)])
    await ward.sync(leads, [change(leads, 'vneidLevel1', now - 10)])
    const { notices } = await ward.sync(mine)
    expect(notices).toHaveLength(100)
    const rest = await ward.sync(mine, [], { answers: notices.map(({ id }) => ({ id, as: 'seen' })) })
    expect(rest.notices).toHaveLength(1)
  })

  it('what stands in a notice is sealed', async () => {
    const { now } = ward.server
    const remark = (phone: NumberedPhone, text: string, at: number) => {
      const item = { kind: 'failure' as const, subject: 'account' as const, reason: 'KHAC' as const }
      const items = { [anId(77)]: { ...item, remark: text } }
      return ward.command(
        phone,
        'correctAssist',
        { assistId, changes: { items }, dossiers: [] },
        { base: 1, at },
      )
    }
    await ward.sync(mine, [remark(mine, 'Máy của ông Kín', now - 20)])
    await ward.sync(leads, [remark(leads, 'Máy của bà Kín', now - 10)])
    expect(JSON.stringify((await ward.sync(mine)).notices)).toContain('ông Kín')
    const kept = await ward.server.context.db.kysely.selectFrom('notices').selectAll().execute()
    expect(JSON.stringify(kept)).not.toContain('Kín')
  })

  describe('an answer about a refused command', () => {
    const kept = (id: string) =>
      ward.server.context.db.kysely
        .selectFrom('commands')
        .select(['handed_at', 'settled_at', 'settled_as', 'settled_by'])
        .where('command_id', '=', id)
        .executeTakeFirstOrThrow()
    async function aRefusedOne() {
      const command = ward.command(mine, 'recordAssist', ward.visit(ward.otherTeam))
      expect(wordsOf(await ward.sync(mine, [command]))).toEqual(['notAllowed'])
      return command.id
    }

    it('is kept as it was said first, without any command beside it, and by its author alone', async () => {
      const [handed, resent] = [await aRefusedOne(), await aRefusedOne()]
      const { now } = ward.server
      const nothing = { handed_at: null, settled_at: null, settled_as: null, settled_by: null }
      await ward.sync(leads, [], {
        answers: [
          { id: handed, as: 'handed' },
          { id: resent, as: 'resent' },
        ],
      })
      expect(await kept(handed)).toEqual(nothing)
      expect(await kept(resent)).toEqual(nothing)
      await ward.sync(mine, [], {
        answers: [
          { id: handed, as: 'handed' },
          { id: resent, as: 'resent' },
        ],
      })
      ward.server.now += 5
      await ward.sync(mine, [], {
        answers: [
          { id: handed, as: 'handed' },
          { id: resent, as: 'discarded' },
        ],
      })
      expect(await kept(handed)).toEqual({ ...nothing, handed_at: now })
      const settled = { settled_at: now, settled_as: 'resent', settled_by: mine.memberId }
      expect(await kept(resent)).toEqual({ ...nothing, ...settled })
    })

    it('changes nothing about one that was carried out, or that nobody knows', async () => {
      const command = ward.command(mine, 'recordAssist', ward.visit(ward.team))
      await ward.sync(mine, [command], { answers: [{ id: anId(404), as: 'discarded' }] })
      await ward.sync(mine, [], {
        answers: [
          { id: command.id, as: 'discarded' },
          { id: command.id, as: 'handed' },
        ],
      })
      expect(await kept(command.id)).toMatchObject({ handed_at: null, settled_at: null })
    })
  })

  it('how many wait for their person, and how often the line was begun anew, is kept with the phone', async () => {
    await ward.sync(mine, [], { status: { review: 2, restarts: 3 } })
    const device = await ward.server.context.db.kysely
      .selectFrom('devices')
      .select(['review', 'restarts'])
      .where('device_id', '=', mine.deviceId)
      .executeTakeFirstOrThrow()
    expect(device).toEqual({ review: 2, restarts: 3 })
  })

  it('a phone that has nothing to say and nothing to hear costs one reading of its own', async () => {
    await ward.sync(mine)
    const select = vi.spyOn(ward.server.context.db.kysely, 'selectFrom')
    await ward.sync(mine)
    const tables = select.mock.calls.map(([table]) => table)
    select.mockRestore()
    expect(tables).toContain('devices')
    expect(tables).not.toContain('notices')
  })
})
