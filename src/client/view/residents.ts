// Finding residents as people ask for them: beginnings of words of the name in any order, without accents and as a keyboard
// left them; figures of a phone number, the last four of a card, a year of birth. Where that is nobody, one word may be a
// slip, as it may when somebody is likely known.
import { toStoredPhone } from '#domain/identity.ts'
import { foldForSearch, givenName } from '#domain/names.ts'
import type { Resident } from '#domain/resident.ts'
import { isSyllable } from '#domain/syllable.ts'
import { residentIndexOf, type IndexedResident } from './residentIndex.ts'
import type { View } from './view.ts'

const collator = new Intl.Collator('vi')
const fewestDigits = 3

/**
 * Every resident whom the query fits, or else whom it may have meant, by given name as Vietnamese lists are sorted. An
 * empty query fits everybody.
 */
export function findResidents(view: View, query: string): Resident[] {
  const fitting = residentsFitting(view, query)
  return fitting.length > 0 ? fitting : residentsAlike(view, query)
}

/** Those whom the query fits as it stands. */
export function residentsFitting(view: View, query: string): Resident[] {
  return meantBy(toWords(query), view).map(({ resident }) => resident)
}

/** Those whom it fits once one of its words is taken for a slip. */
export function residentsAlike(view: View, query: string): Resident[] {
  const found = new Set(slipsOf(toWords(query), view).flatMap((words) => meantBy(words, view)))
  return [...found]
    .sort((a, b) => (a.sortKey < b.sortKey ? -1 : a.sortKey > b.sortKey ? 1 : 0))
    .map(({ resident }) => resident)
}

export interface SuggestOptions {
  readonly limit: number
  readonly ownTeams: readonly string[]
  /** Only residents of this team, where there is one. */
  readonly teamId: string | null
}

/**
 * The few whom somebody who types most likely means: whole words and the given name first, then their own teams, then who
 * was helped last.
 */
export function suggestResidents(view: View, query: string, options: SuggestOptions): Resident[] {
  const words = toWords(query)
  residentIndexOf(view).noteHelp()
  const fitting = bestOf([words], view, options)
  const best = fitting.length > 0 ? fitting : bestOf(slipsOf(words, view), view, options)
  return best.map(({ indexed }) => indexed.resident)
}

interface Suggestion {
  readonly points: number
  readonly indexed: IndexedResident
}

function bestOf(readings: readonly QueryWord[][], view: View, options: SuggestOptions): Suggestion[] {
  const best: Suggestion[] = []
  for (const words of readings) {
    for (const indexed of meantBy(words, view)) {
      const { teamId } = indexed.resident
      if (options.teamId !== null && teamId !== options.teamId) continue
      if (readings.length > 1 && best.some((other) => other.indexed === indexed)) continue
      const points = 2 * closeness(indexed, words) + (options.ownTeams.includes(teamId) ? 1 : 0)
      let place = best.length
      while (place > 0 && isBetter(points, indexed, best[place - 1])) place--
      if (place === options.limit) continue
      best.splice(place, 0, { points, indexed })
      if (best.length > options.limit) best.pop()
    }
  }
  return best
}

function isBetter(points: number, { helpedOn }: IndexedResident, other: Suggestion | undefined): boolean {
  if (!other || points !== other.points) return points > (other?.points ?? -1)
  return helpedOn > other.indexed.helpedOn
}

interface QueryWord {
  readonly word: string
  /** Begins a word of a text. */
  readonly begins: string
  /** Is a word of a text. */
  readonly whole: string
  readonly isFigures: boolean
  /** What it was meant to be, where it is taken for a slip. */
  readonly meant?: { readonly words: ReadonlySet<string>; readonly pattern: RegExp }
}

function toWords(query: string): QueryWord[] {
  const isNumber = /^[\d\s.+()-]+$/.test(query)
  const words = isNumber ? [toStoredPhone(query)] : foldForSearch(query).split(' ')
  return words.map((word) => ({
    word,
    begins: ` ${word}`,
    whole: ` ${word} `,
    isFigures: word.length >= fewestDigits && /^\d+$/.test(word),
  }))
}

/** The query read in other ways: each time one word of it is a slip for others that names here have. */
function slipsOf(words: readonly QueryWord[], view: View): QueryWord[][] {
  return words.flatMap((one, at) => {
    const meant = mayBeSlip(one.word, words.length > 1) ? residentIndexOf(view).wordsAlike(one.word) : []
    if (meant.length === 0) return []
    // Folded words are letters and figures alone.
    const pattern = new RegExp(` (?:${meant.join('|')}) `)
    return [words.with(at, { ...one, meant: { words: new Set(meant), pattern } })]
  })
}

/** Of few letters nearly everything is alike: three of them need other words beside them, or are no syllable at all. */
function mayBeSlip(word: string, hasOthers: boolean): boolean {
  if (!/^\p{L}+$/u.test(word)) return false
  return word.length > 3 || (word.length === 3 && (hasOthers || !isSyllable(word)))
}

/** Whoever has the longest word is looked at for the others. */
function meantBy(words: readonly QueryWord[], view: View): IndexedResident[] {
  const { residentsWith } = residentIndexOf(view)
  const [first] = words.filter(({ meant }) => !meant).toSorted((a, b) => b.word.length - a.word.length)
  if (!first) {
    const meant = words.flatMap((one) => [...(one.meant?.words ?? [])])
    return [...new Set(meant.flatMap((word) => residentsWith(` ${word} `)))]
  }
  const found = residentsWith(first.isFigures ? first.word : first.begins)
  return words.length > 1 || first.isFigures ? found.filter((indexed) => isMeant(indexed, words)) : found
}

function isMeant({ text, resident }: IndexedResident, words: readonly QueryWord[]): boolean {
  for (const { word, begins, isFigures, meant } of words) {
    if (meant ? meant.pattern.test(text) : text.includes(begins)) continue
    if (!isFigures) return false
    if (!resident.phone?.includes(word) && resident.idLastFour !== word) return false
  }
  return true
}

function closeness({ text, given }: IndexedResident, words: readonly QueryWord[]): number {
  let points = 0
  for (const { word, whole, meant } of words) {
    if (meant ? meant.words.has(given) : given === word) points += 4
    else if (!meant) points += (text.includes(whole) ? 2 : 0) + (given.startsWith(word) ? 1 : 0)
  }
  return points
}

export function compareNames(a: string, b: string): number {
  return collator.compare(givenName(a), givenName(b)) || collator.compare(a, b)
}
