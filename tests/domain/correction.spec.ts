import { v7 } from 'uuid'
import { describe, expect, it } from 'vitest'
import { carryOut, type CommandArgs } from '#domain/commands.ts'
import { daysInBin, isInBin, madeOn, needsReason } from '#domain/correction.ts'
import { startOfDay } from '#domain/period.ts'
import { aCommand, anAssist, aWorld, ids, noon, rowsOf } from '../support/builders.ts'

const day = 86_400_000

describe('a visit is mended freely on the day on which it was recorded', () => {
  it('by the calendar of Vietnam, whatever day the visit itself was on', () => {
    const id = v7({ msecs: startOfDay('2026-11-20') })
    expect(madeOn(id)).toBe('2026-11-20')
    expect(madeOn(v7({ msecs: startOfDay('2026-11-20') - 1 }))).toBe('2026-11-19')
    expect(needsReason(id, '2026-11-20')).toBe(false)
    expect(needsReason(id, '2026-11-21')).toBe(true)
  })
})

describe('a later correction', () => {
  const before = anAssist({ items: {} })
  const correct = (fields: Partial<CommandArgs<'correctAssist'>>, assist = before) =>
    carryOut(
      aCommand('correctAssist', { assistId: ids.assist, changes: {}, dossiers: [], ...fields }, { base: 1 }),
      aWorld({ rows: rowsOf({ assists: [assist] }) }),
    )

  it('keeps its reason with the record and in its history', () => {
    const [write] = correct({ changes: { place: 'oneStopDesk' }, reason: ' Ghi nhầm nơi ' }).writes
    const reason = { at: noon, reason: 'Ghi nhầm nơi' }
    expect(write?.row).toMatchObject({ place: 'oneStopDesk', corrections: { [ids.volunteer]: reason } })
    expect(write?.stands).toContainEqual({ path: `corrections/${ids.volunteer}`, value: reason })
  })

  it('leaves the reasons of others standing', () => {
    const assist = anAssist({ corrections: { [ids.colleague]: { at: noon - day, reason: 'Sai ngày' } } })
    expect(correct({ reason: 'Sai nơi' }, assist).writes[0]?.row).toMatchObject({
      corrections: { [ids.colleague]: { reason: 'Sai ngày' }, [ids.volunteer]: { reason: 'Sai nơi' } },
    })
  })

  it('of an older phone, which gives no reason, is taken as it is', () => {
    const [write] = correct({ changes: { place: 'oneStopDesk' } }).writes
    expect(write?.row).toEqual({ ...before, place: 'oneStopDesk' })
  })
})

it('what was withdrawn lies in the bin for thirty days', () => {
  expect(daysInBin).toBe(30)
  expect(isInBin(null, noon)).toBe(false)
  expect(isInBin({ at: noon - 29 * day }, noon)).toBe(true)
  expect(isInBin({ at: noon - 30 * day }, noon)).toBe(false)
})
