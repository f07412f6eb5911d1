// Finding residents as people ask for them: beginnings of words of the name in any order, without accents and as a keyboard
// left them; figures of a phone number, the last four of a card, a year of birth. Where that is nobody, one word may be a
// slip, as it may when somebody is likely known.
import { toStoredPhone } from '#domain/identity.ts'
import { foldForSearch, givenName } from '#domain/names.ts'
import type { Resident } from '#domain/resident.ts'
import { isSyllable } from '#domain/syllable.ts'
import { residentIndexOf, type IndexedResident, type ResidentIndex } from './residentIndex.ts'
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
  const index = residentIndexOf(view)
  return residentsAt(linesMeant(toWords(query), index), index)
}

/** Those whom it fits once one of its words is taken for a slip. */
export function residentsAlike(view: View, query: string): Resident[] {
  const index = residentIndexOf(view)
  const found = new Set(slipsOf(toWords(query), index).flatMap((words) => linesMeant(words, index)))
  return residentsAt(
    [...found].sort((a, b) => a - b),
    index,
  )
}

function residentsAt(lines: readonly number[], index: ResidentIndex): Resident[] {
  return lines.flatMap((line) => index.at(line)?.resident ?? [])
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
  const index = residentIndexOf(view)
  const words = toWords(query)
  const fitting = bestOf([words], index, options)
  const best = fitting.length > 0 ? fitting : bestOf(slipsOf(words, index), index, options)
  return best.flatMap(({ line }) => index.at(line)?.resident ?? [])
}

interface Suggestion {
  readonly line: number
  /** The higher, the nearer to what is typed; of those who are equally near, whoever was helped later. */
  readonly rank: number
}

/** What a word counts that stands in a text as it is, whole. */
const ofWhole = 2
/** Above every day as a number. */
const perPoint = 1e8

function bestOf(
  readings: readonly QueryWord[][],
  index: ResidentIndex,
  { limit, ownTeams, teamId }: SuggestOptions,
): Suggestion[] {
  const ranks = index.ranks()
  const ofTeam = ranks.teams.map((team) => (ownTeams.includes(team) ? 1 : 0))
  const onlyTeam = teamId === null ? undefined : ranks.teams.indexOf(teamId)
  const best: Suggestion[] = []
  const rankAt = (line: number, closeness: number) =>
    (2 * closeness + (ofTeam[ranks.team[line] ?? 0] ?? 0)) * perPoint + (ranks.helpedOn[line] ?? 0)
  for (const words of readings) {
    const wholes = words.flatMap(({ word, whole, meant }) => (!meant && index.isWord(word) ? whole : []))
    const ofGiven = ranks.givens.map((given) => closenessOfGiven(given, words))
    for (const line of linesMeant(words, index)) {
      if (onlyTeam !== undefined && ranks.team[line] !== onlyTeam) continue
      if (readings.length > 1 && best.some((other) => other.line === line)) continue
      const closeness = ofGiven[ranks.given[line] ?? 0] ?? 0
      // The text itself is read only of those who could be among the best.
      const least = best.length < limit ? -1 : (best.at(-1)?.rank ?? -1)
      if (rankAt(line, closeness + wholes.length * ofWhole) <= least) continue
      const text = index.at(line)?.text ?? ''
      const found = wholes.filter((whole) => text.includes(whole))
      const rank = rankAt(line, closeness + found.length * ofWhole)
      let place = best.length
      while (place > 0 && rank > (best[place - 1]?.rank ?? 0)) place--
      if (place === limit) continue
      best.splice(place, 0, { line, rank })
      if (best.length > limit) best.pop()
    }
  }
  return best
}

/** How near the name that somebody is called by comes to the words. */
function closenessOfGiven(given: string, words: readonly QueryWord[]): number {
  return words.reduce((points, { word, meant }) => {
    if (meant) return points + (meant.words.has(given) ? 4 : 0)
    return points + (given === word ? 2 : given.startsWith(word) ? 1 : 0)
  }, 0)
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
function slipsOf(words: readonly QueryWord[], index: ResidentIndex): QueryWord[][] {
  return words.flatMap((one, at) => {
    const meant = mayBeSlip(one.word, words.length > 1) ? index.wordsAlike(one.word) : []
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

/** The lines of those whom the words fit. Whoever has the longest word is looked at for the others. */
function linesMeant(words: readonly QueryWord[], index: ResidentIndex): number[] {
  const [first] = words.filter(({ meant }) => !meant).toSorted((a, b) => b.word.length - a.word.length)
  if (!first) {
    const meant = words.flatMap((one) => [...(one.meant?.words ?? [])])
    return [...new Set(meant.flatMap((word) => index.linesWith(` ${word} `)))]
  }
  const found = index.linesWith(first.isFigures ? first.word : first.begins)
  if (words.length === 1 && !first.isFigures) return found
  return found.filter((line) => {
    const indexed = index.at(line)
    return indexed !== undefined && isMeant(indexed, words)
  })
}

function isMeant({ text, resident }: IndexedResident, words: readonly QueryWord[]): boolean {
  for (const { word, begins, isFigures, meant } of words) {
    if (meant ? meant.pattern.test(text) : text.includes(begins)) continue
    if (!isFigures) return false
    if (!resident.phone?.includes(word) && resident.idLastFour !== word) return false
  }
  return true
}

export function compareNames(a: string, b: string): number {
  return collator.compare(givenName(a), givenName(b)) || collator.compare(a, b)
}
