// A transaction that has its numbers and is not committed yet, while others commit and phones read: the moment in which a
// bigserial or a time stamp as cursor skips rows for ever. Two servers share one PostgreSQL; SQLite lets one writer in.
import { CompiledQuery } from 'kysely'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { dayAt } from '#domain/period.ts'
import { rowKey } from '#domain/tables.ts'
import { isTeam } from '#domain/unit.ts'
import { readTables } from '../../src/server/store/documents.ts'
import { openDatabase, type Database } from '../../src/server/store/database.ts'
import { parseRow } from '../../src/server/store/rows.ts'
import { pull } from '../../src/server/sync/pull.ts'
import { bothDatabases } from '../support/databases.ts'
import { holdingDatabase, type HeldAt, type HeldDatabase } from '../support/heldDatabase.ts'
import { aPlainPhone, type PlainPhone } from '../support/plainPhone.ts'
import { aServer, joinedBy, password, type Browser, type TestServer } from '../support/server.ts'

const addressOf = bothDatabases()

describe('on PostgreSQL, while one server holds a transaction open', () => {
  let server: TestServer
  let wardId: string
  let teamIds: string[]
  let others: Database
  let slow: HeldDatabase
  let fast: HeldDatabase
  const leads = new Map<string, string>()
  const browsers = new Map<Database, Map<string, Browser>>()

  beforeAll(async () => {
    const address = await addressOf('PostgreSQL', 'held')
    server = await aServer({ databaseUrl: address })
    const { browser: manager, session } = await server.setUp()
    wardId = session.ward.id
    const { units } = await readTables(server.context, wardId, ['units'])
    teamIds = units.filter(isTeam).map(({ id }) => id)
    for (const [n, teamId] of teamIds.entries()) {
      leads.set(teamId, `091200020${n}`)
      await joinedBy(server, manager, { name: 'Mới', role: 'lead', teamIds: [teamId] }, `091200020${n}`)
    }
    others = openDatabase(address)
    slow = holdingDatabase(server.context.db)
    fast = holdingDatabase(others)
  })
  afterAll(async () => {
    await others.close()
    await server.close()
  })

  /** A new phone of the team's lead, which speaks with the server on that database. */
  async function aPhoneOn(database: Database, teamId = teamIds[0] ?? ''): Promise<PlainPhone> {
    const { fetch } = await signedIn(database, teamId)
    const phone = aPlainPhone({ fetch, clock: () => server.now })
    await phone.register()
    await phone.syncAll()
    return phone
  }

  async function signedIn(database: Database, teamId: string): Promise<Browser> {
    const known = browsers.get(database)?.get(teamId)
    if (known) return known
    const browser = server.browser({ db: database })
    await browser.request('POST', '/api/session', { phone: leads.get(teamId), password })
    browsers.set(database, (browsers.get(database) ?? new Map<string, Browser>()).set(teamId, browser))
    return browser
  }

  function record(phone: PlainPhone, teamId = teamIds[0] ?? ''): string {
    const assistId = server.context.newId()
    const item = { kind: 'account' as const, account: 'nationalPortal' as const }
    phone.save('recordAssist', {
      assistId,
      teamId,
      on: dayAt(server.now),
      place: 'home',
      helpMode: null,
      resident: { kind: 'none' },
      items: { [server.context.newId()]: item },
      dossiers: [],
      note: null,
    })
    return assistId
  }

  function correct(phone: PlainPhone, assistId: string, changes: object): void {
    phone.save('correctAssist', { assistId, changes, dossiers: [] }, 1)
  }

  /** False once some transaction waits for a lock. */
  async function comesWithoutWaiting(moment: Promise<void>): Promise<boolean> {
    let hasCome = false
    void moment.then(() => (hasCome = true))
    const waiting = CompiledQuery.raw(
      `select 1 from pg_stat_activity where datname = current_database() and wait_event_type = 'Lock'`,
    )
    while (!hasCome && (await server.context.db.kysely.executeQuery(waiting)).rows.length === 0)
      await new Promise((resolve) => setTimeout(resolve, 5))
    return hasCome
  }

  async function expectWhole(phone: PlainPhone): Promise<void> {
    expect(phone.wrongs).toEqual([])
    const ward = await server.context.keys.get(wardId)
    const scopes = new Map([...phone.cursors.keys()].map((scope) => [scope, 0]))
    const stored = (await pull(others, ward, scopes)).flatMap(({ rows }) => rows.map(parseRow))
    for (const row of stored) expect(phone.rows.get(rowKey(row.table, row.id))).toEqual(row)
    expect(phone.rows.size).toBe(stored.length)
  }

  /** A is held; B goes as far as it may; a reader asks at every moment in between. */
  async function race(at: HeldAt, a: PlainPhone, b: PlainPhone, reader: PlainPhone): Promise<void> {
    const heldA = slow.hold(at)
    const first = a.sync()
    await heldA.isHeld
    const heldB = fast.hold('commit')
    const second = b.sync()
    // With the lock it waits for A; without, it would come to its commit first.
    const isFirst = await comesWithoutWaiting(heldB.isHeld)
    await reader.syncAll()
    for (const held of isFirst ? [heldB, heldA] : [heldA, heldB]) {
      held.letGo()
      await (held === heldA ? first : second)
      await reader.syncAll()
    }
  }

  describe.each(['numbers', 'commit'] as const)('at its %s', (at) => {
    it('nobody skips what two phones of a team record at the same moment', async () => {
      const [a, b] = [await aPhoneOn(slow.database), await aPhoneOn(fast.database)]
      const reader = await aPhoneOn(others)
      const recorded = [record(a), record(a), record(b)]
      await race(at, a, b, reader)
      for (const id of recorded) expect(reader.rows.get(rowKey('assists', id))).toMatchObject({ ver: 1 })
      await expectWhole(reader)
    })

    it('nobody skips what two phones change in one visit at the same moment, and both changes stand', async () => {
      const [a, b] = [await aPhoneOn(slow.database), await aPhoneOn(fast.database)]
      const reader = await aPhoneOn(others)
      const assistId = record(a)
      await a.syncAll()
      await reader.syncAll()
      correct(a, assistId, { place: 'elsewhere' })
      correct(b, assistId, { helpMode: 'guided' })
      await race(at, a, b, reader)
      const row = { place: 'elsewhere', helpMode: 'guided' }
      expect(reader.rows.get(rowKey('assists', assistId))).toMatchObject({ ver: 3, row })
      await expectWhole(reader)
    })
  })

  it('another team’s phones wait for nothing', async () => {
    const [a, b] = [await aPhoneOn(slow.database), await aPhoneOn(fast.database, teamIds[1])]
    record(a)
    record(b, teamIds[1])
    const held = slow.hold('commit')
    const first = a.sync()
    await held.isHeld
    try {
      await b.syncAll()
      expect(b.outbox).toEqual([])
      await expectWhole(b)
    } finally {
      held.letGo()
    }
    await first
    expect(a.wrongs).toEqual([])
  })

  it('of sixteen phones that write at once through two servers, none skips anything, and a reader sees every number', async () => {
    const writers: PlainPhone[] = []
    for (let n = 0; n < 16; n++) writers.push(await aPhoneOn(n % 2 ? others : server.context.db))
    const reader = await aPhoneOn(others)
    const shared = record(reader)
    await reader.syncAll()
    let isWriting = true
    const reading = (async () => {
      while (isWriting) await reader.sync()
    })()
    await Promise.all(
      writers.map(async (phone, n) => {
        for (let turn = 0; turn < 4; turn++) {
          record(phone)
          correct(phone, shared, { helpMode: n % 3 ? 'guided' : 'filledIn' })
          await phone.syncAll()
        }
      }),
    )
    isWriting = false
    await reading
    for (const phone of [reader, ...writers]) {
      await phone.syncAll()
      await expectWhole(phone)
    }
    expect(reader.rows.get(rowKey('assists', shared))?.ver).toBe(1 + 16 * 4)
  })
})
