// What every new ward begins with: whoever corrects one line of it learns here what a line must hold.
import * as v from 'valibot'
import { describe, expect, it } from 'vitest'
import { commands } from '#domain/commands.ts'
import { isDay } from '#domain/period.ts'
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
