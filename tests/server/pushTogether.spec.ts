// Phones that push at the same moment, and the locks by which none writes over what another wrote, on both databases.
import { describe, expect, it, vi } from 'vitest'
import { teamScope } from '#domain/tables.ts'
import type { WireCommand } from '#protocol/sync.ts'
import { RowChanged, saveRows } from '../../src/server/store/rows.ts'
import { pull } from '../../src/server/sync/pull.ts'
import { aManager, aVolunteer, anAccountItem, anAssistToRecord, anId, ids } from '../support/builders.ts'
import { bothDatabases, kinds } from '../support/databases.ts'
import { aPushingWard, aTeamToAdd, desk, mine } from '../support/pushingWard.ts'
import { wordsOf } from '../support/syncingWard.ts'

const addressOf = bothDatabases()

describe.each(kinds)('on %s', (kind) => {
  const here = aPushingWard(() => addressOf(kind, 'together'))
  const { addDevice, make, send, rowNow, pullTeam, errors } = here

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
        expect(replies.map(wordsOf)).toEqual([[outcome], [outcome], [outcome]])
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
      const outcomes = replies.map((reply) => wordsOf(reply)[0])
      expect([...outcomes].sort()).toEqual(['applied', 'rowExists'])
      expect(await rowNow('assists', assistId)).toMatchObject({
        ver: 1,
        row: { teamId: teamOf(outcomes.indexOf('applied')) },
      })
    }
    const pages = await pull(
      here.database,
      here.ward,
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
      here.database.transact((tx) => saveRows(tx, here.ward, [{ ...changed, before: 7 }])),
    ).rejects.toBeInstanceOf(RowChanged)
    await expect(
      here.database.transact((tx) => saveRows(tx, here.ward, [{ ...changed, before: undefined }])),
    ).rejects.toThrow(/unique/i)
    expect(await rowNow('assists', ids.assist)).toEqual(kept)
  })

  it('a manager reaches every team, each under its own lock', async () => {
    await send(mine, [make(1, 'recordAssist', anAssistToRecord())])
    const reply = await send(
      desk,
      [make(3, 'withdrawAssist', { assistId: ids.assist, reason: 'trùng' }, { base: 1 })],
      aManager(),
    )
    expect(wordsOf(reply)).toEqual(['applied'])
    expect(reply.touched).toEqual([{ scope: teamScope(ids.team), head: 3 }])
  })

  it('a manager’s commands for many teams are done at the second try, all their scopes locked together', async () => {
    const teams = [ids.team, ids.otherTeam, anId(0x40), anId(0x41), anId(0x42)]
    await send(
      desk,
      teams.slice(2).map((unitId, n) => make(3 + n, 'addUnit', aTeamToAdd(unitId, 'Khu phố'))),
      aManager(),
    )
    const visits = teams.map((teamId, n) =>
      make(
        n + 6,
        'recordAssist',
        anAssistToRecord({ teamId, assistId: anId(0x900 + n), resident: { kind: 'none' } }),
      ),
    )
    const transact = vi.spyOn(here.database, 'transact')
    const reply = await send(desk, visits, aManager())
    expect(transact).toHaveBeenCalledTimes(2)
    transact.mockRestore()
    expect(wordsOf(reply)).toEqual(teams.map(() => 'applied'))
    expect(reply.touched.map(({ scope }) => scope).sort()).toEqual(teams.map(teamScope).sort())
    expect(errors).toEqual([])
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
    const cursors = await here.database.kysely
      .selectFrom('row_scopes')
      .select('cursor')
      .where('ward_id', '=', here.ward.wardId)
      .where('scope', '=', teamScope(ids.team))
      .orderBy('cursor')
      .execute()
    expect(cursors.map(({ cursor }) => cursor)).toEqual(Array.from({ length: 40 }, (_, n) => n + 1))
  })
})
