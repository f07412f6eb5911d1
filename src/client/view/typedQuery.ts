// What somebody typed into a search, read once for all rows.
import { fold, foldForSearch } from '#domain/names.ts'

export interface TypedQuery {
  /** How its words begin, or are, words of a text; none for a query of nothing. */
  readonly words: readonly string[]
  /** A part of a code, without what stands between its parts; empty where it can be none. */
  readonly code: string
}

export function readQuery(typed: string): TypedQuery {
  const folded = foldForSearch(typed)
  const code = bareCode(typed)
  return {
    // One or two figures are a level or a share of a name ("mức 2"), and begin half of all years and codes.
    words:
      folded === ''
        ? []
        : folded.split(' ').map((word) => (/^\d{1,2}$/.test(word) ? ` ${word} ` : ` ${word}`)),
    code: code.length > 1 && /\d/.test(code) ? code : '',
  }
}

/** A code as it is compared: people leave out dots and dashes, or write spaces for them. */
export function bareCode(text: string): string {
  return fold(text).replace(/[^a-z0-9]/g, '')
}
