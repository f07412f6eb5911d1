// The demo ward is our acceptance case: what the domain counts in it equals what the ward's own report says.
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { figures, toCounts, type FigureRows } from '#domain/figures.ts'
import { addDays, dayAt, periodOf, type Period } from '#domain/period.ts'
import { isTeam } from '#domain/unit.ts'
import { createIdentity } from '../../src/server/auth/identity.ts'
import { readTables } from '../../src/server/store/documents.ts'
import { findWardIds } from '../../src/server/store/wards.ts'
import { runCommands } from '../../src/server/sync/runCommands.ts'
import { demoPassword, seedDemo, type DemoAccount } from '../../src/server/tasks/demo.ts'
import { anAssistToRecord } from '../support/builders.ts'
import { aServer, type TestServer } from '../support/server.ts'

const now = Date.UTC(2026, 10, 24, 4)
const msPerDay = 86_400_000
const nineMonths = { from: '2022-01-01', to: '2022-09-30' }

describe('the demo ward', () => {
  let server: TestServer
  let accounts: DemoAccount[]
  let ward: Awaited<ReturnType<typeof readWard>>

  async function readWard() {
    const { ward_id } = await server.context.db.kysely
      .selectFrom('wards')
      .select('ward_id')
      .executeTakeFirstOrThrow()
    return readTables(server.context, ward_id, [
      'units',
      'procedures',
      'members',
      'residents',
      'assists',
      'dossiers',
      'wardTotals',
    ])
  }
  const rows = (): FigureRows => {
    const dossiers = new Map(ward.dossiers.map((dossier) => [dossier.id, dossier]))
    return { assists: ward.assists, findDossier: (id) => dossiers.get(id) }
  }

  beforeAll(async () => {
    server = await aServer({ now })
    accounts = await seedDemo(server.context, createIdentity(server.context))
    ward = await readWard()
  })
  afterAll(() => server.close())

  it('says 1,858 dossiers of levels 3 and 4, submitted with the help of the one-stop desk', () => {
    const desk = ward.units.find(({ kind }) => kind === 'desk')
    const all = toCounts(figures(rows(), nineMonths))
    const byDesk = toCounts(figures(rows(), nineMonths, ({ teamId }) => teamId === desk?.id))
    expect(all.dossiers).toBe(1858)
    expect(byDesk.dossiers).toBe(1858)
    expect(all.dossiersLevel3 + all.dossiersLevel4).toBe(1858)
    expect(all.dossiersLevel3).toBeGreaterThan(200)
    expect(all.dossiersLevel4).toBeGreaterThan(200)
  })

  it('says over 1,000 people with an account: 1,046, by the seven teams', () => {
    expect(toCounts(figures(rows(), nineMonths)).peopleWithAccount).toBe(1046)
    const teams = ward.units.filter(({ kind }) => kind === 'neighbourhood')
    expect(teams).toHaveLength(7)
    for (const team of teams) {
      const counts = toCounts(figures(rows(), nineMonths, ({ teamId }) => teamId === team.id))
      expect(counts.peopleWithAccount).toBeGreaterThan(100)
    }
  })

  it('stands beside the totals of the whole one-stop system, as the report gives them', () => {
    expect(ward.wardTotals).toMatchObject([
      {
        ...nineMonths,
        totals: {
          received: 4133,
          resolved: 4128,
          inProgress: 5,
          overdue: null,
          paidOnline: 3539,
          byPost: 2263,
          eCertified: 60,
        },
      },
    ])
  })

  it('has no more dossiers of any kind than the whole one-stop system had', () => {
    const counts = toCounts(figures(rows(), nineMonths))
    const totals = ward.wardTotals[0]?.totals
    for (const kind of ['paidOnline', 'byPost', 'eCertified'] as const) {
      expect(counts[kind]).toBeGreaterThan(0)
      expect(counts[kind]).toBeLessThanOrEqual(totals?.[kind] ?? 0)
    }
  })

  it('has dossiers of procedures that can be submitted online, each with a code of its own', () => {
    const procedureById = new Map(ward.procedures.map((one) => [one.id, one]))
    for (const { procedureId } of ward.dossiers)
      expect(procedureById.get(procedureId)?.channels).toContain('online')
    expect(new Set(ward.dossiers.map(({ code }) => code)).size).toBe(ward.dossiers.length)
  })

  it('has no visit of a neighbourhood before the decision of 24 June 2022', () => {
    const neighbourhoods = new Set(
      ward.units.filter(({ kind }) => kind === 'neighbourhood').map(({ id }) => id),
    )
    const early = ward.assists.filter(({ teamId, on }) => neighbourhoods.has(teamId) && on < '2022-06-24')
    expect(early).toEqual([])
  })

  it('is alive: every team was at work in the last four weeks, and today', () => {
    const today = dayAt(now)
    for (const team of ward.units.filter(isTeam)) {
      const of = (from: string) =>
        toCounts(figures(rows(), { from, to: today }, ({ teamId }) => teamId === team.id)).assists
      expect(of(today)).toBeGreaterThan(0)
      expect(of(addDays(today, -27))).toBeGreaterThan(30)
    }
    expect(toCounts(figures(rows(), periodOf('month', today))).accounts).toBeGreaterThan(50)
    expect(ward.assists.every(({ on }) => on <= today)).toBe(true)
  })

  it('gives each account the password toso-demo, and the same accounts at a second start', async () => {
    const byRole = Map.groupBy(accounts, ({ role }) => role)
    expect(byRole.get('manager')?.map(({ phone }) => phone)).toEqual(['0912000001'])
    expect(byRole.get('lead')?.map(({ phone }) => phone)).toEqual(
      Array.from({ length: 7 }, (_, n) => `09120000${11 + n}`),
    )
    expect(byRole.get('volunteer')?.[0]?.phone).toBe('0912000101')
    for (const { phone, name } of accounts.filter((_, index) => index % 6 === 0)) {
      const { status, body } = await server
        .browser()
        .request('POST', '/api/session', { phone, password: demoPassword })
      expect([status, body.member.name]).toEqual([200, name])
    }
    const before = ward.assists.length
    expect(await seedDemo(server.context, createIdentity(server.context))).toEqual(accounts)
    expect((await readWard()).assists.length).toBe(before)
  })

  it('shows no name of a resident to a viewer, and the manager the records behind a figure', async () => {
    const asked = '/api/figures/records?from=2022-01-01&to=2022-09-30&indicator=peopleWithAccount'
    const as = async (phone: string) => {
      const browser = server.browser()
      await browser.request('POST', '/api/session', { phone, password: demoPassword })
      return (await browser.request('GET', asked)).body
    }
    const [seenByManager, seenByViewer] = [await as('0912000001'), await as('0912000002')]
    expect(seenByManager).toMatchObject({ total: 1046, next: 50 })
    expect(seenByManager.records.every(({ residentName }: { residentName: string }) => residentName)).toBe(
      true,
    )
    expect(seenByViewer.total).toBe(1046)
    expect(
      seenByViewer.records.every(({ residentName }: { residentName: null }) => residentName === null),
    ).toBe(true)
  })
})

describe('demo wards of other days', () => {
  const [office, midnight] = [Date.UTC(2026, 10, 24, 4), Date.UTC(2027, 0, 2, 17, 0, 40)]
  const servers: TestServer[] = []
  afterAll(() => Promise.all(servers.map((server) => server.close())))

  async function aDemo(at: number) {
    const server = await aServer({ now: at })
    servers.push(server)
    await seedDemo(server.context, createIdentity(server.context))
    return server
  }

  /** Every indicator of a period, team by team and in total, as the manager is shown them. */
  async function figuresOf(server: TestServer, { from, to }: Period) {
    const [wardId = ''] = await findWardIds(server.context.db)
    const { units, assists, dossiers } = await readTables(server.context, wardId, [
      'units',
      'assists',
      'dossiers',
    ])
    const byId = new Map(dossiers.map((dossier) => [dossier.id, dossier]))
    const rows = { assists, findDossier: (id: string) => byId.get(id) }
    const teams = units.filter(isTeam).map(({ id, name }) => {
      return [name, toCounts(figures(rows, { from, to }, ({ teamId }) => teamId === id))] as const
    })
    return { teams: Object.fromEntries(teams), total: toCounts(figures(rows, { from, to })) }
  }

  async function visitsOf({ context }: TestServer) {
    const [wardId = ''] = await findWardIds(context.db)
    return (await readTables(context, wardId, ['assists'])).assists
  }
  const visitsOf2022 = async (server: TestServer) =>
    (await visitsOf(server)).flatMap(({ id, on }) => (on < '2023' ? [`${on} ${id}`] : [])).sort()

  async function recordAsNewcomer(server: TestServer): Promise<void> {
    const { context } = server
    const browser = server.browser()
    const { body: session } = await browser.request('POST', '/api/session', {
      phone: '0912000101',
      password: demoPassword,
    })
    const deviceId = context.newId()
    await browser.request('PUT', `/api/devices/${deviceId}`, { name: 'x', dataKey: 'a'.repeat(44) })
    const args = anAssistToRecord({
      assistId: context.newId(),
      teamId: session.member.teamIds[0],
      on: dayAt(server.now),
      resident: { kind: 'none' },
    })
    const { body } = await browser.request('POST', '/api/sync', {
      protocol: 1,
      deviceId,
      epoch: null,
      commands: [{ id: context.newId(), seq: 1, name: 'recordAssist', args, at: server.now, base: 0 }],
      cursors: {},
      status: { unsent: 1, oldestUnsentAt: null, appVersion: '', now: server.now },
    })
    expect(body.outcomes).toMatchObject([{ outcome: 'applied' }])
  }

  it('have one and the same 2022, whatever the day and hour they were begun at', async () => {
    const [one, other] = [await aDemo(office), await aDemo(midnight)]
    const year = { from: '2022-01-01', to: '2022-12-31' }
    const reported = await figuresOf(one, year)
    expect(await figuresOf(other, year)).toEqual(reported)
    expect(reported.total).toMatchObject({ dossiers: 1858, peopleWithAccount: 1046 })
    expect(await visitsOf2022(other)).toEqual(await visitsOf2022(one))
  })

  it.each([
    ['the same day, later', Date.UTC(2026, 10, 24, 15)],
    ['in the first minute of a Monday', Date.UTC(2026, 10, 29, 17, 0, 30)],
    ['on the first of a month, at midnight', Date.UTC(2026, 10, 30, 17)],
    ['in the last minute of a Sunday', Date.UTC(2026, 11, 6, 16, 59, 30)],
    ['months later, in the first minute of the year', Date.UTC(2027, 11, 31, 17, 0, 1)],
  ])('that are begun anew %s have a today, a week and a month', async (_, later) => {
    const server = servers[0] ?? (await aDemo(office))
    const before = await figuresOf(server, nineMonths)
    server.now = later
    await seedDemo(server.context, createIdentity(server.context))
    const today = dayAt(server.now)
    for (const kind of ['day', 'week', 'month'] as const) {
      const { teams } = await figuresOf(server, periodOf(kind, today))
      for (const [name, counts] of Object.entries(teams)) expect(counts.assists, name).toBeGreaterThan(0)
    }
    const fourWeeks = await figuresOf(server, { from: addDays(today, -27), to: today })
    for (const [name, counts] of Object.entries(fourWeeks.teams))
      expect(counts.assists, name).toBeGreaterThan(30)
    expect((await figuresOf(server, { from: addDays(today, 1), to: '2099-01-01' })).total.assists).toBe(0)
    expect(await figuresOf(server, nineMonths)).toEqual(before)
  })

  it('add no day twice, and leave none out because a newcomer has recorded something', async () => {
    const server = await aDemo(office)
    const identity = createIdentity(server.context)
    const before = (await visitsOf(server)).length
    await seedDemo(server.context, identity)
    expect(await visitsOf(server)).toHaveLength(before)
    server.now += 3 * msPerDay
    await recordAsNewcomer(server)
    await seedDemo(server.context, identity)
    for (const day of ['2026-11-25', '2026-11-26', '2026-11-27']) {
      const { teams } = await figuresOf(server, periodOf('day', day))
      for (const [name, { assists }] of Object.entries(teams)) expect(assists, name).toBeGreaterThan(0)
    }
  })

  it('give no visits to who has left, nor to a team without people', async () => {
    const server = await aDemo(office)
    const [wardId = ''] = await findWardIds(server.context.db)
    const { units, members } = await readTables(server.context, wardId, ['units', 'members'])
    const [team] = units.filter(isTeam)
    const gone = members.filter(({ teamIds }) => teamIds.includes(team?.id ?? ''))
    const manager = { memberId: server.context.newId(), role: 'manager' as const, teamIds: [] }
    const changes = { leftOn: '2026-11-24' }
    const letGo = gone.map(({ id }) => ({ name: 'correctMember', args: { memberId: id, changes } }) as const)
    await runCommands(server.context, wardId, manager, letGo)
    server.now += msPerDay
    await seedDemo(server.context, createIdentity(server.context))
    const { teams } = await figuresOf(server, periodOf('day', '2026-11-25'))
    for (const [name, { assists }] of Object.entries(teams))
      expect(assists > 0, name).toBe(name !== team?.name)
  })
})
