// Finding residents as people ask for them: beginnings of words of the name in any order, without accents and as a keyboard
// left them; figures of a phone number, the last four of a card, a year of birth.
import { toStoredPhone } from '#domain/identity.ts'
import { foldForSearch, givenName } from '#domain/names.ts'
import type { Resident } from '#domain/resident.ts'
import { residentIndexOf, type IndexedResident } from './residentIndex.ts'
import type { View } from './view.ts'

const collator = new Intl.Collator('vi')
const fewestDigits = 3

/** Every resident whom the query fits, by given name as Vietnamese lists are sorted. An empty query fits everybody. */
export function findResidents(view: View, query: string): Resident[] {
  return meantBy(toWords(query), view).map(({ resident }) => resident)
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
  const best: Suggestion[] = []
  residentIndexOf(view).noteHelp()
  for (const indexed of meantBy(words, view)) {
    const { teamId } = indexed.resident
    if (options.teamId !== null && teamId !== options.teamId) continue
    const points = 2 * closeness(indexed, words) + (options.ownTeams.includes(teamId) ? 1 : 0)
    let place = best.length
    while (place > 0 && isBetter(points, indexed, best[place - 1])) place--
    if (place === options.limit) continue
    best.splice(place, 0, { points, indexed })
    if (best.length > options.limit) best.pop()
  }
  return best.map(({ indexed }) => indexed.resident)
}

interface Suggestion {
  readonly points: number
  readonly indexed: IndexedResident
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

/** Whoever has the longest word is looked at for the others. */
function meantBy(words: readonly QueryWord[], view: View): IndexedResident[] {
  const [first] = words.toSorted((a, b) => b.word.length - a.word.length)
  const found = residentIndexOf(view).residentsWith(first?.isFigures ? first.word : (first?.begins ?? ''))
  return words.length > 1 || first?.isFigures ? found.filter((indexed) => isMeant(indexed, words)) : found
}

function isMeant({ text, resident }: IndexedResident, words: readonly QueryWord[]): boolean {
  for (const { word, begins, isFigures } of words) {
    if (text.includes(begins)) continue
    if (!isFigures) return false
    if (!resident.phone?.includes(word) && resident.idLastFour !== word) return false
  }
  return true
}

function closeness({ text, given }: IndexedResident, words: readonly QueryWord[]): number {
  let points = 0
  for (const { word, whole } of words) {
    if (given === word) points += 4
    else points += (text.includes(whole) ? 2 : 0) + (given.startsWith(word) ? 1 : 0)
  }
  return points
}

export function compareNames(a: string, b: string): number {
  return collator.compare(givenName(a), givenName(b)) || collator.compare(a, b)
}
