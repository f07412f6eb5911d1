// Vietnamese names: how they are kept, compared, searched and sorted. Typing is never rewritten; these run at save,
// in the search index and in a query alike.

/** As kept: NFC, single spaces. The person's own capitals stay. */
export function toStoredName(typed: string): string {
  return typed.normalize('NFC').trim().replace(/\s+/g, ' ')
}

/**
 * As compared: lower case, no accents, đ as d. `Hòa`, `Hoà` and `hoa` fold to the same text.
 * NFD leaves đ whole (Unicode gives it no decomposition), so it goes by hand.
 */
export function fold(text: string): string {
  return text
    .normalize('NFD')
    .replace(/\p{M}/gu, '')
    .replace(/[đĐ]/g, 'd')
    .toLowerCase()
    .replace(/\s+/g, ' ')
    .trim()
}

/** Whether each word of the query begins a word of the text, in any order, accents aside. Both are already folded. */
export function matchesWords(foldedText: string, foldedQuery: string): boolean {
  const padded = ` ${foldedText}`
  return foldedQuery.split(' ').every((word) => padded.includes(` ${word}`))
}

/** The name people sort and call by: the last word. */
export function givenName(name: string): string {
  return name.slice(name.lastIndexOf(' ') + 1)
}
