// The demo ward is our acceptance case: what the domain counts in it equals what the ward's own report says.
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { figures, toCounts, type FigureRows } from '#domain/figures.ts'
import { addDays, dayAt, periodOf } from '#domain/period.ts'
import { isTeam } from '#domain/unit.ts'
import { createIdentity } from '../../src/server/auth/identity.ts'
import { readTables } from '../../src/server/store/documents.ts'
import { demoPassword, seedDemo, type DemoAccount } from '../../src/server/tasks/demo.ts'
import { aServer, type TestServer } from '../support/server.ts'

const now = Date.UTC(2026, 10, 24, 4)
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
