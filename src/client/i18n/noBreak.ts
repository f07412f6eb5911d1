// What the end of a line does not tear.

export const noBreak = '\u00a0'

/** A number stays with the word before it, "An Dưỡng 1"; behind a dot a line may end. */
export const withNumbers = (text: string) => text.replace(/(?<!·) (?=\d)/g, noBreak)
