// Records go from one team to another, and what phones hear of it, on both databases.
import * as v from 'valibot'
import { beforeEach, describe, expect, it } from 'vitest'
import type { CommandArgs } from '#domain/commands.ts'
import { dayAt } from '#domain/period.ts'
import { rowKey, teamScope } from '#domain/tables.ts'
import { figuresAnswerSchema } from '#protocol/figures.ts'
import { pull } from '../../src/server/sync/pull.ts'
import { aResident, anId } from '../support/builders.ts'
import { bothDatabases, kinds } from '../support/databases.ts'
import { aSyncingWard, sumOf, wordsOf, type NumberedPhone, type SyncingWard } from '../support/syncingWard.ts'

const addressOf = bothDatabases()

describe.each(kinds)('on %s', (kind) => {
  let ward: SyncingWard
  /** Of the one team, of the other, and of both. */
  let mine: NumberedPhone
  let theirs: NumberedPhone
  let both: NumberedPhone
  let tests = 0

  beforeEach(async () => {
    ward = await aSyncingWard(await addressOf(kind, `moved_${tests++}`))
    mine = await ward.aPhone(await ward.aMember('volunteer', [ward.team]))
    theirs = await ward.aPhone(await ward.aMember('volunteer', [ward.otherTeam]))
    both = await ward.aPhone(await ward.aMember('lead', [ward.team, ward.otherTeam]))
    return () => ward.server.close()
  })

  const move = (body: object, { browser } = ward.manager, from = ward.team) =>
    browser.request('POST', `/api/teams/${from}/move`, body)
  const newResident = () => {
    const { id: _id, teamId: _team, ...fields } = aResident({ name: 'Lê Thị Thử' })
    return { kind: 'new' as const, residentId: ward.server.context.newId(), fields }
  }
  const record = async (phone: NumberedPhone, ...visits: CommandArgs<'recordAssist'>[]) => {
    const commands = visits.map((visit) => ward.command(phone, 'recordAssist', visit))
    expect(wordsOf(await ward.sync(phone, commands))).toEqual(visits.map(() => 'applied'))
  }
  const idsIn = (phone: NumberedPhone, team: string, table = 'assists') =>
    [...(phone.rows.get(teamScope(team))?.values() ?? [])]
      .filter((row) => row.table === table)
      .map(({ id }) => id)
      .sort()
  /** What a phone that begins anew is told. */
  async function stands(team: string) {
    const scope = teamScope(team)
    const key = await ward.server.context.keys.get(ward.wardId)
    const [page] = await pull(ward.server.context.db, key, new Map([[scope, 0]]))
    if (!page) throw new Error('no page')
    return page
  }
  async function expectAgreement(...phones: NumberedPhone[]) {
    for (const phone of phones) {
      await ward.sync(phone)
      for (const scope of phone.rows.keys()) {
        if (!scope.startsWith('team:')) continue
        const { count, checksum, rows } = await stands(scope.slice('team:'.length))
        expect(sumOf(phone, scope)).toEqual({ count, checksum })
        expect(count).toBe(rows.length)
      }
    }
  }

  it('every record of a team goes, with its resident, dossiers and note, and every phone hears of it', async () => {
    const [known, dossierId, itemId] = [newResident(), anId(60), anId(61)]
    const first = ward.visit(ward.team, { resident: known, note: 'gọi lại' })
    await record(mine, first, ward.visit(ward.team))
    const procedure = [...(mine.rows.get(`ward:${ward.wardId}`)?.values() ?? [])].find(
      ({ table }) => table === 'procedures',
    )
    const dossier = {
      dossierId,
      procedureId: procedure?.id ?? '',
      level: 4 as const,
      code: null,
      dueOn: null,
    }
    await record(
      mine,
      ward.visit(ward.team, {
        resident: { kind: 'known', residentId: known.residentId },
        dossiers: [{ ...dossier, paidOnline: false, byPost: false, eCertified: false }],
        items: { [itemId]: { kind: 'dossier', dossierId, act: 'new' } },
      }),
    )
    await record(theirs, ward.visit(ward.otherTeam))
    await expectAgreement(mine, theirs, both)
    const pokes: string[] = []
    ward.server.context.pokes.subscribe(ward.wardId, (some) => pokes.push(...some.map(({ scope }) => scope)))

    const { status, body } = await move({ toTeamId: ward.otherTeam })
    expect([status, body]).toEqual([200, { assists: 3, residents: 1 }])
    expect([...new Set(pokes)].sort()).toEqual([ward.team, ward.otherTeam].map(teamScope).sort())
    const { scopes } = await ward.sync(mine)
    const told = scopes.find(({ scope }) => scope === teamScope(ward.team))
    expect(told).toMatchObject({ rows: [], count: 0, checksum: 0 })
    expect(told?.removed).toHaveLength(6)
    await expectAgreement(mine, theirs, both)
    expect(idsIn(mine, ward.team)).toEqual([])
    expect(idsIn(theirs, ward.otherTeam)).toHaveLength(4)
    expect(idsIn(theirs, ward.otherTeam, 'notes')).toEqual([first.assistId])
    expect(idsIn(both, ward.otherTeam, 'dossiers')).toEqual([dossierId])
    // Again there is nothing left to move.
    expect((await move({ toTeamId: ward.otherTeam })).body).toEqual({ assists: 0, residents: 0 })
  })

  it('figures go with the visits, and none is lost', async () => {
    await record(mine, ward.visit(ward.team), ward.visit(ward.team))
    await record(theirs, ward.visit(ward.otherTeam))
    const day = dayAt(ward.server.now)
    const figures = async () => {
      const { body } = await ward.manager.browser.request('GET', `/api/figures?from=${day}&to=${day}`)
      return v.parse(figuresAnswerSchema, body)
    }
    const before = await figures()
    await move({ toTeamId: ward.otherTeam })
    const { total, teams } = await figures()
    expect(total).toEqual(before.total)
    const countsOf = (team: string) => teams.find(({ teamId }) => teamId === team)?.counts
    expect(countsOf(ward.otherTeam)).toEqual(total)
    expect(Object.values(countsOf(ward.team) ?? total).filter((count) => count > 0)).toEqual([])
  })

  it('what one member recorded goes with whom it was for, and all that was ever done for them', async () => {
    const [shared, others] = [newResident(), newResident()]
    const colleague = await ward.aPhone(await ward.aMember('volunteer', [ward.team]))
    const own = [ward.visit(ward.team, { resident: shared }), ward.visit(ward.team)]
    await record(mine, ...own)
    const left = [ward.visit(ward.team), ward.visit(ward.team, { resident: others })]
    const followed = ward.visit(ward.team, { resident: { kind: 'known', residentId: shared.residentId } })
    await record(colleague, followed, ...left)
    const { body } = await move({ toTeamId: ward.otherTeam, memberId: mine.memberId })
    expect(body).toEqual({ assists: 3, residents: 1 })
    await expectAgreement(mine, theirs, both, colleague)
    const idsOf = (visits: { assistId: string }[]) => visits.map(({ assistId }) => assistId).sort()
    expect(idsIn(both, ward.team)).toEqual(idsOf(left))
    expect(idsIn(both, ward.otherTeam)).toEqual(idsOf([...own, followed]))
    expect(idsIn(mine, ward.team, 'residents')).toEqual([others.residentId])
  })

  it('a record that comes back stands once, and a phone that slept all the while holds it still', async () => {
    const visit = ward.visit(ward.team)
    await record(mine, visit)
    await ward.sync(both)
    await move({ toTeamId: ward.otherTeam })
    await move({ toTeamId: ward.team }, ward.manager, ward.otherTeam)
    await expectAgreement(mine, theirs, both)
    expect([idsIn(both, ward.team), idsIn(both, ward.otherTeam)]).toEqual([[visit.assistId], []])
    expect((await ward.sync(await ward.aPhone(both))).scopes.flatMap(({ removed }) => removed)).toEqual([])
  })

  it('a fill that a move overtakes hears of what went', async () => {
    const visits = Array.from({ length: 6 }, () => ward.visit(ward.team))
    await record(mine, ...visits)
    const key = await ward.server.context.keys.get(ward.wardId)
    const page = async (after: number, limit: number) =>
      (await pull(ward.server.context.db, key, new Map([[teamScope(ward.team), after]]), { limit }))[0]
    const first = await page(0, 3)
    const held = new Set(first?.rows.map(({ table, id }) => rowKey(table, id)))
    await move({ toTeamId: ward.otherTeam })
    let next = first
    for (; next?.more;) {
      next = await page(next.to, 3)
      for (const { table, id } of next?.removed ?? []) held.delete(rowKey(table, id))
    }
    expect([held.size, next?.count]).toEqual([0, 0])
    const { body } = await ward.manager.browser.request(
      'GET',
      `/api/snapshot/team:${ward.team}?after=${first?.to}`,
    )
    expect(body.removed).toHaveLength(6)
    const beyond = await ward.manager.browser.request('GET', `/api/snapshot/team:${ward.team}?after=999`)
    expect(beyond.body).toMatchObject({ replaces: true, rows: [], removed: [] })
  })

  it('a change that comes later is judged by the team where the record is now', async () => {
    const [visit, fromBoth] = [ward.visit(ward.team), ward.visit(ward.team)]
    await record(mine, visit)
    await record(both, fromBoth)
    await move({ toTeamId: ward.otherTeam })
    const correct = (phone: NumberedPhone, { assistId }: { assistId: string }) => {
      const args = { assistId, changes: { place: 'elsewhere' as const }, dossiers: [] }
      return ward.command(phone, 'correctAssist', args, { base: 1 })
    }
    const refused = await ward.sync(mine, [correct(mine, visit)])
    expect(wordsOf(refused)).toEqual(['notAllowed'])
    expect(JSON.stringify(refused)).not.toContain(`"id":"${visit.assistId}","ver"`)
    // The other field, the team, was changed meanwhile.
    expect(wordsOf(await ward.sync(both, [correct(both, fromBoth)]))).toEqual(['merged'])
    await expectAgreement(mine, theirs, both)
    expect((await stands(ward.team)).count).toBe(0)
  })

  it('a phone that records while a move goes on loses nothing', async () => {
    const visits = Array.from({ length: 20 }, () => ward.visit(ward.team))
    const recording = (async () => {
      for (const visit of visits) await record(mine, visit)
    })()
    await move({ toTeamId: ward.otherTeam })
    await recording
    await move({ toTeamId: ward.otherTeam })
    await expectAgreement(mine, theirs, both)
    expect(idsIn(theirs, ward.otherTeam)).toHaveLength(20)
  })

  it('more than one command can hold go all the same', async () => {
    const visits = Array.from({ length: 700 }, () => ward.visit(ward.team, { resident: newResident() }))
    await record(mine, ...visits)
    expect((await move({ toTeamId: ward.otherTeam })).body).toEqual({ assists: 700, residents: 700 })
    await expectAgreement(mine, theirs)
  })

  it('is the manager’s alone, between two teams that there are', async () => {
    const lead = await ward.aMember('lead', [ward.team, ward.otherTeam])
    const codeOf = ({ status, body }: Awaited<ReturnType<typeof move>>) => [status, body.problem.code]
    expect(codeOf(await move({ toTeamId: ward.otherTeam }, lead))).toEqual([403, 'notAllowed'])
    expect(codeOf(await move({ toTeamId: ward.team }))).toEqual([400, 'requestMalformed'])
    expect(codeOf(await move({ toTeamId: anId(404) }))).toEqual([422, 'rowUnknown'])
    expect(codeOf(await move({ toTeamId: ward.wardId }))).toEqual([422, 'rowUnknown'])
    expect(codeOf(await move({ toTeamId: ward.team }, ward.manager, anId(404)))).toEqual([422, 'rowUnknown'])
  })
})
