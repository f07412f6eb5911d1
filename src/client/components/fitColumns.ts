// The columns of a table that is wider than the phone: which of them are seen whole, and where the edge cuts.

/** As much of a cut column as is seen of it: nothing stands there but a sign that it goes on. */
export const peek = 26

/**
 * Whole columns fill the room but for the peek; the column that is cut is wider by it, so that its figures begin behind
 * the edge. Undefined where all fit, or not even one does.
 */
export function fitColumns(natural: readonly number[], room: number) {
  const [names = 0, ...figures] = natural
  const ends = figures.map((_, index) => names + sum(figures.slice(0, index + 1)))
  const count = ends.filter((end) => end <= room - peek).length
  if (count === 0 || count === figures.length) return undefined
  const spare = (room - peek - ends[count - 1]!) / count
  const extra = (index: number) => (index < count ? spare : index === count ? peek : 0)
  return { widths: [names, ...figures.map((width, index) => width + extra(index))], cut: count + 1 }
}

const sum = (all: readonly number[]) => all.reduce((whole, one) => whole + one, 0)
