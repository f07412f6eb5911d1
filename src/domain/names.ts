// Vietnamese names: how they are kept, compared, searched and sorted. Typing is never rewritten; these run at save,
// in the search index and in a query alike.

/** As kept: NFC, single spaces. The person's own capitals stay. */
export function toStoredName(typed: string): string {
  return typed.normalize('NFC').trim().replace(/\s+/g, ' ')
}

/**
 * What stands in no name: nine figures or more in a row, however they are set apart, as ID and phone numbers have; or a
 * bar, as between the fields of a card's code.
 */
export function holdsNumber(name: string): boolean {
  return /[|\uFF5C]|\p{Nd}(?:[\s.–-]*\p{Nd}){8}/u.test(name)
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

/**
 * As searched: folded, and what slips through a keyboard folded too. Telex letters (`Nguyeenx`) and VNI figures (`Nguye6n4`)
 * go, Mỹ is Mĩ and Quý is Quí, `H'Lan` is `Hlan`. Each rule looks only at what stands before it in the word, so that what
 * somebody has typed of a word folds to the beginning of the folded word.
 */
export function foldForSearch(text: string): string {
  return fold(text)
    .replace(/['’ʼ]\s*/g, '')
    .replace(/[^\p{L}\p{N}]+/gu, ' ')
    .replace(/([a-z])\d+/g, '$1')
    .replace(/([aou])w/g, '$1')
    .replace(/w/g, 'u')
    .replace(/(?<=[aeiouy][a-z]*)[sfrxjz]/g, '')
    .replace(/([a-tv-z])\1+/g, '$1')
    .replace(/(^|[^aeiou]|qu)y/g, '$1i')
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
