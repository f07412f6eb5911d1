// Who sees which figures.
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { isTeam } from '#domain/unit.ts'
import { readTables } from '../../src/server/store/documents.ts'
import { runCommands, type OwnCommand } from '../../src/server/sync/runCommands.ts'
import { aServer, joinedBy, type Browser, type TestServer } from '../support/server.ts'

let server: TestServer
let manager: Browser
let lead: Browser
let viewer: Browser
let one: string
let two: string
const period = 'from=2026-11-01&to=2026-11-30'

beforeAll(async () => {
  server = await aServer({ now: Date.UTC(2026, 10, 24) })
  const { browser, session } = await server.setUp()
  manager = browser
  const wardId = session.ward.id
  const { units } = await readTables(server.context, wardId, ['units'])
  ;[one = '', two = ''] = units.filter(isTeam).map(({ id }) => id)
  lead = (await joinedBy(server, browser, { name: 'Tổ Trưởng', role: 'lead', teamIds: [one] }, '0912000011'))
    .browser
  viewer = (await joinedBy(server, browser, { name: 'Xem', role: 'viewer', teamIds: [] }, '0912000002'))
    .browser
  const visit = (teamId: string, name: string): OwnCommand => {
    const consent = {
      textVersion: '1',
      on: '2026-11-20',
      method: 'spoken' as const,
      memberId: session.member.id,
    }
    const fields = {
      name,
      birthYear: 1980,
      phone: null,
      idHash: null,
      idLastFour: null,
      consents: { keepRecord: consent },
    }
    return {
      name: 'recordAssist',
      args: {
        assistId: server.context.newId(),
        teamId,
        on: '2026-11-20',
        place: 'home',
        helpMode: null,
        resident: { kind: 'new', residentId: server.context.newId(), fields },
        items: { [server.context.newId()]: { kind: 'account', account: 'vneidLevel2' } },
        dossiers: [],
        note: null,
      },
    }
  }
  const actor = { memberId: session.member.id, role: 'manager' as const, teamIds: [] }
  await runCommands(server.context, wardId, actor, [
    visit(one, 'Lê Một'),
    visit(two, 'Lê Hai'),
    visit(two, 'Lê Ba'),
  ])
})
afterAll(() => server.close())

describe('figures', () => {
  it('are refused to strangers and to a period that is none', async () => {
    expect((await server.browser().request('GET', `/api/figures?${period}`)).status).toBe(401)
    for (const query of ['', 'from=2026-02-31&to=2026-03-01', 'from=2026-11-01']) {
      expect((await manager.request('GET', `/api/figures?${query}`)).status).toBe(400)
    }
    expect((await manager.request('GET', `/api/figures/records?${period}&indicator=secrets`)).status).toBe(
      400,
    )
  })

  it('show a manager and a viewer every team, a lead their own', async () => {
    for (const browser of [manager, viewer]) {
      const { body } = await browser.request('GET', `/api/figures?${period}`)
      expect(body.teams.map(({ counts }: { counts: { assists: number } }) => counts.assists).sort()).toEqual([
        1, 2,
      ])
      expect(body.total).toMatchObject({ assists: 3, people: 3, 'accounts.vneidLevel2': 3 })
    }
    const { body } = await lead.request('GET', `/api/figures?${period}`)
    expect(body.teams.map(({ teamId }: { teamId: string }) => teamId)).toEqual([one])
    expect(body.total.assists).toBe(1)
  })

  it('open the records behind them: with names where the rows may be seen, without for a viewer', async () => {
    const ask = async (browser: Browser, more = '') =>
      (await browser.request('GET', `/api/figures/records?${period}&indicator=people${more}`)).body
    const names = ({ records }: { records: { residentName: string | null }[] }) =>
      records.map(({ residentName }) => residentName)
    expect(names(await ask(manager)).sort()).toEqual(['Lê Ba', 'Lê Hai', 'Lê Một'])
    expect(names(await ask(manager, `&teamId=${two}`)).sort()).toEqual(['Lê Ba', 'Lê Hai'])
    expect(names(await ask(viewer))).toEqual([null, null, null])
    expect(names(await ask(lead))).toEqual(['Lê Một'])
    expect((await ask(lead, `&teamId=${two}`)).problem.code).toBe('scopeNotGranted')
    expect(await ask(manager, '&after=2')).toMatchObject({ total: 3, next: null })
  })
})
