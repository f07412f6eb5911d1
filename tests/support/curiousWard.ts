// A ward of two teams: a volunteer of one who may send anything, and private things of the other that they must never see.
import { afterAll, beforeAll, expect } from 'vitest'
import { dayAt } from '#domain/period.ts'
import { isTeam } from '#domain/unit.ts'
import { readTables } from '../../src/server/store/documents.ts'
import { aPlainPhone } from './plainPhone.ts'
import { aServer, joinedBy, password, type Browser, type TestServer } from './server.ts'

/** The other team's: what must show up in no answer to our volunteer. */
export const secrets = ['Kín', '0987654321', 'k'.repeat(44), password]

export type CuriousWard = ReturnType<typeof aCuriousWard>

/** Opens the ward for a suite. */
export function aCuriousWard(addressOf: () => Promise<string>) {
  let server: TestServer
  let volunteer: Browser
  let wardId: string
  let teamId: string
  let otherTeamId: string
  let deviceId: string
  let otherDeviceId: string
  let otherAssistId: string
  let refusedId: string

  beforeAll(async () => {
    // Behind a proxy that names the caller, so that each request comes from an address of its own.
    server = await aServer({ databaseUrl: await addressOf(), env: { TRUST_PROXY: '1' } })
    const { browser: manager, session } = await server.setUp()
    wardId = session.ward.id
    const { units } = await readTables(server.context, wardId, ['units'])
    ;[teamId = '', otherTeamId = ''] = units.filter(isTeam).map(({ id }) => id)
    const join = (name: string, team: string, phone: string) =>
      joinedBy(server, manager, { name, role: 'volunteer', teamIds: [team] }, phone)
    volunteer = (await join('Trần Văn Mẫu', teamId, '0912000101')).browser
    deviceId = await aDevice()
    await writePrivateThings((await join('Lê Thị Khác', otherTeamId, '0912000102')).browser)
  })
  afterAll(() => server.close())

  async function writePrivateThings(other: Browser): Promise<void> {
    otherDeviceId = server.context.newId()
    await other.request('PUT', `/api/devices/${otherDeviceId}`, { name: 'Máy Kín', dataKey: 'k'.repeat(44) })
    const phone = aPlainPhone({ fetch: other.fetch, deviceId: otherDeviceId, clock: () => server.now })
    const visit = aVisit(otherTeamId)
    otherAssistId = visit.assistId
    const consent = { textVersion: '1', on: visit.on, method: 'spoken' as const, memberId: wardId }
    const fields = {
      name: 'Bùi Thị Kín',
      birthYear: 1970,
      phone: '0987654321',
      idHash: null,
      idLastFour: null,
      consents: { keepRecord: consent },
    }
    const resident = { kind: 'new' as const, residentId: server.context.newId(), fields }
    phone.save('recordAssist', { ...visit, resident, note: 'Kín' })
    refusedId = phone.save('recordAssist', { ...aVisit(teamId), note: 'Kín' }).id
    await phone.syncAll()
    expect([...phone.outcomes.values()]).toEqual(['applied', 'refused'])
  }

  async function aDevice(): Promise<string> {
    const id = server.context.newId()
    await volunteer.request('PUT', `/api/devices/${id}`, { name: 'x', dataKey: 'a'.repeat(44) })
    return id
  }

  const aVisit = (team: string) => ({
    assistId: server.context.newId(),
    teamId: team,
    on: dayAt(server.now),
    place: 'home' as const,
    helpMode: null,
    resident: { kind: 'none' as const },
    items: { [server.context.newId()]: { kind: 'account' as const, account: 'nationalPortal' as const } },
    dossiers: [],
    note: 'gặp lại thứ sáu',
  })

  const aSync = (about: object[] = [], fields: object = {}) => ({
    protocol: 1,
    deviceId,
    epoch: null,
    commands: about.map((fields, index) => ({
      id: server.context.newId(),
      seq: index + 1,
      name: 'recordAssist',
      args: aVisit(teamId),
      at: server.now,
      base: 0,
      ...fields,
    })),
    cursors: { [`team:${teamId}`]: 0 },
    answers: [{ id: server.context.newId(), as: 'seen' }],
    status: {
      unsent: about.length,
      oldestUnsentAt: null,
      appVersion: 'x',
      now: server.now,
      review: 0,
      restarts: 0,
    },
    ...fields,
  })

  /** Rows of every table, but for the counted sign-ins. */
  async function countRows(): Promise<Map<string, number>> {
    const { kysely } = server.context.db
    const tables = await kysely.introspection.getTables()
    const counts = tables
      .filter(({ name }) => name !== 'sign_in_attempts')
      .map(async ({ name }) => {
        const { count } = await kysely
          .selectFrom(name as 'rows')
          .select(({ fn }) => fn.countAll().as('count'))
          .executeTakeFirstOrThrow()
        return [name, Number(count)] as const
      })
    return new Map(await Promise.all(counts))
  }

  return {
    get server() {
      return server
    },
    get volunteer() {
      return volunteer
    },
    get wardId() {
      return wardId
    },
    get teamId() {
      return teamId
    },
    get otherTeamId() {
      return otherTeamId
    },
    /** The volunteer's phone, and one of the other team. */
    get deviceId() {
      return deviceId
    },
    get otherDeviceId() {
      return otherDeviceId
    },
    /** A visit of the other team, and a command of theirs that was refused. */
    get otherAssistId() {
      return otherAssistId
    },
    get refusedId() {
      return refusedId
    },
    aDevice,
    aVisit,
    aSync,
    countRows,
  }
}
