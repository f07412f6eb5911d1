// The records behind a figure: who sees what of them, in which order, and how they are narrowed.
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { CommandArgs } from '#domain/commands.ts'
import { isTeam } from '#domain/unit.ts'
import type { FigureRecord } from '#protocol/figures.ts'
import { readTables } from '../../src/server/store/documents.ts'
import { runCommands } from '../../src/server/sync/runCommands.ts'
import { aServer, joinedBy, type Browser, type TestServer } from '../support/server.ts'

let server: TestServer
let manager: Browser
let viewer: Browser
let managerId: string
const code = '000.37.28.H08-261110-0001'

beforeAll(async () => {
  server = await aServer({ now: Date.UTC(2026, 10, 24) })
  const { newId } = server.context
  const { browser, session } = await server.setUp()
  manager = browser
  managerId = session.member.id
  viewer = (await joinedBy(server, browser, { name: 'Xem', role: 'viewer', teamIds: [] }, '0912000002'))
    .browser
  const { units, procedures } = await readTables(server.context, session.ward.id, ['units', 'procedures'])
  const teamId = units.find(isTeam)?.id ?? ''
  const consent = { textVersion: '1', on: '2026-11-10', method: 'spoken' as const, memberId: managerId }
  const resident = {
    kind: 'new' as const,
    residentId: newId(),
    fields: {
      ...{ name: 'Lê Một', birthYear: 1980, phone: null, idHash: null, idLastFour: null },
      consents: { keepRecord: consent },
    },
  }
  const dossierId = newId()
  const visit = (fields: Partial<CommandArgs<'recordAssist'>>): CommandArgs<'recordAssist'> => ({
    assistId: newId(),
    teamId,
    on: '2026-11-10',
    place: 'home',
    helpMode: null,
    resident,
    items: { [newId()]: { kind: 'dossier', dossierId, act: 'new' } },
    dossiers: [],
    note: null,
    ...fields,
  })
  const first = visit({
    dossiers: [
      {
        dossierId,
        procedureId: procedures.find((procedure) => procedure.code === '1.001699')?.id ?? '',
        level: 3,
        code,
        ...{ paidOnline: false, byPost: false, eCertified: false, dueOn: null },
      },
    ],
  })
  const items = { [newId()]: { kind: 'skill' as const, skill: 'vneidActivation' as const } }
  const later = visit({ on: '2026-11-12', resident: { kind: 'none' }, items })
  const known = { kind: 'known' as const, residentId: resident.residentId }
  const between = visit({ on: '2026-11-11', resident: known, items })
  await runCommands(
    server.context,
    session.ward.id,
    { memberId: managerId, role: 'manager', teamIds: [] },
    [first, later, between].map((args) => ({ name: 'recordAssist' as const, args })),
  )
})
afterAll(() => server.close())

const ask = async (browser: Browser, indicator: string, more = ''): Promise<FigureRecord[]> => {
  const query = `from=2026-11-01&to=2026-11-30&indicator=${indicator}${more}`
  return (await browser.request('GET', `/api/figures/records?${query}`)).body.records
}

describe('the records behind a figure', () => {
  it('show a viewer no name, no procedure and no code, but what kind of thing was counted', async () => {
    expect(await ask(viewer, 'dossiers')).toMatchObject([
      {
        residentName: null,
        isAnonymous: false,
        what: { kind: 'dossier', level: 3, procedureId: null, code: null },
      },
    ])
  })

  it('show a manager all of it', async () => {
    const [dossier] = await ask(manager, 'dossiers')
    expect(dossier).toMatchObject({ residentName: 'Lê Một', what: { kind: 'dossier', code } })
    expect(dossier?.what?.kind === 'dossier' && dossier.what.procedureId).toBeTruthy()
  })

  it('begin with the newest, a person with their last visit, and tell who is only counted', async () => {
    const assists = await ask(manager, 'assists')
    expect(assists.map(({ on, isAnonymous }) => [on, isAnonymous])).toEqual([
      ['2026-11-12', true],
      ['2026-11-11', false],
      ['2026-11-10', false],
    ])
    expect((await ask(manager, 'people')).map(({ on }) => on)).toEqual(['2026-11-11'])
  })

  it('can be those of one member alone', async () => {
    expect(await ask(manager, 'assists', `&memberId=${managerId}`)).toHaveLength(3)
    expect(await ask(manager, 'assists', `&memberId=${server.context.newId()}`)).toEqual([])
  })
})
