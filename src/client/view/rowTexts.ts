// What is searched of rows, beside the view: folded when somebody first searches, and afterwards only of rows that have
// changed. A row that did not change is the same object, and so are those that its text is taken from.
import { foldForSearch } from '#domain/names.ts'
import { createTextLines } from './textLines.ts'
import { bareCode, type TypedQuery } from './typedQuery.ts'
import type { View } from './view.ts'

export interface RowText {
  /** Whom it is for. */
  readonly name: string
  /** What people wrote, and the procedures. */
  readonly written: readonly string[]
  /** Words of the app that are shown with it. */
  readonly shown: readonly string[]
  readonly codes: readonly string[]
}

export interface TextSource<Row> {
  all(): readonly Row[]
  /** The rows besides it from which its text is taken, in a fixed order. */
  besides(row: Row): readonly unknown[]
  read(row: Row): RowText
}

export interface RowTexts<Row> {
  /** Folds what has changed. */
  getReady(): void
  /** Those that a query means, in no order. */
  find(query: TypedQuery): Row[]
}

interface Entry<Row> {
  readonly row: Row
  readonly besides: readonly unknown[]
  /** Folded: the name, then what was written, then what is shown, each word between spaces; then the codes. */
  readonly text: string
  readonly nameEnd: number
  readonly writtenEnd: number
  readonly shownEnd: number
  /** The version of the view in which the row was seen last. */
  seen: number
}

/** `H’ Lan` is one word. */
const betweenWords = /(?<!['’ʼ])\s+/

export function createRowTexts<Row extends { readonly id: string }>(
  view: View,
  source: TextSource<Row>,
): RowTexts<Row> {
  const entries = new Map<string, Entry<Row>>()
  let listed: readonly Entry<Row>[] = []
  let lines = createTextLines([])
  /** The same words come again and again, and so do whole names of procedures. */
  const folded = new Map<string, string>()
  let seen = -1

  function foldWords(text: string): string {
    return text.split(betweenWords).map(foldOnce).join(' ')
  }

  function foldOnce(text: string): string {
    let known = folded.get(text)
    if (known === undefined) folded.set(text, (known = foldForSearch(text)))
    return known
  }

  function bringUpToDate(): void {
    if (seen === view.version) return
    seen = view.version
    const rows = source.all()
    let isSame = rows.length === entries.size
    for (const row of rows) {
      const known = entries.get(row.id)
      const besides = source.besides(row)
      if (known?.row === row && areSame(known.besides, besides)) known.seen = seen
      else {
        entries.set(row.id, toEntry(row, besides, source.read(row)))
        isSame = false
      }
    }
    if (isSame) return
    for (const [id, entry] of entries) if (entry.seen !== seen) entries.delete(id)
    listed = [...entries.values()]
    lines = createTextLines(listed.map(({ text }) => text))
  }

  function toEntry(row: Row, besides: readonly unknown[], read: RowText): Entry<Row> {
    const name = ` ${foldWords(read.name)} `
    const written = `${name}${[...read.written.map(foldWords), ...read.codes.map(foldCode)].join(' ')} `
    const shown = `${written}${read.shown.map(foldOnce).join(' ')} `
    const text = `${shown}\t${read.codes.map(bareCode).join(' ')}`
    const [nameEnd, writtenEnd, shownEnd] = [name.length, written.length, shown.length]
    return { row, besides, text, nameEnd, writtenEnd, shownEnd, seen }
  }

  function entriesWith(part: string): Entry<Row>[] {
    return lines.linesWith(part).flatMap((line) => listed[line] ?? [])
  }

  return {
    getReady: bringUpToDate,
    find({ words, code }) {
      bringUpToDate()
      const [longest = ' '] = words.toSorted((a, b) => b.length - a.length)
      const near = entriesWith(longest).filter((entry) => stand(words, entry.text, entry.shownEnd))
      // Hoa is a name and stands in "Nhà văn hóa", as Thanh does in "Thanh toán": where the words are somebody's name, what
      // the app itself says beside a row is no answer.
      const isName = near.some(({ text, nameEnd }) => stand(words, text, nameEnd))
      const found = new Set(
        isName ? near.filter(({ text, writtenEnd }) => stand(words, text, writtenEnd)) : near,
      )
      if (code !== '')
        for (const entry of entriesWith(code)) if (entry.text.includes(code, entry.shownEnd)) found.add(entry)
      return Array.from(found, ({ row }) => row)
    },
  }
}

/** Whether each word begins before an end. */
function stand(words: readonly string[], text: string, end: number): boolean {
  for (const word of words) {
    const at = text.indexOf(word)
    if (at < 0 || at >= end - 1) return false
  }
  return true
}

function areSame(some: readonly unknown[], others: readonly unknown[]): boolean {
  if (some.length !== others.length) return false
  for (let at = 0; at < some.length; at++) if (some[at] !== others[at]) return false
  return true
}

/** A code's parts as words. */
function foldCode(code: string): string {
  return code.toLowerCase().replace(/[^a-z0-9]+/g, ' ')
}
