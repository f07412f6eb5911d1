// What a phone is told when it pulls: pages, counts and checksums, and from where on, on both databases.
import { describe, expect, it } from 'vitest'
import { rowKey, teamScope, wardScope } from '#domain/tables.ts'
import { addCheck, rowCheck } from '#protocol/checksum.ts'
import { openDatabase } from '../../src/server/store/database.ts'
import { pull } from '../../src/server/sync/pull.ts'
import { anAssistToRecord, anId, ids } from '../support/builders.ts'
import { bothDatabases, kinds } from '../support/databases.ts'
import { aPushingWard, mine } from '../support/pushingWard.ts'

const addressOf = bothDatabases()

describe.each(kinds)('on %s', (kind) => {
  const here = aPushingWard(() => addressOf(kind, 'pull'))
  const { make, send, pullTeam } = here

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
    const [empty] = await pull(here.database, here.ward, new Map([[teamScope(ids.otherTeam), 9]]))
    expect(empty).toMatchObject({ replaces: true, to: 0, rows: [], count: 0, checksum: 0 })
  })

  it('a pull goes page by page, and count and checksum agree with its rows', async () => {
    const { database, ward } = here
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
    const { database, ward } = here
    const second = openDatabase(here.address)
    await database.transact(async (tx) => {
      await tx.updateTable('devices').set({ name: 'máy khác' }).where('ward_id', '=', ward.wardId).execute()
      const [page] = await pull(second, ward, new Map([[wardScope(ward.wardId), 0]]))
      expect(page?.rows).toHaveLength(2)
    })
    await second.close()
  })
})
