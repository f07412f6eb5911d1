// What the QR code of an ID card says: fields between bars, UTF-8, without head or checksum. Read from cards of both kinds:
//
//   number | old number or nothing | name | ddMMyyyy | sex | address | ddMMyyyy of issue [ | four more since 2024 ]
//
// Only name, year of birth and number are taken; the rest is looked at to know that it is a card, and let go. A code proves
// nothing: it is not signed, and anybody can copy it. Source: Circular 16/2024/TT-BCA for what it holds.
import { birthYearIn, checkIdNumber, idNumberWarnings, toStoredIdNumber } from './identity.ts'
import { toStoredName } from './names.ts'
import { isDay, type Day } from './period.ts'
import { Problem, type ProblemCode } from './problem.ts'

export interface IdCard {
  readonly name: string
  readonly birthYear: number
  /** 12 digits: kept in memory alone, until it is hashed. */
  readonly idNumber: string
  /** What is odd about it, though it may be right. */
  readonly warnings: readonly ProblemCode[]
}

/**
 * Throws `qrNotIdCard` for whatever else people hold up (a health insurance card, a bank's code, a link, a receipt), and
 * `qrUnreadable` for a card's text that came damaged: then scanning again helps.
 */
export function readIdCard(text: string, today: Day): IdCard {
  const fields = text
    .replace(/^\uFEFF/, '')
    .split('|')
    .map((field) => field.normalize('NFC').trim())
  const [idNumber = '', oldNumber = '', name = '', born = '', sex = ''] = fields
  if (!isOfCard(fields)) throw new Problem('qrNotIdCard')
  const birth = toBirth(born)
  const isWhole = /^\d{12}$/.test(idNumber) && oldNumberShape.test(oldNumber) && nameShape.test(name)
  if (!isWhole || !birth || isGarbled(text)) throw new Problem('qrUnreadable')
  const isWoman = /^n[ữu]$/i.test(sex) ? true : /^nam$/i.test(sex) ? false : undefined
  return {
    name: asWritten(toStoredName(name)),
    birthYear: birth.year,
    idNumber,
    warnings: [
      // Scanners that act as a keyboard drop the accents, and hardly any card is without one.
      ...(/[^\p{ASCII}]/u.test(text) ? [] : ['nameWithoutAccents' as const]),
      ...(birth.isYearAlone ? ['birthYearAlone' as const] : []),
      ...idNumberWarnings(idNumber, { birthYear: birth.year, isWoman }, today),
    ],
  }
}

export type TypedCard = Omit<IdCard, 'name' | 'birthYear'> & Partial<Pick<IdCard, 'name' | 'birthYear'>>

/**
 * What a scanner typed, somebody pasted, or 12 digits that were copied from the card by hand. Throws the same as above, and
 * `idNumberWrongLength` for other digits.
 */
export function readTypedCard(typed: string, today: Day): TypedCard {
  const number = toStoredIdNumber(typed)
  if (!/^\d*$/.test(number)) return readIdCard(typed, today)
  checkIdNumber(number, 'typedCard')
  const warnings = idNumberWarnings(number, {}, today)
  const isBorn = !warnings.includes('idYearInFuture')
  return { idNumber: number, warnings, ...(isBorn ? { birthYear: birthYearIn(number) } : {}) }
}

/**
 * Whether a text that came into another field was meant as a card: figures and then bars, as a scanner types them, or the 12
 * digits alone. It may be one that cannot be read.
 */
export function isMeantAsCard(typed: string): boolean {
  return /^\s*\uFEFF?\d{9,}\s*\|/.test(typed) || /^\d{12}$/.test(toStoredIdNumber(typed))
}

const oldNumberShape = /^(\d{9}|\d{12})?$/
const nameShape = /^[\p{L}\p{M}][\p{L}\p{M}\s.,'’-]*$/u

/** Either it begins as a card does, however it goes on, or it has the shape of one. An insurance card has its bars, too. */
function isOfCard(fields: readonly string[]): boolean {
  const [idNumber = '', oldNumber = '', , born = ''] = fields
  const begins = /^\d{12}$/.test(idNumber) && oldNumberShape.test(oldNumber)
  const isShaped = /^\d{6,}$/.test(idNumber) && /^\d*$/.test(oldNumber) && /^\d{8}$/.test(born)
  return (begins && fields.length >= 3) || (isShaped && fields.length >= 6)
}

/** Old people's papers may know the year alone; in which form is not known, so several are understood. */
function toBirth(born: string): { year: number; isYearAlone: boolean } | undefined {
  const [, day = '', month = '', year = ''] =
    /^(\d\d)??(\d\d)??(\d{4})$/.exec(born.replace(/[\s/.-]/g, '')) ?? []
  if (year < '1850') return undefined
  const isYearAlone = Number(day) === 0 || Number(month) === 0
  if (!isYearAlone && !isDay(`${year}-${month}-${day}`)) return undefined
  return { year: Number(year), isYearAlone }
}

/**
 * UTF-8 that was taken for another charset. It shows in sequences: a letter as `Ã` alone stands in good names. After Latin
 * letters a sign follows that no name has; or everything became Chinese, Japanese or Korean.
 */
export function isGarbled(text: string): boolean {
  return garbledLatin.test(text) || /\uFFFD|[\u3040-\u30FF\u3400-\u9FFF\uAC00-\uD7AF\uFF61-\uFF9F]/.test(text)
}

const garbledLatin =
  /á[º»]|[ÃÄÅÆ][\u0080-\u00BF\u0152\u0153\u0160\u0161\u0178\u017D\u017E\u0192\u02C6\u02DC\u2013-\u203A\u20AC\u2122]/

/** Codes write names as people do; where one is all capitals, as printed on the card, it is turned into that. */
function asWritten(name: string): string {
  if (name !== name.toLocaleUpperCase('vi')) return name
  return name
    .toLocaleLowerCase('vi')
    .replace(
      /(^|[\s'’-])(\p{L})/gu,
      (_, before: string, letter: string) => before + letter.toLocaleUpperCase('vi'),
    )
}
