// A figure as a tile or a table shows it: its words, what the ward counts, the lighter "+3" that waits, the list behind it.
import type { Indicator } from '#domain/figures.ts'
import type { Period } from '#domain/period.ts'
import type { FigureCell } from '../../components/FigureTable.vue'
import { useFormat } from '../../composables/useFormat.ts'
import { useIndicatorWords } from '../../composables/useIndicatorWords.ts'
import type { SplitCount } from './countHere.ts'

export interface Narrowed {
  readonly team?: string | undefined
  readonly member?: string | undefined
}

export function useFigureCells() {
  const format = useFormat()
  const words = useIndicatorWords()

  const waitingOf = ({ waiting }: SplitCount) => (waiting > 0 ? `+${format.number(waiting)}` : undefined)

  /** Where the list of what a figure counts stands. */
  function toRecords(indicator: Indicator, { from, to }: Period, { team, member }: Narrowed = {}) {
    const narrowed = { ...(team ? { team } : {}), ...(member ? { member } : {}) }
    return { path: '/dashboard/records', query: { indicator, from, to, ...narrowed } }
  }

  return {
    waitingOf,
    toRecords,
    headOf: (indicator: Indicator, period: Period) => inTwoLines(words.short(indicator, period)),
    /** Of nothing there is no list to open. */
    cell(count: SplitCount, to: FigureCell['to']): FigureCell {
      const text = format.number(count.confirmed)
      if (count.confirmed + count.waiting === 0) return { text, isNone: true }
      return { text, waiting: waitingOf(count), to }
    },
  }
}

/** Words for the head of a narrow column: they break once at most, and a number stays with its word ("Mức độ 4"). */
function inTwoLines(words: string): string {
  const space = '\u00a0'
  if (words.length <= 7 || /[\d)]$/.test(words)) return words.replace(/ (?!\()/g, space)
  return words.replace(/^(\S+) (?=\S+ )/, `$1${space}`)
}
