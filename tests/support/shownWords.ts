// The words of the app as they stand on visits, from its own texts.
import { readFileSync } from 'node:fs'
import type { ShownWords } from '../../src/client/view/visitTexts.ts'

const messages: unknown = JSON.parse(readFileSync('src/client/i18n/messages/vi.json', 'utf8'))

export const shownWords: ShownWords = {
  language: 'vi',
  say(word) {
    const said = word
      .split('.')
      .reduce<unknown>((part, key) => (part as Record<string, unknown>)[key], messages)
    if (typeof said !== 'string') throw new Error(`no words for ${word}`)
    return said
  },
}
