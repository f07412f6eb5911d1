// A store of an earlier version becomes today's with everything that is in it, on both databases.
import { sql } from 'kysely'
import { describe, expect, it } from 'vitest'
import { migrations } from '../../src/server/migrations/index.ts'
import { addCheck, rowCheck } from '#protocol/checksum.ts'
import { openDatabase } from '../../src/server/store/database.ts'
import { findMaker } from '../../src/server/store/makers.ts'
import { entriesAfter } from '../../src/server/store/scopes.ts'
import { newKey } from '../../src/server/store/sealing.ts'
import { anId, ids, noon } from '../support/builders.ts'
import { bothDatabases, kinds } from '../support/databases.ts'

const addressOf = bothDatabases()
const place = { ward_id: ids.ward, tbl: 'units' }

describe.each(kinds)('on %s', (kind) => {
  /** As it was before moved rows had a place. */
  async function anEarlierStore() {
    const database = openDatabase(await addressOf(kind, 'earlier'))
    const { kysely, dialect } = database
    await sql`create table migrations (name text primary key)`.execute(kysely)
    for (const { name, statements } of migrations.slice(0, 3)) {
      for (const statement of statements(dialect)) await sql.raw(statement).execute(kysely)
      await sql`insert into migrations (name) values (${name})`.execute(kysely)
    }
    return database
  }
  const aCommand = (seq: number, made: string[]) => ({
    ward_id: ids.ward,
    device_id: anId(20),
    seq,
    command_id: anId(100 + seq),
    member_id: ids.volunteer,
    name: 'addUnit',
    sealed_payload: '',
    at: noon + seq,
    received_at: noon,
    outcome: 'applied' as const,
    problem: null,
    made: JSON.stringify(made.map((id) => ({ table: 'units', id }))),
    handed_at: null,
    settled_at: null,
    settled_as: null,
    settled_by: null,
  })

  it('its rows keep their numbers, its scopes are summed up anew, and each row has as its maker the first command that wrote them', async () => {
    const database = await anEarlierStore()
    const { kysely } = database
    const rows = [ids.team, ids.otherTeam].map((row_id) => ({ ...place, row_id, ver: 1, doc: '{}' }))
    for (const row of rows)
      await sql`insert into rows (ward_id, tbl, row_id, ver, doc)
        values (${row.ward_id}, ${row.tbl}, ${row.row_id}, ${row.ver}, ${row.doc})`.execute(kysely)
    await kysely
      .insertInto('row_scopes')
      .values(rows.map(({ row_id }, n) => ({ ...place, row_id, scope: `ward:${ids.ward}`, cursor: n + 1 })))
      .execute()
    await kysely
      .insertInto('scopes')
      .values({ ward_id: ids.ward, scope: `ward:${ids.ward}`, head: 2, count: 2, checksum: 7 })
      .execute()
    await kysely
      .insertInto('commands')
      .values([aCommand(2, [ids.team, ids.otherTeam]), aCommand(1, [ids.team])])
      .execute()

    await database.migrate()
    const { checksum } = await kysely.selectFrom('scopes').select('checksum').executeTakeFirstOrThrow()
    expect(checksum).toBe(rows.map(({ row_id }) => rowCheck(`units/${row_id}`, 1)).reduce(addCheck))
    const key = { wardId: ids.ward, key: newKey() }
    const entries = await database.snapshot((tx) =>
      entriesAfter(tx, key, `ward:${ids.ward}`, { after: 0, limit: 9 }),
    )
    expect(entries.map(({ id, cursor, told }) => [id, cursor, told?.ver])).toEqual([
      [ids.team, 1, 1],
      [ids.otherTeam, 2, 1],
    ])
    const makerOf = (id: string) => findMaker(database, ids.ward, { table: 'units', id })
    expect(await makerOf(ids.team)).toEqual({ memberId: ids.volunteer, at: noon + 1 })
    expect(await makerOf(ids.otherTeam)).toEqual({ memberId: ids.volunteer, at: noon + 2 })
    await database.migrate()
    await database.close()
  })
})
