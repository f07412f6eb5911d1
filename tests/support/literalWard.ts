// A ward over HTTP whose phones send to the letter what a test says: good requests, and such as are none.
import { afterAll, beforeAll, beforeEach, expect } from 'vitest'
import { isTeam } from '#domain/unit.ts'
import type { SyncReply } from '#protocol/sync.ts'
import { readTables } from '../../src/server/store/documents.ts'
import { aServer, joinedBy, type Browser, type TestServer } from './server.ts'

/** Opens a ward of two teams for a suite, with a volunteer in either. */
export function aLiteralWard(addressOf: () => Promise<string>) {
  let server: TestServer
  let manager: Browser
  let volunteer: Browser
  let other: Browser
  let wardId: string
  let teamId: string
  let otherTeamId: string
  let deviceId: string
  let otherDeviceId: string
  let members = 0

  beforeAll(async () => {
    server = await aServer({ databaseUrl: await addressOf() })
    const { browser, session } = await server.setUp()
    manager = browser
    wardId = session.ward.id
    const { units } = await readTables(server.context, wardId, ['units'])
    ;[teamId = '', otherTeamId = ''] = units.filter(isTeam).map(({ id }) => id)
    volunteer = (await aMember(teamId)).browser
    other = (await aMember(otherTeamId)).browser
  })
  afterAll(() => server.close())

  // New phones for each test, so that every number begins at 1.
  beforeEach(async () => {
    deviceId = await aDevice(volunteer)
    otherDeviceId = await aDevice(other)
  })

  function aMember(team: string) {
    const invite = { name: 'Mới', role: 'volunteer' as const, teamIds: [team] }
    return joinedBy(server, manager, invite, `0912${String(100_000 + members++)}`)
  }

  async function aDevice(browser: Browser) {
    const id = server.context.newId()
    await browser.request('PUT', `/api/devices/${id}`, { name: 'x', dataKey: 'a'.repeat(44) })
    return id
  }

  const aRequest = (commands: object[] = [], fields: object = {}) => ({
    protocol: 1,
    deviceId,
    epoch: null,
    commands,
    cursors: {},
    status: { unsent: commands.length, oldestUnsentAt: null, appVersion: 'test', now: server.now },
    ...fields,
  })

  const aVisit = (seq = 1, team = teamId) => ({
    id: server.context.newId(),
    seq,
    name: 'recordAssist',
    at: server.now,
    base: 0,
    args: {
      assistId: server.context.newId(),
      teamId: team,
      on: '2026-11-20',
      place: 'home',
      helpMode: null,
      resident: { kind: 'none' } as object,
      items: { [server.context.newId()]: { kind: 'account', account: 'nationalPortal' } },
      dossiers: [],
      note: null as string | null,
    },
  })

  async function sync(browser: Browser, commands: object[] = [], fields: object = {}): Promise<SyncReply> {
    const { status, body } = await browser.request('POST', '/api/sync', aRequest(commands, fields))
    expect([status, body.problem]).toEqual([200, undefined])
    return body as SyncReply
  }

  /** Rows, commands and lines of the history. */
  async function countEverything() {
    const tables = ['rows', 'commands', 'history'] as const
    const counts = tables.map(
      async (table) => (await server.context.db.kysely.selectFrom(table).selectAll().execute()).length,
    )
    return Promise.all(counts)
  }

  return {
    get server() {
      return server
    },
    get wardId() {
      return wardId
    },
    get manager() {
      return manager
    },
    /** Of the first team, and one of the second. */
    get volunteer() {
      return volunteer
    },
    get other() {
      return other
    },
    get teamId() {
      return teamId
    },
    get otherTeamId() {
      return otherTeamId
    },
    /** The volunteer's phone of this test, and the other one's. */
    get deviceId() {
      return deviceId
    },
    get otherDeviceId() {
      return otherDeviceId
    },
    aMember,
    aDevice,
    aRequest,
    aVisit,
    sync,
    countEverything,
  }
}

/** What became of each command: its id, its number, and the outcome or what was wrong. */
export const told = (reply: SyncReply) =>
  reply.outcomes.map(({ id, seq, outcome, problem }) => [id, seq, problem?.code ?? outcome])
