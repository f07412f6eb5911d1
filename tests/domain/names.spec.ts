import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { fold, givenName, matchesWords, toStoredName } from '#domain/names.ts'

describe('a name is kept as it was given', () => {
  it('in NFC with single spaces, its capitals untouched', () => {
    expect(toStoredName('  Trần\u0309  VĂN   Mẫu ')).toBe('Trần\u0309 VĂN Mẫu'.normalize('NFC'))
  })
})

describe('names compare without accents', () => {
  it.each([
    ['Đặng Thị Hòa', 'dang thi hoa'],
    ['Đặng Thị Hoà', 'dang thi hoa'],
    ['NGUYỄN ƯỚC', 'nguyen uoc'],
    ['Phạm  Thúy', 'pham thuy'],
  ])('%s folds to %s', (name, folded) => expect(fold(name)).toBe(folded))

  it('folding twice is folding once', () => {
    fc.assert(fc.property(fc.string({ unit: 'grapheme' }), (text) => fold(fold(text)) === fold(text)))
  })

  it('composed and decomposed spellings fold alike', () => {
    fc.assert(
      fc.property(
        fc.string({ unit: 'grapheme' }),
        (text) => fold(text.normalize('NFD')) === fold(text.normalize('NFC')),
      ),
    )
  })
})

describe('a search finds a name', () => {
  const name = fold('Nguyễn Thị Đào')
  it.each(['nguyen', 'dao nguyen', 'thi d', 'Đào'])('by %s', (query) =>
    expect(matchesWords(name, fold(query))).toBe(true),
  )
  it.each(['guyen', 'dao le', 'thii'])('not by %s', (query) =>
    expect(matchesWords(name, fold(query))).toBe(false),
  )
})

it('people are called by the last word of their name', () => {
  expect(givenName('Trần Văn Mẫu')).toBe('Mẫu')
  expect(givenName('Mẫu')).toBe('Mẫu')
})
