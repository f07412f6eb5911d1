/** Longer than any frame takes that is drawn at all. */
const patience = 100

/** Begins once the frame is drawn that shows what has just happened; where nothing is drawn, soon all the same. */
export function afterPaint(work: () => void): void {
  let isBegun = false
  const begin = () => {
    if (isBegun) return
    isBegun = true
    work()
  }
  requestAnimationFrame(() => setTimeout(begin))
  setTimeout(begin, patience)
}
