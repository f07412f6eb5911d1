// What every new ward begins with: whoever corrects one line of it learns here what a line must hold.
import { gzipSync } from 'node:zlib'
import * as v from 'valibot'
import { describe, expect, it } from 'vitest'
import { commands } from '#domain/commands.ts'
import { feeOn, papersOf } from '#domain/guide.ts'
import { addDays, isDay } from '#domain/period.ts'
import { isInForce } from '#domain/procedure.ts'
import { starterCatalogue } from '../../src/server/starter/catalogue.ts'
import { anId } from '../support/builders.ts'

const codes = starterCatalogue.map(({ code }) => code)
const find = (code: string) => starterCatalogue.find((procedure) => procedure.code === code)

/** As the national portal groups them. */
const fields = [
  'Hộ tịch',
  'Chứng thực',
  'Bảo trợ xã hội',
  'Giảm nghèo',
  'Người có công',
  'Cư trú',
  'Hộ kinh doanh',
  'Xây dựng',
  'Đất đai',
  'Nuôi con nuôi',
]

describe('the starter catalogue', () => {
  it('has no code twice, and none of one province', () => {
    expect(codes.filter((code, index) => codes.indexOf(code) !== index)).toEqual([])
    expect(codes.filter((code) => !/^\d\.\d{6}(\.\d{2})?$/.test(code))).toEqual([])
  })

  it('has fifty procedures or more', () => {
    expect(codes.length).toBeGreaterThanOrEqual(50)
  })

  it.each(starterCatalogue)('$code can be added to a ward as it stands', (procedure) => {
    const args = { procedureId: anId(1), ...procedure }
    expect(v.safeParse(commands.addProcedure.args, args).issues).toBeUndefined()
    expect(procedure.name.trim()).toBe(procedure.name)
    expect(procedure.name).not.toBe('')
    expect(fields).toContain(procedure.field)
    expect([3, 4, null]).toContain(procedure.level)
    expect(procedure.channels.length).toBeGreaterThan(0)
    expect(isDay(procedure.validFrom)).toBe(true)
    expect(procedure.validTo === null || procedure.validFrom <= procedure.validTo).toBe(true)
  })

  it.each(starterCatalogue)(
    '$code can be explained at a door: papers, time, fees, who may submit',
    (procedure) => {
      const papers = papersOf(procedure)
      expect(papers.length).toBeGreaterThan(0)
      expect(papers).toEqual(procedure.paperList)
      expect(new Set(papers).size).toBe(papers.length)
      expect(procedure.papers).toBe(papers.join('; '))
      expect(procedure.time ?? procedure.timeNote, 'a time, or why there is none').toBeTruthy()
      for (const said of [
        procedure.whoMay,
        procedure.office,
        procedure.resultText,
        ...(procedure.steps ?? []),
      ]) {
        expect(said?.trim()).toBe(said)
        expect(said).toMatch(/^\p{Lu}/u)
      }
    },
  )

  it.each(starterCatalogue.filter(({ fee }) => fee !== null))(
    '$code has a fee for each of its channels and no other, on every day that it is in force',
    (procedure) => {
      const days = [
        ...(procedure.fees ?? []).flatMap(({ from, to }) => [from, addDays(from, -1), to]),
        '2026-11-20',
      ]
      for (const day of days.filter((one) => one !== null && isInForce({ id: anId(1), ...procedure }, one)))
        for (const channel of procedure.channels)
          expect(feeOn(procedure, channel, day ?? '')?.amount, `${channel} ${day}`).toBeTruthy()
      expect(new Set(procedure.fees?.map(({ channel }) => channel))).toEqual(new Set(procedure.channels))
      for (const { from, to } of procedure.fees ?? []) expect(to === null || from <= to).toBe(true)
    },
  )

  it('knows a fee that differs by channel and changed with a law', () => {
    const residence = find('1.004222')
    const amounts = (day: string) =>
      residence?.channels.map((channel) => feeOn(residence, channel, day)?.amount)
    expect(amounts('2026-11-20')).toEqual(['10.000 đồng', '20.000 đồng'])
    expect(amounts('2023-02-04')).toEqual(['Theo nghị quyết HĐND tỉnh', 'Theo nghị quyết HĐND tỉnh'])
  })

  it('does not call free what it does not know', () => {
    for (const code of ['1.003677', '1.010028', '1.003197']) {
      expect(find(code)?.fee, code).toBeNull()
      expect(find(code)?.fees, code).toBeUndefined()
    }
  })

  it('adds little to what a phone loads first', () => {
    expect(gzipSync(JSON.stringify(starterCatalogue)).length).toBeLessThan(8_000)
  })

  it('says of a fee that the provincial council sets it where it does', () => {
    for (const code of ['1.000656', '1.004873', '1.013225', '1.013978', '1.012812']) {
      expect(find(code)?.fee, code).toBe('Theo nghị quyết HĐND tỉnh')
    }
    for (const code of ['1.001193', '1.004837', '1.001776']) expect(find(code)?.fee, code).toBe('Không thu')
  })

  it('keeps what was repealed, with a last day', () => {
    const repealed = find('2.001009')
    expect(repealed && isInForce({ id: anId(1), ...repealed }, '2022-09-01')).toBe(true)
    expect(repealed && isInForce({ id: anId(1), ...repealed }, '2026-11-20')).toBe(false)
  })
})
