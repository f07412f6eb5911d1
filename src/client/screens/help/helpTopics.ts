// What help has an answer to, in the order in which it is asked most; the words are in the messages of help.
import { foldForSearch, matchesWords } from '#domain/names.ts'

export const helpTopics = [
  'record',
  'ask',
  'states',
  'offline',
  'guide',
  'dossier',
  'pin',
  'card',
  'refused',
  'undo',
  'lost',
  'who',
] as const

/** Whether a text is about what somebody looks for: words begun, in any order, accents aside. */
export function isAbout(text: string, query: string): boolean {
  return matchesWords(foldForSearch(text), foldForSearch(query))
}
