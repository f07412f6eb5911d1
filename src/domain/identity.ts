// Phone and ID numbers as people say and type them. Hard rules stop, soft rules only warn.
import type { Day } from './period.ts'
import { Problem, type ProblemCode } from './problem.ts'

const mobile = /^0(3[2-9]|5[25689]|7[06-9]|8[1-9]|9[0-46-9])\d{7}$/
const landline = /^02\d{8,9}$/

/** Digits of a phone number with spaces, dots, dashes and brackets taken out, +84 / 84 / 0084 written as 0. */
export function toStoredPhone(typed: string): string {
  const digits = typed.replace(/[\s.()-]/g, '')
  const local = digits.match(/^(?:\+84|0084(?=\d{9,}$)|84(?=\d{9}$))0?(\d+)$/)
  return local ? `0${local[1]}` : digits
}

/** Whether it can be a Vietnamese phone number: 10 digits from 0, or 11 for a landline. */
export function isPhone(stored: string): boolean {
  return /^0\d{9}$/.test(stored) || landline.test(stored)
}

export function checkPhone(stored: string, field: string): void {
  if (!isPhone(stored)) throw new Problem('phoneWrongLength', { field })
}

/** What is odd about a number that is otherwise accepted. */
export function phoneWarning(stored: string): ProblemCode | undefined {
  if (mobile.test(stored)) return undefined
  return landline.test(stored) ? 'phoneIsLandline' : /^0\d{9}$/.test(stored) ? 'phonePrefixOdd' : undefined
}

/** 0912345678 → 0912 345 678, which no end of a line tears. Only for showing; what is typed is never reformatted. */
export function formatPhone(stored: string): string {
  return stored.length === 10
    ? `${stored.slice(0, 4)}\u00a0${stored.slice(4, 7)}\u00a0${stored.slice(7)}`
    : stored
}

/** The 12 digits of a personal ID number with spaces and dots taken out. Source: Decree 137/2015, Circular 59/2021. */
export function toStoredIdNumber(typed: string): string {
  return typed.replace(/[\s.-]/g, '')
}

export function checkIdNumber(stored: string, field: string): void {
  if (!/^\d{12}$/.test(stored)) throw new Problem('idNumberWrongLength', { field })
}

/** The year of birth that 12 digits say: by the century, which goes with the sex, and two figures of the year. */
export function birthYearIn(stored: string): number {
  return (19 + Math.floor(Number(stored[3]) / 2)) * 100 + Number(stored.slice(4, 6))
}

/** What a person or their card says beside the number. */
export interface Beside {
  readonly birthYear?: number | null
  /** Whether the card says that it is a woman's; undefined where nobody said. */
  readonly isWoman?: boolean | undefined
}

/**
 * What is odd about 12 digits that are otherwise accepted. They say: 3 where the birth was registered, 1 sex and century,
 * 2 year of birth, 6 random ones; there is no check digit.
 */
export function idNumberWarnings(stored: string, { birthYear, isWoman }: Beside, today: Day): ProblemCode[] {
  const sexAndCentury = Number(stored[3])
  const year = birthYearIn(stored)
  const isInFuture = Math.max(year, birthYear ?? 0) > Number(today.slice(0, 4))
  const isOtherSex = isWoman !== undefined && isWoman !== (sexAndCentury % 2 === 1)
  return [
    ...(isInFuture ? ['idYearInFuture' as const] : []),
    ...(birthYear != null && birthYear !== year ? ['idYearDiffers' as const] : []),
    ...(isOtherSex ? ['idGenderDiffers' as const] : []),
    ...(provinces.has(stored.slice(0, 3)) ? [] : ['idProvinceUnknown' as const]),
  ]
}

/** The 63 of the time before 2025, which numbers keep. Somebody born abroad has a country's code, which is only odd. */
const provinces = new Set(
  (
    '001 002 004 006 008 010 011 012 014 015 017 019 020 022 024 025 026 027 030 031 033 034 035 036 037 038 040 042 ' +
    '044 045 046 048 049 051 052 054 056 058 060 062 064 066 067 068 070 072 074 075 077 079 080 082 083 084 086 087 ' +
    '089 091 092 093 094 095 096'
  ).split(' '),
)
