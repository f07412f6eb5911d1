// What the server decides about each command that a phone sends: it applies, refuses or parks it, and none holds up another;
// on both databases.
import { CompiledQuery } from 'kysely'
import { v7 } from 'uuid'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { teamScope } from '#domain/tables.ts'
import type { Steps } from '#domain/upgrade.ts'
import { protocolVersion } from '#protocol/version.ts'
import { push } from '../../src/server/sync/push.ts'
import { aManager, aVolunteer, anAssistToRecord, anId, ids, noon, today } from '../support/builders.ts'
import { bothDatabases, kinds } from '../support/databases.ts'
import { aPushingWard, desk, mine } from '../support/pushingWard.ts'
import { wordsOf } from '../support/syncingWard.ts'

const addressOf = bothDatabases()
const hour = 3_600_000

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
  const here = aPushingWard(() => addressOf(kind, 'decisions'))
  const { make, send, pullTeam, errors } = here

  it('a refused command is kept with its reason and holds nothing up', async () => {
    const reply = await send(mine, [
      make(1, 'recordAssist', anAssistToRecord({ teamId: ids.otherTeam })),
      make(2, 'recordAssist', anAssistToRecord()),
      make(3, 'recordAssist', anAssistToRecord({ assistId: anId(33), on: '2026-12-24' })),
      { ...make(4, 'recordAssist', anAssistToRecord()), name: 'constructor' },
      { ...make(5, 'recordAssist', anAssistToRecord()), args: [['deep']] },
    ])
    expect(wordsOf(reply)).toEqual([
      'notAllowed',
      'applied',
      'dateInFuture',
      'commandUnknown',
      'argumentsMalformed',
    ])
    expect(reply.lastSeq).toBe(5)
    const kept = await here.database.kysely
      .selectFrom('commands')
      .select('outcome')
      .where('ward_id', '=', here.ward.wardId)
      .where('device_id', '=', mine)
      .execute()
    expect(kept).toHaveLength(5)
    expect(errors).toEqual([])
  })

  it('a command of an older version is brought up to today’s, and one that cannot be is kept', async () => {
    const { database, ward } = here
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
    expect(wordsOf(reply)).toEqual(['applied', 'serverFailed'])
    expect(errors).toHaveLength(1)
    // What says today's version is not touched.
    const again = await push(
      database,
      { ...asked, commands: [{ ...old, id: anId(0x321), seq: 3 }] },
      (error) => errors.push(error),
    )
    expect(wordsOf(again)).toEqual(['commandUnknown'])
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
    await send(desk, [make(3, 'addMember', member)], aManager())
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
    expect(wordsOf(reply)).toEqual(['applied', 'memberLeft'])
  })

  describe('when the database takes no write of one command', () => {
    const rule = kind === 'SQLite' ? refuseOnSqlite : refuseOnPostgres
    const run = (statement: string) => here.database.kysely.executeQuery(CompiledQuery.raw(statement))
    beforeEach(() => run(rule.make))
    afterEach(() => run(rule.drop))

    const visit = (seq: number, assistId = anId(40 + seq)) =>
      make(seq, 'recordAssist', anAssistToRecord({ assistId, resident: { kind: 'none' } }))

    it('that one is parked and the others stand', async () => {
      const visits = [visit(1), visit(2), visit(3, unfit), visit(4), visit(5)]
      const reply = await send(mine, visits)
      expect(wordsOf(reply)).toEqual(['applied', 'applied', 'serverFailed', 'applied', 'applied'])
      expect(reply.outcomes.map(({ seq }) => seq)).toEqual([1, 2, 3, 4, 5])
      expect(reply).toMatchObject({ lastSeq: 5, fork: false, gap: false })
      expect(reply.outcomes[2]).toMatchObject({ outcome: 'parked' })
      expect(reply.touched).toEqual([{ scope: teamScope(ids.team), head: 4 }])
      expect(reply.written).toHaveLength(4)
      expect((await pullTeam())?.rows).toHaveLength(4)
      expect(errors).toHaveLength(1)
      expect(wordsOf(await send(mine, visits))).toEqual(wordsOf(reply))
    })

    it('what the phone says of itself counts all that was sent', async () => {
      const { database, ward } = here
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
})
