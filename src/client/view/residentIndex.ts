// Residents as they are searched, beside the view: folded once, kept in the order of lists, and brought up to date when
// somebody asks after a change. A row that did not change is the same object, so only changed ones are folded again.
// Whoever was written down by mistake is not among them: every visit that is known of them was withdrawn. They are back as
// soon as one is restored.
import type { Assist } from '#domain/assist.ts'
import {
  bucketsOf,
  isWordAlike,
  likelySame,
  sameReasons,
  type Identity,
  type SameReason,
} from '#domain/duplicates.ts'
import { foldForSearch } from '#domain/names.ts'
import type { Day } from '#domain/period.ts'
import type { Resident } from '#domain/resident.ts'
import { createNameOrder } from './nameOrder.ts'
import { createRanks, dayNumber, type Ranks } from './ranks.ts'
import { createTextLines } from './textLines.ts'
import type { View } from './view.ts'

export interface IndexedResident {
  readonly resident: Resident
  /** Folded words of the name and the year of birth, each between spaces. */
  readonly text: string
  /** The name they are called by, folded. */
  readonly given: string
  sortKey: string
  /** Their place in the order of lists. */
  line: number
  /** The version of the view in which the row was seen last. */
  seen: number
}

export interface LikelyMatch {
  readonly resident: Resident
  readonly why: SameReason
}

export interface ResidentIndex {
  /** The lines of those in whose text, phone number or last four of the card something stands, by given name. */
  linesWith(part: string): number[]
  /** Whether it may stand in a text between spaces; where it is false, it certainly does not. */
  isWord(folded: string): boolean
  at(line: number): IndexedResident | undefined
  /** Folded words of names that somebody may have meant by this one. */
  wordsAlike(word: string): string[]
  /** What suggestions are ranked by, for each line. */
  ranks(): Ranks
  /** Gets ready for `likelySame`. */
  fillBuckets(): void
  /** Those who may be the same person, the surest first. */
  likelySame(identity: Identity): LikelyMatch[]
}

type Buckets = Map<string, Set<Resident>>

const indexes = new WeakMap<View, ResidentIndex>()
/** `H’ Lan` is one word. */
const betweenWords = /(?<!['’ʼ]) /

export function residentIndexOf(view: View): ResidentIndex {
  const known = indexes.get(view) ?? createResidentIndex(view)
  indexes.set(view, known)
  return known
}

function createResidentIndex(view: View): ResidentIndex {
  const order = createNameOrder()
  const foldedWords = new Map<string, string>()
  /** Words of all texts, and of some that are gone. */
  const textWords = new Set<string>()
  const byId = new Map<string, IndexedResident>()
  let sorted: IndexedResident[] = []
  let lines = createTextLines([])
  let ranks = createRanks([])
  /** Filled when a duplicate is looked for, and kept up from then on. */
  let buckets: Buckets | undefined
  let seen = -1
  let helpSeen = -1

  function foldWord(word: string): string {
    const known = foldedWords.get(word)
    if (known !== undefined) return known
    const folded = foldForSearch(word)
    foldedWords.set(word, folded)
    for (const part of folded.split(' ')) textWords.add(part)
    return folded
  }

  function toIndexed(resident: Resident): IndexedResident {
    const words = resident.name.split(betweenWords).map(foldWord)
    if (resident.birthYear !== null) textWords.add(String(resident.birthYear))
    const text = ` ${words.join(' ')} ${resident.birthYear ?? ''} `
    return { resident, text, given: words.at(-1) ?? '', sortKey: '', line: 0, seen }
  }

  function bringUpToDate(): void {
    if (seen === view.version) return
    seen = view.version
    const undone = undoneAmong(view.all('assists'))
    const rows = view.all('residents').filter(({ id }) => !undone.has(id))
    const changed: IndexedResident[] = []
    for (const resident of rows) {
      const known = byId.get(resident.id)
      if (known?.resident === resident) known.seen = seen
      else changed.push(toIndexed(resident))
    }
    if (changed.length === 0 && rows.length === sorted.length) return
    for (const { resident, seen: last } of sorted) if (last !== seen) drop(resident)
    for (const indexed of changed) add(indexed)
    sort([...sorted.filter((indexed) => indexed.seen === seen), ...changed], changed)
  }

  function sort(all: IndexedResident[], changed: readonly IndexedResident[]): void {
    const isNewOrder = order.learn(changed.map(({ resident }) => resident.name))
    for (const indexed of isNewOrder ? all : changed) indexed.sortKey = order.keyOf(indexed.resident.name)
    sorted = all.sort((a, b) => (a.sortKey < b.sortKey ? -1 : a.sortKey > b.sortKey ? 1 : 0))
    for (const [line, indexed] of sorted.entries()) indexed.line = line
    ranks = createRanks(sorted)
    lines = createTextLines(
      sorted.map(({ text, resident }) => `${text}\t${resident.phone ?? ''}\t${resident.idLastFour ?? ''}`),
    )
  }

  function add(indexed: IndexedResident): void {
    byId.set(indexed.resident.id, indexed)
    if (buckets) putIntoBuckets(buckets, indexed.resident)
  }

  function drop(resident: Resident): void {
    byId.delete(resident.id)
    if (buckets) for (const bucket of bucketsOf(resident)) buckets.get(bucket)?.delete(resident)
  }

  function noteHelp(): void {
    const { helpedOn } = ranks
    const numbers = new Map<Day, number>()
    helpedOn.fill(0)
    for (const { residentId, on, withdrawn } of view.all('assists')) {
      const helped = residentId === null || withdrawn ? undefined : byId.get(residentId)
      if (!helped) continue
      const day = numbers.get(on) ?? dayNumber(on)
      numbers.set(on, day)
      if (day > (helpedOn[helped.line] ?? 0)) helpedOn[helped.line] = day
    }
  }

  function fillBuckets(): Buckets {
    bringUpToDate()
    if (buckets) return buckets
    buckets = new Map()
    for (const { resident } of sorted) putIntoBuckets(buckets, resident)
    return buckets
  }

  return {
    linesWith(part) {
      bringUpToDate()
      return lines.linesWith(part)
    },
    isWord(folded) {
      bringUpToDate()
      return textWords.has(folded)
    },
    at: (line) => sorted[line],
    wordsAlike(word) {
      bringUpToDate()
      return [...new Set(foldedWords.values())].filter((known) => known !== word && isWordAlike(word, known))
    },
    ranks() {
      bringUpToDate()
      if (helpSeen !== seen) noteHelp()
      helpSeen = seen
      return ranks
    },
    fillBuckets,
    likelySame(identity) {
      const filled = fillBuckets()
      const near = new Set(bucketsOf(identity).flatMap((bucket) => [...(filled.get(bucket) ?? [])]))
      const matches = [...near].flatMap((resident) => {
        const why = likelySame(identity, resident)
        return why ? [{ resident, why }] : []
      })
      return matches.sort((a, b) => sameReasons.indexOf(a.why) - sameReasons.indexOf(b.why))
    },
  }
}

/** Those whose visits were withdrawn, every one of them; who has none at all is another matter. */
function undoneAmong(assists: readonly Assist[]): Set<string> {
  const undone = new Set<string>()
  for (const { residentId, withdrawn } of assists)
    if (withdrawn && residentId !== null) undone.add(residentId)
  if (undone.size === 0) return undone
  for (const { residentId, withdrawn } of assists)
    if (!withdrawn && residentId !== null) undone.delete(residentId)
  return undone
}

function putIntoBuckets(buckets: Buckets, resident: Resident): void {
  for (const bucket of bucketsOf(resident)) {
    const others = buckets.get(bucket)
    if (others) others.add(resident)
    else buckets.set(bucket, new Set([resident]))
  }
}
