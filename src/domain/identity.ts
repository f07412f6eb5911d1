// Phone and ID numbers as people say and type them. Hard rules stop, soft rules only warn.
import { Problem, type ProblemCode } from './problem.ts'

const mobile = /^0(3[2-9]|5[25689]|7[06-9]|8[1-9]|9[0-46-9])\d{7}$/
const landline = /^02\d{8,9}$/

/** Digits of a phone number with spaces, dots, dashes and brackets taken out, +84 / 84 / 0084 written as 0. */
export function toStoredPhone(typed: string): string {
  const digits = typed.replace(/[\s.()-]/g, '')
  const local = digits.match(/^(?:\+84|0084(?=\d{9,}$)|84(?=\d{9}$))0?(\d+)$/)
  return local ? `0${local[1]}` : digits
}

/** Throws when it cannot be a Vietnamese phone number: 10 digits from 0, or 11 for a landline. */
export function checkPhone(stored: string, field: string): void {
  if (!/^0\d{9}$/.test(stored) && !landline.test(stored)) throw new Problem('phoneWrongLength', { field })
}

/** What is odd about a number that is otherwise accepted. */
export function phoneWarning(stored: string): ProblemCode | undefined {
  if (mobile.test(stored)) return undefined
  return landline.test(stored) ? 'phoneIsLandline' : /^0\d{9}$/.test(stored) ? 'phonePrefixOdd' : undefined
}

/** 0912345678 → 0912 345 678. Only for showing; what is typed is never reformatted. */
export function formatPhone(stored: string): string {
  return stored.length === 10 ? `${stored.slice(0, 4)} ${stored.slice(4, 7)} ${stored.slice(7)}` : stored
}

/** The 12 digits of a personal ID number with spaces and dots taken out. Source: Decree 137/2015, Circular 59/2021. */
export function toStoredIdNumber(typed: string): string {
  return typed.replace(/[\s.-]/g, '')
}

export function checkIdNumber(stored: string, field: string): void {
  if (!/^\d{12}$/.test(stored)) throw new Problem('idNumberWrongLength', { field })
}
