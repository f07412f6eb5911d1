// What was typed or chosen in a command, or in a form that was begun: by these words it is found again, wherever it is.
import { foldForSearch, matchesWords } from '#domain/names.ts'
import { bareCode, readQuery } from './typedQuery.ts'

const id = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/

/** Every text in it but ids, in the order in which they stand there. */
export function textsIn(value: unknown): string[] {
  if (typeof value === 'string') return value === '' || id.test(value) ? [] : [value]
  if (typeof value !== 'object' || value === null) return []
  return Object.values(value).flatMap(textsIn)
}

/** Whether it is meant by these words, or by these figures of a code or a phone number. */
export function isSaidIn(value: unknown, query: string): boolean {
  const texts = textsIn(value)
  if (matchesWords(foldForSearch(texts.join(' ')), foldForSearch(query))) return true
  const { code } = readQuery(query)
  return code !== '' && texts.some((text) => bareCode(text).includes(code))
}
