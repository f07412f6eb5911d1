// What the end of a line does not tear.

export const noBreak = '\u00a0'

/** "2026-11-30" in the name of a file; only for the eye, as its hyphens are others. */
export const withDates = (text: string) =>
  text.replace(/\d{4}-\d\d-\d\d(\.\w+)?/g, (date) => date.replaceAll('-', '\u2011'))

/** A number stays with the word before it, "An Dưỡng 1"; behind a dot a line may end. */
export const withNumbers = (text: string) => text.replace(/(?<!·) (?=\d)/g, noBreak)
