import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import {
  checkIdNumber,
  checkPhone,
  formatPhone,
  phoneWarning,
  toStoredIdNumber,
  toStoredPhone,
} from '#domain/identity.ts'

describe('a phone number', () => {
  it.each([
    '0912345678',
    '0912 345 678',
    '0912.345.678',
    '+84 912 345 678',
    '84912345678',
    '0084912345678',
    '(091) 234-5678',
    '+840912345678',
  ])('written as %s is the same number', (typed) => expect(toStoredPhone(typed)).toBe('0912345678'))

  it.each(['091234567', '09123456789', '1912345678', 'abc', ''])('%s is refused', (typed) => {
    expect(() => checkPhone(toStoredPhone(typed), 'resident.phone')).toThrow('phoneWrongLength')
  })

  it.each([
    ['0912345678', undefined],
    ['02563123456', 'phoneIsLandline'],
    ['0111222333', 'phonePrefixOdd'],
  ])('%s warns %s and passes', (stored, warning) => {
    expect(() => checkPhone(stored, 'resident.phone')).not.toThrow()
    expect(phoneWarning(stored)).toBe(warning)
  })

  it('kept once stays as it is', () => {
    fc.assert(fc.property(fc.stringMatching(/^0[0-9]{9}$/), (stored) => toStoredPhone(stored) === stored))
  })

  it('is shown in groups that no end of a line tears', () =>
    expect(formatPhone('0912345678')).toBe('0912\u00a0345\u00a0678'))
})

describe('an ID number', () => {
  it('keeps its leading zero', () => expect(toStoredIdNumber('052 085 000 123')).toBe('052085000123'))
  it.each(['05208500012', '0520850001234', '05208500012a'])('%s is refused', (typed) => {
    expect(() => checkIdNumber(toStoredIdNumber(typed), 'idNumber')).toThrow('idNumberWrongLength')
  })
})
