// Whether somebody who is being written down is known already. A match is a question to a person, never an answer: two
// of one name and one year do live in one street. It forgives what fingers, keyboards and ears do to a name, and asks for
// more evidence the less the names agree.
import { foldForSearch } from './names.ts'
import { isSyllable } from './syllable.ts'

/** What tells people apart; of a resident, or of somebody who is being typed. The phone as it is stored. */
export interface Identity {
  readonly name: string
  readonly birthYear: number | null
  readonly phone: string | null
  readonly idHash: string | null
  readonly teamId: string | null
}

/** The surest first. */
export const sameReasons = ['sameId', 'samePhone', 'sameNameYear', 'sameName'] as const
export type SameReason = (typeof sameReasons)[number]

/** Two people of whom none is in a bucket of the other's need not be compared. */
export function bucketsOf({ name, birthYear, phone, idHash }: Identity): string[] {
  const buckets = [`name ${wordsOf(name).sort().join('')}`]
  if (birthYear !== null) buckets.push(`year ${birthYear}`)
  if (phone !== null) buckets.push(`phone ${phone}`)
  if (idHash !== null) buckets.push(`id ${idHash}`)
  return buckets
}

export function likelySame(one: Identity, other: Identity): SameReason | undefined {
  const id = compare(one.idHash, other.idHash)
  if (id === 'same') return 'sameId'
  const names = likeness(one.name, other.name)
  if (!names) return undefined
  const phone = compare(one.phone, other.phone)
  const year = compare(one.birthYear, other.birthYear)
  // Cards that differ are two people's, unless a number was typed wrongly and all else is the same.
  if (id === 'differs' && !(names === 'same' && phone === 'same' && year === 'same')) return undefined
  if (phone === 'same' && fitsYears(one, other, names)) return 'samePhone'
  const isOneTeam = one.teamId === other.teamId
  const isDoubtful = accentsDiffer(one.name, other.name)
  if (year === 'same') {
    if (names === 'same') return isDoubtful && phone === 'differs' ? undefined : 'sameNameYear'
    return (names === 'slip' || names === 'shorter') && isOneTeam ? 'sameNameYear' : undefined
  }
  const tells = year === 'unknown' && phone === 'unknown' && names === 'same' && isOneTeam && !isDoubtful
  return tells ? 'sameName' : undefined
}

function compare<T>(one: T | null, other: T | null): 'same' | 'differs' | 'unknown' {
  if (one === null || other === null) return 'unknown'
  return one === other ? 'same' : 'differs'
}

/** Families share a phone: the less two names agree, the closer the years must be. */
function fitsYears(one: Identity, other: Identity, names: Likeness): boolean {
  const a = one.birthYear
  const b = other.birthYear
  if (names === 'sound' || names === 'turned') return a !== null && a === b
  if (a === null || b === null || Math.abs(a - b) <= 2) return true
  return names === 'same' && isOneSlip(String(a), String(b)) && !accentsDiffer(one.name, other.name)
}

/**
 * `same`: the same words, or the family name put last. `slip`: one word mistyped so that it is no word any more. `shorter`:
 * words in the middle left out, or all but the given name. `sound`: words that sound or look alike, though each is one.
 * `turned`: the same words in any other order.
 */
type Likeness = 'same' | 'slip' | 'shorter' | 'sound' | 'turned'

function likeness(one: string, other: string): Likeness | undefined {
  const a = wordsOf(one)
  const b = wordsOf(other)
  const untitled = (words: string[], beside: string[]) =>
    words.length > 1 && titles.has(words[0] ?? '') && words[0] !== beside[0] ? words.slice(1) : words
  return alike(untitled(a, b), untitled(b, a))
}

function alike(a: string[], b: string[]): Likeness | undefined {
  const joined = a.join('')
  if (joined === b.join('') || joined === b.toReversed().join('') || isGivenNameFirst(a, b)) return 'same'
  if (isShorter(a, b) || isShorter(b, a)) return 'shorter'
  if (a.length !== b.length) return undefined
  const odd = a.flatMap((word, at) => (word === b[at] ? [] : [at]))
  const [at = 0] = odd
  if (odd.length === 1) return wordLikeness(a[at] ?? '', b[at] ?? '', at === a.length - 1)
  return a.toSorted().join() === b.toSorted().join() ? 'turned' : undefined
}

/** Names that are both words may be two children's, so of given names only those that sound alike count. */
function wordLikeness(a: string, b: string, isGivenName: boolean): Likeness | undefined {
  if (sound(a) === sound(b)) return 'sound'
  if (!isOneSlip(a, b)) return undefined
  if (isSyllable(a) !== isSyllable(b)) return 'slip'
  return isGivenName ? undefined : 'sound'
}

/** Whether somebody may have meant the other of two folded words of names: by a slip of the finger, or as they are heard. */
export function isWordAlike(one: string, other: string): boolean {
  return isOneSlip(one, other) || (Math.abs(one.length - other.length) <= 2 && sound(one) === sound(other))
}

const wordsOf = (name: string) => foldForSearch(name).split(' ')

/** How people are called in front of their names, folded. */
const titles = new Set(['ong', 'ba', 'anh', 'chi', 'co', 'chu', 'bac', 'cu', 'di', 'cau', 'em', 'thim', 'mo'])

/** `An Lê Thị` beside `Lê Thị An`, either way. */
function isGivenNameFirst(a: string[], b: string[]): boolean {
  return [...a.slice(1), a[0]].join(' ') === b.join(' ') || [...b.slice(1), b[0]].join(' ') === a.join(' ')
}

function isShorter(short: string[], long: string[]): boolean {
  if (short.length >= long.length || short.at(-1) !== long.at(-1)) return false
  if (short.length === 1) return true
  let found = 0
  for (const word of long) if (word === short[found]) found++
  return short[0] === long[0] && found === short.length
}

/** As heard in the south and the centre: final n and ng, t and c, and initial d, v and gi, s and x, ch and tr are one. */
function sound(word: string): string {
  return word
    .replace(/ng$/, 'n')
    .replace(/c$/, 't')
    .replace(/^(v|gi(?=[aeou]))/, 'd')
    .replace(/^x/, 's')
    .replace(/^tr/, 'ch')
}

/** One letter too many, too few, another, or two changed over. */
function isOneSlip(a: string, b: string): boolean {
  if (Math.abs(a.length - b.length) > 1) return false
  let start = 0
  while (start < a.length && a[start] === b[start]) start++
  const [restA, restB] = [a.slice(start), b.slice(start)]
  if (restA.slice(1) === restB.slice(1) || restA.slice(1) === restB || restA === restB.slice(1)) return true
  return restA[0] === restB[1] && restA[1] === restB[0] && restA.slice(2) === restB.slice(2)
}

/** Whether both write marks over one word and cannot have meant the same: Hùng and Hưng, but not Hùng and Hung. */
function accentsDiffer(one: string, other: string): boolean {
  const a = one.trim().split(/\s+/)
  const b = other.trim().split(/\s+/)
  return a.length === b.length && a.some((word, at) => marksDiffer(marksOf(word), marksOf(b[at] ?? '')))
}

function marksDiffer(a: string[], b: string[]): boolean {
  return a.some((mark) => !b.includes(mark)) && b.some((mark) => !a.includes(mark))
}

/** The marks of a word, wherever they stand in it; hỏi and ngã are one, as many people write them. */
function marksOf(word: string): string[] {
  return (
    word
      .normalize('NFD')
      .replace(/\u0309/g, '\u0303')
      .match(/\p{M}/gu) ?? []
  )
}
