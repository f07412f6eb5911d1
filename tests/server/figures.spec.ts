// Who sees which figures.
import * as fc from 'fast-check'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { accountKinds } from '#domain/account.ts'
import { failureReasonCodes } from '#domain/failure.ts'
import { figures, toCounts } from '#domain/figures.ts'
import type { Actor } from '#domain/permissions.ts'
import { isTeam } from '#domain/unit.ts'
import { countByTeam } from '../../src/server/figures/countByTeam.ts'
import { createWardFigures } from '../../src/server/figures/wardFigures.ts'
import { readTables } from '../../src/server/store/documents.ts'
import { runCommands, type OwnCommand } from '../../src/server/sync/runCommands.ts'
import { aDossier, anAssist } from '../support/builders.ts'
import { aServer, joinedBy, type Browser, type TestServer } from '../support/server.ts'

let server: TestServer
let manager: Browser
let lead: Browser
let viewer: Browser
let one: string
let two: string
const period = 'from=2026-11-01&to=2026-11-30'

let wardId: string
let recorder: Actor

const visit = (teamId: string, name: string): OwnCommand => {
  const consent = {
    textVersion: '1',
    on: '2026-11-20',
    method: 'spoken' as const,
    memberId: recorder.memberId,
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

beforeAll(async () => {
  server = await aServer({ now: Date.UTC(2026, 10, 24) })
  const { browser, session } = await server.setUp()
  manager = browser
  wardId = session.ward.id
  const { units } = await readTables(server.context, wardId, ['units'])
  ;[one = '', two = ''] = units.filter(isTeam).map(({ id }) => id)
  lead = (await joinedBy(server, browser, { name: 'Tổ Trưởng', role: 'lead', teamIds: [one] }, '0912000011'))
    .browser
  viewer = (await joinedBy(server, browser, { name: 'Xem', role: 'viewer', teamIds: [] }, '0912000002'))
    .browser
  recorder = { memberId: session.member.id, role: 'manager', teamIds: [] }
  await runCommands(server.context, wardId, recorder, [
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

describe('the figures of a ward', () => {
  const november = { from: '2026-11-01', to: '2026-11-30' }
  const asManager = { memberId: '', role: 'manager' as const, teamIds: [] }

  it('are read from the rows only when a row has changed, and then at once', async () => {
    const { db } = server.context
    let reads = 0
    const counting = {
      ...db,
      snapshot: ((work) => {
        reads += 1
        return db.snapshot(work)
      }) as typeof db.snapshot,
    }
    const find = createWardFigures({ ...server.context, db: counting })
    const assists = async () => (await find(wardId, asManager, november)).total.assists
    const before = await assists()
    expect([await assists(), reads]).toEqual([before, 1])
    await runCommands(server.context, wardId, recorder, [visit(one, 'Lê Bốn')])
    expect([await assists(), await assists(), reads]).toEqual([before + 1, before + 1, 2])
    // Of another period, and for who sees less, they are other figures.
    expect((await find(wardId, asManager, { from: '2025-11-01', to: '2025-11-30' })).total.assists).toBe(0)
    const asLead = { memberId: '', role: 'lead' as const, teamIds: [one] }
    expect((await find(wardId, asLead, november)).teams).toHaveLength(1)
    expect((await find(wardId, asManager, november)).teams).toHaveLength(2)
  })

  it('are for each team what the domain counts for the team alone', () => {
    const anyIn = <T>(list: readonly T[]) => fc.constantFrom(...list)
    const anItem = fc.oneof(
      fc.record({ kind: fc.constant('account' as const), account: anyIn(accountKinds) }),
      fc.record({
        kind: fc.constant('dossier' as const),
        dossierId: anyIn(['d1', 'd2', 'd3']),
        act: anyIn(['new', 'result'] as const),
      }),
      fc.record({
        kind: fc.constant('failure' as const),
        subject: fc.constant('account' as const),
        reason: anyIn(failureReasonCodes),
        remark: fc.constant(null),
      }),
    )
    const aVisit = fc.record({
      teamId: anyIn(['a', 'b', 'c']),
      on: anyIn(['2026-10-20', '2026-11-03', '2026-11-04', '2026-12-01']),
      residentId: fc.option(anyIn(['r1', 'r2', 'r3'])),
      isWithdrawn: fc.boolean(),
      items: fc.array(anItem, { maxLength: 3 }),
    })
    fc.assert(
      fc.property(fc.array(aVisit, { maxLength: 25 }), (visits) => {
        const assists = visits.map(({ items, isWithdrawn, ...fields }, n) =>
          anAssist({
            id: `assist${n}`,
            ...fields,
            items: Object.fromEntries(items.map((item, m) => [`item${n}/${m}`, item])),
            withdrawn: isWithdrawn ? { memberId: '', at: 0, reason: '' } : null,
          }),
        )
        const findDossier = (id: string) => aDossier({ id, level: id === 'd1' ? 3 : 4 })
        const rows = { assists, findDossier }
        const byTeam = countByTeam(figures(rows, november), ['a', 'b', 'c', 'none'])
        for (const [teamId, counts] of byTeam) {
          expect(counts).toEqual(toCounts(figures(rows, november, (assist) => assist.teamId === teamId)))
        }
      }),
    )
  })
})
