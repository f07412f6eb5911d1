// What the server decides about what phones send, on both databases.
import { CompiledQuery } from 'kysely'
import { v7 } from 'uuid'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest'
import type { CommandArgs, CommandName } from '#domain/commands.ts'
import { rowKey, teamScope, wardScope, type TableName } from '#domain/tables.ts'
import { addCheck, rowCheck } from '#protocol/checksum.ts'
import type { Steps } from '#domain/upgrade.ts'
import type { WireCommand } from '#protocol/sync.ts'
import { protocolVersion } from '#protocol/version.ts'
import { openDatabase, type Database } from '../../src/server/store/database.ts'
import { findHistory } from '../../src/server/store/history.ts'
import { findRows, RowChanged, saveRows, type WardKey } from '../../src/server/store/rows.ts'
import { newKey, seal, unseal } from '../../src/server/store/sealing.ts'
import { pull } from '../../src/server/sync/pull.ts'
import { push, type PushReply } from '../../src/server/sync/push.ts'
import {
  aManager,
  aVolunteer,
  anAccountItem,
  anAssistToRecord,
  anId,
  ids,
  noon,
  today,
} from '../support/builders.ts'
import { bothDatabases, kinds } from '../support/databases.ts'

const hour = 3_600_000

const addressOf = bothDatabases()

/** A rule by which a database takes no row of this id. */
const unfit = anId(33)
const refuseOnSqlite = {
  make: `create trigger refuse_row before insert on rows when new.row_id = '${unfit}'
    begin select raise(abort, 'not this row'); end`,
  drop: 'drop trigger refuse_row',
}
const refuseOnPostgres = {
  make: `alter table rows add constraint refuse_row check (row_id <> '${unfit}') not valid`,
  drop: 'alter table rows drop constraint refuse_row',
}

describe.each(kinds)('on %s', (kind) => {
  let address: string
  let database: Database
  let ward: WardKey
  let tests = 0
  const errors: unknown[] = []

  beforeAll(async () => {
    address = await addressOf(kind, 'sync')
    database = openDatabase(address)
    await database.migrate()
    await database.migrate()
  })
  afterAll(() => database.close())

  beforeEach(async () => {
    // A ward of its own for each test: nothing of one ward is ever visible in another.
    ward = { wardId: anId(0xa000 + tests++), key: newKey() }
    errors.length = 0
    for (const device of [anId(20), anId(21), anId(22)]) await addDevice(device)
    await send(
      anId(22),
      [
        make(1, 'addUnit', {
          unitId: ids.team,
          kind: 'neighbourhood',
          parentId: null,
          name: 'Khu phố Đệ Đức 1',
          code: null,
          validFrom: '2022-01-01',
          validTo: null,
        }),
        make(2, 'addUnit', {
          unitId: ids.otherTeam,
          kind: 'neighbourhood',
          parentId: null,
          name: 'Khu phố Đệ Đức 2',
          code: null,
          validFrom: '2022-01-01',
          validTo: null,
        }),
      ],
      aManager(),
    )
  })

  async function addDevice(device: string) {
    const times = { oldest_unsent_at: null, last_contact_at: null, created_at: 0, revoked_at: null }
    await database.kysely
      .insertInto('devices')
      .values({
        ward_id: ward.wardId,
        device_id: device,
        member_id: ids.volunteer,
        name: 'máy',
        data_key_sealed: '',
        last_seq: 0,
        app_version: null,
        unsent: 0,
        ...times,
      })
      .execute()
  }

  function make<N extends CommandName>(
    seq: number,
    name: N,
    args: CommandArgs<N>,
    fields: Partial<WireCommand> = {},
  ): WireCommand {
    return {
      id: anId(0x10000 + Math.floor(Math.random() * 2 ** 40)),
      seq,
      name,
      args,
      at: noon,
      base: 0,
      ...fields,
    }
  }

  function send(
    deviceId: string,
    commands: WireCommand[],
    actor = aVolunteer(),
    now = noon + hour,
  ): Promise<PushReply> {
    const asked = { ward, actor, deviceId, commands, now, newId: () => v7() }
    return push(database, asked, (error) => errors.push(error))
  }

  const rowNow = async (table: TableName, id: string) =>
    (await database.snapshot((tx) => findRows(tx, ward, [{ table, id }])))[0]
  const outcomesOf = (reply: PushReply) =>
    reply.outcomes.map(({ outcome, problem }) => problem?.code ?? outcome)
  const [mine, theirs] = [anId(20), anId(21)]
  const team = teamScope(ids.team)
  const pullTeam = async (after = 0, limit = 2000) =>
    (await pull(database, ward, new Map([[team, after]]), { limit }))[0]

  it('a refused command is kept with its reason and holds nothing up', async () => {
    const reply = await send(mine, [
      make(1, 'recordAssist', anAssistToRecord({ teamId: ids.otherTeam })),
      make(2, 'recordAssist', anAssistToRecord()),
      make(3, 'recordAssist', anAssistToRecord({ assistId: anId(33), on: '2026-12-24' })),
      { ...make(4, 'recordAssist', anAssistToRecord()), name: 'constructor' },
      { ...make(5, 'recordAssist', anAssistToRecord()), args: [['deep']] },
    ])
    expect(outcomesOf(reply)).toEqual([
      'notAllowed',
      'applied',
      'dateInFuture',
      'commandUnknown',
      'argumentsMalformed',
    ])
    expect(reply.lastSeq).toBe(5)
    const kept = await database.kysely
      .selectFrom('commands')
      .select('outcome')
      .where('ward_id', '=', ward.wardId)
      .where('device_id', '=', mine)
      .execute()
    expect(kept).toHaveLength(5)
    expect(errors).toEqual([])
  })

  it('an unknown device and a gap among the numbers of a batch change nothing', async () => {
    const visit = (seq: number) => make(seq, 'recordAssist', anAssistToRecord())
    await expect(send(anId(404), [visit(1)])).rejects.toThrow('deviceUnknown')
    await expect(send(mine, [visit(1), visit(3)])).rejects.toThrow('requestMalformed')
    const first = visit(1)
    await send(mine, [first])
    await expect(send(mine, [first, visit(3)])).rejects.toThrow('requestMalformed')
    expect((await pullTeam())?.rows).toHaveLength(2)
  })

  it('a number that is missing before a batch is told as a gap, and nothing of the batch is decided', async () => {
    const visit = (seq: number) =>
      make(seq, 'recordAssist', anAssistToRecord({ assistId: anId(30 + seq), resident: { kind: 'none' } }))
    expect(await send(mine, [visit(2)])).toMatchObject({ gap: true, lastSeq: 0, outcomes: [] })
    await send(mine, [visit(1)])
    const reply = await send(mine, [visit(3), visit(4)])
    expect(reply).toMatchObject({ gap: true, fork: false, lastSeq: 1, outcomes: [], touched: [] })
    expect((await pullTeam())?.rows).toHaveLength(1)
    expect((await send(mine, [visit(2)])).gap).toBe(false)
  })

  it('a cursor beyond the head begins its scope anew, page by page', async () => {
    const visits = [1, 2, 3].map((seq) =>
      make(seq, 'recordAssist', anAssistToRecord({ assistId: anId(30 + seq), resident: { kind: 'none' } })),
    )
    await send(mine, visits)
    expect(await pullTeam(3)).toMatchObject({ to: 3, rows: [] })
    expect((await pullTeam(3))?.replaces).toBeUndefined()
    const begun = await pullTeam(4, 2)
    expect(begun).toMatchObject({ replaces: true, to: 2, more: true, count: 3 })
    expect(begun?.rows).toHaveLength(2)
    expect((await pullTeam(2, 2))?.replaces).toBeUndefined()
    const [empty] = await pull(database, ward, new Map([[teamScope(ids.otherTeam), 9]]))
    expect(empty).toMatchObject({ replaces: true, to: 0, rows: [], count: 0, checksum: 0 })
  })

  it('what is sent twice is applied once and answered the same', async () => {
    const command = make(1, 'recordAssist', anAssistToRecord())
    const first = await send(mine, [command])
    const again = await send(mine, [
      command,
      make(2, 'withdrawAssist', { assistId: ids.assist, reason: 'nhầm' }),
    ])
    expect(again.outcomes[0]).toMatchObject({ id: command.id, seq: 1, outcome: 'applied' })
    expect(outcomesOf(again)).toEqual(['applied', 'applied'])
    expect(first.outcomes[0]?.made.map(({ table }) => table).sort()).toEqual(['assists', 'residents'])
    expect((await pullTeam())?.rows).toHaveLength(2)
  })

  it('a command that another phone carried here counts once', async () => {
    const command = make(1, 'recordAssist', anAssistToRecord())
    await send(mine, [command])
    const carried = await send(theirs, [
      command,
      make(2, 'recordAssist', anAssistToRecord({ assistId: anId(34), resident: { kind: 'none' } })),
    ])
    expect(outcomesOf(carried)).toEqual(['applied', 'applied'])
    expect(carried.lastSeq).toBe(2)
    expect((await pullTeam())?.rows).toHaveLength(3)
  })

  it('another command under a number already used is a copied phone', async () => {
    await send(mine, [make(1, 'recordAssist', anAssistToRecord())])
    const copy = await send(mine, [make(1, 'recordAssist', anAssistToRecord({ assistId: anId(35) }))])
    expect(copy).toMatchObject({ fork: true, outcomes: [] })
    expect((await pullTeam())?.rows).toHaveLength(2)
  })

  it('so is another command under the number of one that was carried here', async () => {
    const command = make(1, 'recordAssist', anAssistToRecord())
    await send(mine, [command])
    await send(theirs, [command])
    const copy = await send(theirs, [make(1, 'recordAssist', anAssistToRecord({ assistId: anId(35) }))])
    expect(copy).toMatchObject({ lastSeq: 1, fork: true, outcomes: [] })
  })

  it('another member who knows the id of a command is refused, and is told nothing of it', async () => {
    const command = make(1, 'recordAssist', anAssistToRecord())
    await send(mine, [command])
    const colleague = aVolunteer({ memberId: ids.colleague })
    const reply = await send(theirs, [{ ...command, args: {} }], colleague)
    expect(reply.outcomes).toEqual([
      { id: command.id, seq: 1, outcome: 'refused', problem: { code: 'notAllowed' }, made: [] },
    ])
    expect(await send(theirs, [command], colleague)).toMatchObject({
      lastSeq: 1,
      fork: false,
      outcomes: reply.outcomes,
    })
  })

  it('one command that three phones carry at the same moment counts once, whatever it locks', async () => {
    for (let round = 0; round < 10; round++) {
      const devices = [0, 1, 2].map((n) => anId(0x800 + round * 3 + n))
      for (const device of devices) await addDevice(device)
      const visit = anAssistToRecord({ assistId: anId(0x900 + round), resident: { kind: 'none' } })
      const command = make(1, 'recordAssist', visit)
      const unknown = { ...make(1, 'recordAssist', visit), name: 'later' }
      // An unknown one locks no scope, so nothing but its id stands in the way.
      for (const [one, outcome] of [
        [command, 'applied'],
        [{ ...unknown, seq: 2 }, 'commandUnknown'],
      ] as const) {
        const replies = await Promise.all(devices.map((device) => send(device, [one])))
        expect(replies.map(outcomesOf)).toEqual([[outcome], [outcome], [outcome]])
      }
    }
    expect((await pullTeam())?.rows).toHaveLength(10)
  })

  it('one id that two phones make at the same moment in two teams is one row, and nothing is written over', async () => {
    const teamOf = (n: number) => (n === 0 ? ids.team : ids.otherTeam)
    for (let round = 0; round < 10; round++) {
      const devices = [0, 1].map((n) => anId(0x800 + round * 2 + n))
      for (const device of devices) await addDevice(device)
      const assistId = anId(0x900 + round)
      const visits = devices.map((_, n) =>
        make(
          1,
          'recordAssist',
          anAssistToRecord({ assistId, teamId: teamOf(n), resident: { kind: 'none' } }),
        ),
      )
      const replies = await Promise.all(
        devices.map((device, n) =>
          send(device, [visits[n] as WireCommand], aVolunteer({ teamIds: [teamOf(n)] })),
        ),
      )
      const outcomes = replies.map((reply) => outcomesOf(reply)[0])
      expect([...outcomes].sort()).toEqual(['applied', 'rowExists'])
      expect(await rowNow('assists', assistId)).toMatchObject({
        ver: 1,
        row: { teamId: teamOf(outcomes.indexOf('applied')) },
      })
    }
    const pages = await pull(
      database,
      ward,
      new Map([ids.team, ids.otherTeam].map((id) => [teamScope(id), 0])),
    )
    expect(pages.flatMap(({ rows }) => rows)).toHaveLength(10)
    expect(pages.reduce((sum, { count }) => sum + count, 0)).toBe(10)
    expect(errors).toEqual([])
  })

  it('a row that is not as it was read is not written over', async () => {
    await send(mine, [make(1, 'recordAssist', anAssistToRecord())])
    const kept = await rowNow('assists', ids.assist)
    if (!kept) throw new Error('no row')
    const changed = {
      ...kept,
      ver: 8,
      text: JSON.stringify({ ...kept.row, place: 'elsewhere' }),
      maker: anId(1),
    }
    await expect(
      database.transact((tx) => saveRows(tx, ward, [{ ...changed, before: 7 }])),
    ).rejects.toBeInstanceOf(RowChanged)
    await expect(
      database.transact((tx) => saveRows(tx, ward, [{ ...changed, before: undefined }])),
    ).rejects.toThrow(/unique/i)
    expect(await rowNow('assists', ids.assist)).toEqual(kept)
  })

  it('a command of an older version is brought up to today’s, and one that cannot be is kept', async () => {
    const old = { ...make(1, 'recordAssist', anAssistToRecord()), name: 'writeVisit' }
    const odd = { ...make(2, 'recordAssist', anAssistToRecord()), name: 'breaks' }
    const steps: Steps = {
      [protocolVersion - 1]: ({ name, args }) => {
        if (name === 'breaks') throw new Error('a step that was written wrong')
        return { name: name === 'writeVisit' ? 'recordAssist' : name, args }
      },
    }
    const asked = { ward, actor: aVolunteer(), deviceId: mine, now: noon + hour, newId: () => v7(), steps }
    const reply = await push(
      database,
      { ...asked, commands: [old, odd], protocol: protocolVersion - 1 },
      (error) => errors.push(error),
    )
    expect(outcomesOf(reply)).toEqual(['applied', 'serverFailed'])
    expect(errors).toHaveLength(1)
    // What says today's version is not touched.
    const again = await push(
      database,
      { ...asked, commands: [{ ...old, id: anId(0x321), seq: 3 }] },
      (error) => errors.push(error),
    )
    expect(outcomesOf(again)).toEqual(['commandUnknown'])
  })

  describe('when the database takes no write of one command', () => {
    const rule = kind === 'SQLite' ? refuseOnSqlite : refuseOnPostgres
    const run = (statement: string) => database.kysely.executeQuery(CompiledQuery.raw(statement))
    beforeEach(() => run(rule.make))
    afterEach(() => run(rule.drop))

    const visit = (seq: number, assistId = anId(40 + seq)) =>
      make(seq, 'recordAssist', anAssistToRecord({ assistId, resident: { kind: 'none' } }))

    it('that one is parked and the others stand', async () => {
      const visits = [visit(1), visit(2), visit(3, unfit), visit(4), visit(5)]
      const reply = await send(mine, visits)
      expect(outcomesOf(reply)).toEqual(['applied', 'applied', 'serverFailed', 'applied', 'applied'])
      expect(reply.outcomes.map(({ seq }) => seq)).toEqual([1, 2, 3, 4, 5])
      expect(reply).toMatchObject({ lastSeq: 5, fork: false, gap: false })
      expect(reply.outcomes[2]).toMatchObject({ outcome: 'parked' })
      expect(reply.touched).toEqual([{ scope: team, head: 4 }])
      expect(reply.written).toHaveLength(4)
      expect((await pullTeam())?.rows).toHaveLength(4)
      expect(errors).toHaveLength(1)
      expect(outcomesOf(await send(mine, visits))).toEqual(outcomesOf(reply))
    })

    it('what the phone says of itself counts all that was sent', async () => {
      const asked = { ward, actor: aVolunteer(), deviceId: mine, now: noon + hour, newId: () => v7() }
      const status = { appVersion: '1', unsent: 4, oldestUnsentAt: noon, review: 0, restarts: 0 }
      const commands = [visit(1), visit(2, unfit), visit(3)]
      await push(database, { ...asked, commands, status }, (error) => errors.push(error))
      const device = await database.kysely
        .selectFrom('devices')
        .select(['unsent', 'last_seq'])
        .where('ward_id', '=', ward.wardId)
        .where('device_id', '=', mine)
        .executeTakeFirstOrThrow()
      expect(device).toEqual({ unsent: 1, last_seq: 3 })
    })
  })

  describe('two people correct one assist', () => {
    const correct = (seq: number, changes: CommandArgs<'correctAssist'>['changes'], at: number) =>
      make(seq, 'correctAssist', { assistId: ids.assist, changes, dossiers: [] }, { base: 1, at })
    const lead = aVolunteer({ memberId: ids.colleague, role: 'lead' })
    beforeEach(() => send(mine, [make(1, 'recordAssist', anAssistToRecord())]))

    it('in different fields: both stand', async () => {
      await send(theirs, [correct(1, { place: 'cultureHouse' }, noon + 2)], lead)
      const reply = await send(mine, [correct(2, { on: '2026-11-19' }, noon + 1)])
      expect(outcomesOf(reply)).toEqual(['merged'])
      expect(await rowNow('assists', ids.assist)).toMatchObject({
        ver: 3,
        row: { place: 'cultureHouse', on: '2026-11-19' },
      })
    })

    it('in the same field: the later stands, whichever comes first, and the other is in the history', async () => {
      await send(theirs, [correct(1, { place: 'cultureHouse' }, noon + 2)], lead)
      const reply = await send(mine, [correct(2, { place: 'elsewhere' }, noon + 1)])
      expect(outcomesOf(reply)).toEqual(['overridden'])
      expect((await rowNow('assists', ids.assist))?.row).toMatchObject({ place: 'cultureHouse' })
      const history = await database.transact((tx) =>
        findHistory(tx, ward, [{ table: 'assists', id: ids.assist }]),
      )
      expect(history.get(rowKey('assists', ids.assist))?.map(({ value, stood }) => [value, stood])).toEqual([
        ['cultureHouse', true],
        ['elsewhere', false],
      ])
    })

    it('a correction that was made before the answer to its own record came gives way to a later one all the same', async () => {
      await send(theirs, [correct(1, { place: 'cultureHouse' }, noon + 2)], lead)
      const changes = { place: 'elsewhere' } as const
      const reply = await send(mine, [
        make(2, 'correctAssist', { assistId: ids.assist, changes, dossiers: [] }, { base: 0, at: noon + 1 }),
      ])
      expect(outcomesOf(reply)).toEqual(['overridden'])
      expect((await rowNow('assists', ids.assist))?.row).toMatchObject({ place: 'cultureHouse' })
    })

    it('one with a clock two days ahead wins only until the server received it', async () => {
      await send(theirs, [correct(1, { place: 'cultureHouse' }, noon + 48 * hour)], lead, noon + hour)
      await send(mine, [correct(2, { place: 'elsewhere' }, noon + 2 * hour)], aVolunteer(), noon + 3 * hour)
      expect((await rowNow('assists', ids.assist))?.row).toMatchObject({ place: 'elsewhere' })
    })

    it("one person's own corrections in a row are no conflict", async () => {
      const reply = await send(mine, [
        correct(2, { place: 'elsewhere' }, noon + 1),
        correct(3, { place: 'cultureHouse' }, noon + 2),
      ])
      expect(outcomesOf(reply)).toEqual(['applied', 'applied'])
    })
  })

  it('a manager reaches every team, each under its own lock', async () => {
    await send(mine, [make(1, 'recordAssist', anAssistToRecord())])
    const reply = await send(
      anId(22),
      [make(3, 'withdrawAssist', { assistId: ids.assist, reason: 'trùng' }, { base: 1 })],
      aManager(),
    )
    expect(outcomesOf(reply)).toEqual(['applied'])
    expect(reply.touched).toEqual([{ scope: team, head: 3 }])
  })

  it('a manager’s commands for many teams are done at the second try, all their scopes locked together', async () => {
    const teams = [ids.team, ids.otherTeam, anId(0x40), anId(0x41), anId(0x42)]
    const makeTeam = (unitId: string, seq: number) =>
      make(seq, 'addUnit', {
        unitId,
        kind: 'neighbourhood',
        parentId: null,
        name: 'Khu phố',
        code: null,
        validFrom: '2022-01-01',
        validTo: null,
      })
    await send(
      anId(22),
      teams.slice(2).map((unitId, n) => makeTeam(unitId, 3 + n)),
      aManager(),
    )
    const visits = teams.map((teamId, n) =>
      make(
        n + 6,
        'recordAssist',
        anAssistToRecord({ teamId, assistId: anId(0x900 + n), resident: { kind: 'none' } }),
      ),
    )
    const transact = vi.spyOn(database, 'transact')
    const reply = await send(anId(22), visits, aManager())
    expect(transact).toHaveBeenCalledTimes(2)
    transact.mockRestore()
    expect(outcomesOf(reply)).toEqual(teams.map(() => 'applied'))
    expect(reply.touched.map(({ scope }) => scope).sort()).toEqual(teams.map(teamScope).sort())
    expect(errors).toEqual([])
  })

  it('what somebody did before leaving counts, what came later is refused', async () => {
    const member = {
      memberId: ids.volunteer,
      name: 'Phan Thị Ví Dụ',
      role: 'volunteer' as const,
      teamIds: [ids.team],
      joinedOn: '2022-01-01',
      leftOn: today,
    }
    await send(anId(22), [make(3, 'addMember', member)], aManager())
    const late = noon + 48 * hour
    const reply = await send(
      mine,
      [
        make(1, 'recordAssist', anAssistToRecord()),
        make(2, 'recordAssist', anAssistToRecord({ assistId: anId(36), resident: { kind: 'none' } }), {
          at: late,
        }),
      ],
      aVolunteer(),
      late,
    )
    expect(outcomesOf(reply)).toEqual(['applied', 'memberLeft'])
  })

  it('phones that push at once leave no number out and none given twice', async () => {
    const devices = Array.from({ length: 8 }, (_, n) => anId(0x500 + n))
    for (const device of devices) await addDevice(device)
    await Promise.all(
      devices.map(async (device, n) => {
        for (let seq = 1; seq <= 5; seq++) {
          const args = anAssistToRecord({
            assistId: anId(0x6000 + n * 10 + seq),
            resident: { kind: 'none' },
            items: { [anId(80)]: anAccountItem() },
          })
          await send(device, [make(seq, 'recordAssist', args)])
        }
      }),
    )
    const cursors = await database.kysely
      .selectFrom('row_scopes')
      .select('cursor')
      .where('ward_id', '=', ward.wardId)
      .where('scope', '=', team)
      .orderBy('cursor')
      .execute()
    expect(cursors.map(({ cursor }) => cursor)).toEqual(Array.from({ length: 40 }, (_, n) => n + 1))
  })

  it('a pull goes page by page, and count and checksum agree with its rows', async () => {
    const assists = Array.from({ length: 7 }, (_, n) =>
      make(
        n + 1,
        'recordAssist',
        anAssistToRecord({ assistId: anId(0x700 + n), resident: { kind: 'none' } }),
      ),
    )
    await send(mine, assists)
    await send(mine, [make(8, 'withdrawAssist', { assistId: anId(0x702), reason: 'nhầm' }, { base: 1 })])
    const rows = []
    let page = await pullTeam(0, 3)
    for (; page; page = page.more ? await pullTeam(page.to, 3) : undefined) {
      rows.push(...page.rows)
      if (!page.more) {
        expect(page.count).toBe(rows.length)
        expect(page.checksum).toBe(
          rows.reduce((sum, { table, id, ver }) => addCheck(sum, rowCheck(rowKey(table, id), ver)), 0),
        )
        expect((await pullTeam(page.to))?.rows).toEqual([])
      }
    }
    expect(rows).toHaveLength(7)
    expect((await pull(database, ward, new Map([[wardScope(ward.wardId), 0]])))[0]?.rows).toHaveLength(2)
  })

  it('reading waits for no writer', async () => {
    const second = openDatabase(address)
    await database.transact(async (tx) => {
      await tx.updateTable('devices').set({ name: 'máy khác' }).where('ward_id', '=', ward.wardId).execute()
      const [page] = await pull(second, ward, new Map([[wardScope(ward.wardId), 0]]))
      expect(page?.rows).toHaveLength(2)
    })
    await second.close()
  })

  it('neither a name of a resident nor what somebody typed about one stands open in the database', async () => {
    const remark = 'Máy của ông Thử đã cũ'
    const items = { [anId(77)]: { kind: 'failure', subject: 'account', reason: 'KHAC', remark } } as const
    await send(mine, [
      make(1, 'recordAssist', anAssistToRecord({ note: 'gọi cho ông Thử', items, dossiers: [] })),
      make(2, 'withdrawAssist', { assistId: ids.assist, reason: 'Ghi nhầm bà Thử' }),
    ])
    expect(JSON.stringify((await pullTeam())?.rows)).toContain('Lê Thị Thử')
    const { rows } = {
      rows: [
        await database.kysely.selectFrom('rows').selectAll().execute(),
        await database.kysely.selectFrom('commands').selectAll().execute(),
        await database.kysely.selectFrom('history').selectAll().execute(),
      ],
    }
    expect(JSON.stringify(rows)).not.toContain('Thử')
  })
})

describe('a sealed value', () => {
  const key = newKey()
  it('opens with its key in its place', () =>
    expect(unseal(key, 'residents/1', seal(key, 'residents/1', 'Đỗ Minh'))).toBe('Đỗ Minh'))
  it('opens neither elsewhere nor with another key', () => {
    const sealed = seal(key, 'residents/1', 'Đỗ Minh')
    expect(() => unseal(key, 'residents/2', sealed)).toThrow()
    expect(() => unseal(newKey(), 'residents/1', sealed)).toThrow()
  })
})
