// A dossier code is given once in a ward, whatever phones and teams write at the same moment; on both databases.
import { sql } from 'kysely'
import { beforeEach, describe, expect, it } from 'vitest'
import type { CommandArgs } from '#domain/commands.ts'
import { migrations } from '../../src/server/migrations/index.ts'
import { openDatabase, type Database } from '../../src/server/store/database.ts'
import { push, type PushReply } from '../../src/server/sync/push.ts'
import { aDossier, anId, ids, noon } from '../support/builders.ts'
import { bothDatabases, kinds } from '../support/databases.ts'
import { holdingDatabase } from '../support/heldDatabase.ts'
import { aSyncingWard, wordsOf, type NumberedPhone, type SyncingWard } from '../support/syncingWard.ts'

const addressOf = bothDatabases()
const code = 'H08-230411-0004'

describe.each(kinds)('on %s', (kind) => {
  let ward: SyncingWard
  let mine: NumberedPhone
  let theirs: NumberedPhone
  let procedureId: string
  let tests = 0

  beforeEach(async () => {
    ward = await aSyncingWard(await addressOf(kind, `codes_${tests++}`))
    mine = await ward.aPhone(await ward.aMember('volunteer', [ward.team]))
    theirs = await ward.aPhone(await ward.aMember('volunteer', [ward.otherTeam]))
    await ward.sync(mine)
    const rows = [...(mine.rows.get(`ward:${ward.wardId}`)?.values() ?? [])]
    procedureId = rows.find(({ table }) => table === 'procedures')?.id ?? ''
    return () => ward.server.close()
  })

  /** A visit at which one dossier was submitted. */
  function visit(teamId: string, given: string | null): CommandArgs<'recordAssist'> {
    const { newId } = ward.server.context
    const { id: _id, teamId: _team, assistId: _assist, state: _state, ...fields } = aDossier({ procedureId })
    const dossierId = newId()
    return ward.visit(teamId, {
      items: { [newId()]: { kind: 'dossier', dossierId, act: 'new' } },
      dossiers: [{ dossierId, ...fields, code: given }],
    })
  }
  const dossierIdOf = ({ dossiers }: CommandArgs<'recordAssist'>) => dossiers[0]?.dossierId ?? ''
  const record = async (phone: NumberedPhone, ...visits: CommandArgs<'recordAssist'>[]) =>
    wordsOf(
      await ward.sync(
        phone,
        visits.map((one) => ward.command(phone, 'recordAssist', one)),
      ),
    )
  const correct = async (phone: NumberedPhone, about: CommandArgs<'recordAssist'>, given: string | null) => {
    const args = { dossierId: dossierIdOf(about), assistId: about.assistId, changes: { code: given } }
    return wordsOf(await ward.sync(phone, [ward.command(phone, 'correctDossier', args, { base: 1 })]))
  }

  it('a dossier code with a NUL in it is one bad command, and holds up no other', async () => {
    const bad = ward.command(mine, 'recordAssist', visit(ward.team, 'H08-230411-\u00000004'))
    const good = ward.command(mine, 'recordAssist', ward.visit(ward.team))
    const words = wordsOf(await ward.sync(mine, [bad, good]))
    expect(words).toHaveLength(2)
    expect(words[1]).toBe('applied')
  })

  it('a second dossier of another team is refused, and the answer names the field and nothing of the first one', async () => {
    expect(await record(mine, visit(ward.team, code))).toEqual(['applied'])
    const second = visit(ward.otherTeam, ` ${code.toLowerCase()} `)
    const { outcomes } = await ward.sync(theirs, [ward.command(theirs, 'recordAssist', second)])
    expect(outcomes.map(({ problem }) => problem)).toEqual([
      { code: 'dossierCodeTaken', field: `dossiers.${dossierIdOf(second)}.code`, details: { code } },
    ])
    // What came with it and gives another code goes on; the visit itself can come again with its code mended.
    const mended = {
      ...second,
      dossiers: second.dossiers.map((one) => ({ ...one, code: 'H08-230411-0005' })),
    }
    expect(await record(theirs, mended, visit(ward.otherTeam, null))).toEqual(['applied', 'applied'])
  })

  it('of two in one push the first has it', async () => {
    const visits = [visit(ward.team, code), visit(ward.team, code), visit(ward.team, null)]
    expect(await record(mine, ...visits)).toEqual(['applied', 'dossierCodeTaken', 'applied'])
  })

  it('a changed code, a withdrawn visit and a dossier taken out of its visit free it', async () => {
    const first = visit(ward.team, code)
    const second = visit(ward.otherTeam, null)
    await record(mine, first)
    await record(theirs, second)
    expect(await correct(theirs, second, code)).toEqual(['dossierCodeTaken'])
    expect(await correct(mine, first, 'H08-230411-0005')).toEqual(['applied'])
    expect(await correct(theirs, second, code)).toEqual(['applied'])
    expect(await correct(mine, first, code)).toEqual(['dossierCodeTaken'])

    const { assistId } = second
    const taken = (name: 'withdrawAssist' | 'restoreAssist') => {
      const args = name === 'withdrawAssist' ? { assistId, reason: 'nhầm' } : { assistId }
      return ward.command(theirs, name, args as CommandArgs<'withdrawAssist'>, { base: 1 })
    }
    await ward.sync(theirs, [taken('withdrawAssist')])
    expect(wordsOf(await ward.sync(theirs, [taken('restoreAssist'), taken('withdrawAssist')]))).toEqual([
      'applied',
      'applied',
    ])
    expect(await correct(mine, first, code)).toEqual(['applied'])
    expect(wordsOf(await ward.sync(theirs, [taken('restoreAssist')]))).toEqual(['dossierCodeTaken'])

    const [itemId = ''] = Object.keys(first.items)
    const takeOut = {
      assistId: first.assistId,
      changes: { items: { [itemId]: null, [anId(82)]: anItem } },
      dossiers: [],
    }
    await ward.sync(mine, [ward.command(mine, 'correctAssist', takeOut, { base: 1 })])
    expect(wordsOf(await ward.sync(theirs, [taken('restoreAssist')]))).toEqual(['applied'])
  })

  it('codes can change places in one push', async () => {
    const [a, b] = [visit(ward.team, 'A-1'), visit(ward.team, 'B-1')]
    await record(mine, a, b)
    const change = (about: CommandArgs<'recordAssist'>, given: string) =>
      ward.command(mine, 'correctDossier', {
        dossierId: dossierIdOf(about),
        assistId: about.assistId,
        changes: { code: given },
      })
    const moves = [change(a, 'C-1'), change(b, 'A-1'), change(a, 'B-1')]
    expect(wordsOf(await ward.sync(mine, moves))).toEqual(['applied', 'applied', 'applied'])
  })

  it('of two teams at the same moment one has it, and the other is refused with everything else of its batch taken', async () => {
    const { context } = ward.server
    const key = await context.keys.get(ward.wardId)
    const held = holdingDatabase(context.db)
    const holding = held.hold('commit')
    const send = (phone: NumberedPhone, teamId: string, given: (string | null)[]) =>
      push(
        held.database,
        {
          ward: key,
          actor: { memberId: phone.memberId, role: 'volunteer', teamIds: [teamId] },
          deviceId: phone.deviceId,
          commands: given.map((one) => ward.command(phone, 'recordAssist', visit(teamId, one))),
          now: ward.server.now,
          newId: context.newId,
        },
        (error) => expect.fail(String(error)),
      )
    const first = send(mine, ward.team, [code])
    await holding.isHeld
    const second = send(theirs, ward.otherTeam, ['H08-230411-0009', code, null])
    // Only where the second one waits for the code itself has nobody told it before that the code is taken.
    try {
      if (kind === 'PostgreSQL') await expect.poll(async () => waiting(context.db.kysely)).toBe(1)
    } finally {
      holding.letGo()
    }
    expect(wordsIn(await first)).toEqual(['applied'])
    expect(wordsIn(await second)).toEqual(['applied', 'dossierCodeTaken', 'applied'])
  })

  it('many teams and phones at once never give it twice', async () => {
    const phones = await Promise.all(
      [ward.team, ward.otherTeam, ward.team, ward.otherTeam].map(async (team) => ({
        team,
        phone: await ward.aPhone(await ward.aMember('volunteer', [team])),
      })),
    )
    const codes = Array.from({ length: 8 }, (_, n) => `X-${n}`)
    const words = await Promise.all(
      phones.map(({ team, phone }, n) =>
        record(phone, ...(n % 2 ? codes : codes.toReversed()).map((one) => visit(team, one))),
      ),
    )
    expect(words.flat().filter((word) => word === 'applied')).toHaveLength(codes.length)
    expect(new Set(words.flat())).toEqual(new Set(['applied', 'dossierCodeTaken']))
  })
})

const wordsIn = ({ outcomes }: PushReply) => outcomes.map(({ outcome, problem }) => problem?.code ?? outcome)

/** How many wait for what another transaction holds. */
async function waiting(kysely: Database['kysely']): Promise<number> {
  const { rows } = await sql<{ n: number }>`select count(*) as n from pg_stat_activity
    where datname = current_database() and wait_event_type = 'Lock'`.execute(kysely)
  return rows[0]?.n ?? 0
}

const anItem = { kind: 'account' as const, account: 'nationalPortal' as const }

describe.each(kinds)('a store from before this rule, on %s', (kind) => {
  it('keeps what it has: of two dossiers with one code the first has it, and a withdrawn visit has none', async () => {
    const database = openDatabase(await addressOf(kind, 'before_codes'))
    const { kysely, dialect } = database
    await sql`create table migrations (name text primary key)`.execute(kysely)
    for (const { name, statements } of migrations.slice(0, 5)) {
      for (const statement of statements(dialect)) await sql.raw(statement).execute(kysely)
      await sql`insert into migrations (name) values (${name})`.execute(kysely)
    }
    const dossiers: [number, number, string | null][] = [
      [30, 40, 'A-1'],
      [31, 41, 'A-1'],
      [32, 42, 'B-1'],
      [33, 43, 'B-1'],
      [34, 44, null],
      [35, 45, 'C-1'],
    ]
    await kysely
      .insertInto('rows')
      .values(
        dossiers.map(([id, assistId, given]) => ({
          ...{ ward_id: ids.ward, tbl: 'dossiers', row_id: anId(id), ver: 1, maker: null },
          doc: JSON.stringify(aDossier({ id: anId(id), assistId: anId(assistId), code: given })),
        })),
      )
      .execute()
    // 42 was withdrawn; 45 was withdrawn and came back.
    for (const [n, [assist, name]] of (
      [
        [42, 'withdrawAssist'],
        [45, 'withdrawAssist'],
        [45, 'restoreAssist'],
      ] as const
    ).entries()) {
      const said = {
        ward_id: ids.ward,
        device_id: anId(20),
        command_id: anId(100 + n),
        member_id: ids.volunteer,
      }
      await kysely
        .insertInto('commands')
        .values({
          ...said,
          ...{
            seq: n + 1,
            name,
            sealed_payload: '',
            at: noon,
            received_at: noon,
            outcome: 'applied',
            problem: null,
          },
          ...{ made: '[]', handed_at: null, settled_at: null, settled_as: null, settled_by: null },
        })
        .execute()
      const change = {
        tbl: 'assists',
        row_id: anId(assist),
        ver: n + 2,
        path: 'withdrawn',
        value: '',
        stood: 1,
      }
      await kysely
        .insertInto('history')
        .values({ ...said, ...change, at: noon })
        .execute()
    }

    await database.migrate()
    const kept = await kysely.selectFrom('dossier_codes').selectAll().orderBy('dossier_id').execute()
    expect(kept.map(({ dossier_id, code: given, holds }) => [dossier_id, given, holds])).toEqual([
      [anId(30), 'A-1', 1],
      [anId(31), 'A-1', 0],
      [anId(32), 'B-1', 0],
      [anId(33), 'B-1', 1],
      [anId(35), 'C-1', 1],
    ])
    await database.close()
  })
})
