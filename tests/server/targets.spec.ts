// Targets on their way to phones of today, and to those that were made before there were any, on both databases.
import { beforeEach, describe, expect, it } from 'vitest'
import { targetIdOf } from '#domain/target.ts'
import { wardScope } from '#domain/tables.ts'
import { protocolVersion } from '#protocol/version.ts'
import { bothDatabases, kinds } from '../support/databases.ts'
import { aSyncingWard, sumOf, type NumberedPhone, type SyncingWard } from '../support/syncingWard.ts'

const addressOf = bothDatabases()
const november = { from: '2026-11-01', to: '2026-11-30' }
const beforeTargets = 2

describe.each(kinds)('on %s', (kind) => {
  let ward: SyncingWard
  let desk: NumberedPhone
  let tests = 0

  beforeEach(async () => {
    ward = await aSyncingWard(await addressOf(kind, `targets_${tests++}`))
    desk = await ward.aPhone(ward.manager)
    return () => ward.server.close()
  })

  const set = (value: number | null, base = 0, from = desk, protocol = protocolVersion) => {
    const place = { unitId: ward.team, indicator: 'assists' as const, ...november }
    const args = { targetId: targetIdOf(place), ...place, value }
    return ward.sync(from, [ward.command(from, 'setTarget', args, { base })], { protocol })
  }
  const targetsOn = (phone: NumberedPhone) =>
    [...(phone.rows.get(wardScope(ward.wardId)) ?? new Map()).values()].filter(
      ({ table }) => table === 'targets',
    )

  it('what the manager sets, and sets again, comes to every phone of the ward', async () => {
    const volunteer = await ward.aPhone(await ward.aMember('volunteer', [ward.team]))
    expect((await set(90)).outcomes).toMatchObject([{ outcome: 'applied' }])
    await ward.sync(volunteer, [], { protocol: protocolVersion })
    expect(targetsOn(volunteer)).toMatchObject([{ row: { unitId: ward.team, value: 90 } }])
    await set(120, 1)
    await ward.sync(volunteer, [], { protocol: protocolVersion })
    expect(targetsOn(volunteer)).toMatchObject([{ ver: 2, row: { value: 120 } }])
  })

  it('a lead sets none', async () => {
    const lead = await ward.aPhone(await ward.aMember('lead', [ward.team]))
    expect((await set(90, 0, lead)).outcomes).toMatchObject([
      { outcome: 'refused', problem: { code: 'notAllowed' } },
    ])
  })

  it('an older phone is told of none and counts as the ward tells it', async () => {
    const scope = wardScope(ward.wardId)
    const volunteer = await ward.aPhone(await ward.aMember('volunteer', [ward.team]))
    await set(90)
    const { scopes } = await ward.sync(volunteer, [], { protocol: beforeTargets })
    expect(targetsOn(volunteer)).toEqual([])
    expect(scopes.find((one) => one.scope === scope)).toMatchObject(sumOf(volunteer, scope))
    const fill = await volunteer.browser.request('GET', `/api/snapshot/${scope}`)
    expect(fill.body).toMatchObject(sumOf(volunteer, scope))
    expect(fill.body.rows).toHaveLength(sumOf(volunteer, scope).count)

    // Brought up to date, it finds that it lacks something, and fills anew.
    const later = await ward.sync(volunteer, [], { protocol: protocolVersion })
    expect(later.scopes.find((one) => one.scope === scope)?.count).toBe(sumOf(volunteer, scope).count + 1)
    const anew = await volunteer.browser.request('GET', `/api/snapshot/${scope}?protocol=${protocolVersion}`)
    expect(anew.body.rows).toContainEqual(expect.objectContaining({ table: 'targets' }))
  })

  it('an old tab that sends what a newer one set hears of no row that it does not know', async () => {
    const { outcomes, scopes } = await set(90, 0, desk, beforeTargets)
    expect(outcomes).toMatchObject([{ outcome: 'applied', rows: [] }])
    expect(scopes.flatMap(({ rows }) => rows).filter(({ table }) => table === 'targets')).toEqual([])
    expect(desk.cursors[wardScope(ward.wardId)]).toBeGreaterThan(0)
  })
})
