// Help is found by the words of whoever is in need of it.
import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { helpTopics, isAbout } from '../../src/client/screens/help/helpTopics.ts'

interface Words {
  help: { topic: Record<string, { title: string; text: string } | undefined> }
}

const wordsOf = (locale: string) =>
  JSON.parse(readFileSync(`src/client/i18n/messages/help/${locale}.json`, 'utf8')) as Words

function found(locale: string, query: string): string[] {
  const { topic } = wordsOf(locale).help
  return helpTopics.filter((name) => isAbout(`${topic[name]?.title} ${topic[name]?.text}`, query))
}

describe('help', () => {
  it.each([
    ['vi', 'quen pin', 'pin'],
    ['vi', 'mất điện thoại', 'lost'],
    ['vi', 'khong co mang', 'offline'],
    ['vi', 'thẻ căn cước', 'card'],
    ['en', 'forgot pin', 'pin'],
    ['en', 'without network', 'offline'],
  ])('in %s answers "%s"', (locale, query, topic) => {
    expect(found(locale, query)).toContain(topic)
  })

  it('shows everything while nothing is looked for, and nothing for what it does not know', () => {
    expect(found('vi', '')).toEqual([...helpTopics])
    expect(found('vi', 'bóng đá')).toEqual([])
  })
})
