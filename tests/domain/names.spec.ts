import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { fold, foldForSearch, givenName, holdsNumber, matchesWords, toStoredName } from '#domain/names.ts'

describe('a name is kept as it was given', () => {
  it('in NFC with single spaces, its capitals untouched', () => {
    expect(toStoredName('  Trần\u0309  VĂN   Mẫu ')).toBe('Trần\u0309 VĂN Mẫu'.normalize('NFC'))
  })
})

describe('no name holds', () => {
  it.each([
    ['an ID number', '052301000789'],
    ['one beside a name', 'Phan Thị Ví Dụ, 052.301.000.789'],
    ['an old ID number', '211 000 123'],
    ['a phone number', '+84 912-345-678'],
    ['what a scanner types, from its ninth figure on', '052301000'],
    ['a card’s code', '||Phan Thị Ví Dụ|19112001|Nữ'],
  ])('%s', (_what, text) => expect(holdsNumber(text)).toBe(true))

  it.each(['Nguyễn Văn A', 'Trần Thị B 1985', 'Y Bích 2', 'Lê Văn C 12 3 1985', '05230100', ''])(
    'and this may be one, or become one: %s',
    (text) => expect(holdsNumber(text)).toBe(false),
  )
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

describe('a search forgives', () => {
  it.each([
    ['accents', 'Đặng Thị Hoà', 'dang thi hoa'],
    ['Telex that came through', 'Nguyeenx Vawn Dduwcs', 'Nguyễn Văn Đức'],
    ['Telex with the tone in the middle', 'Trafan Thij Phuwowjng', 'Trần Thị Phượng'],
    ['VNI that came through', 'Nguye6n4 Va8n D9u7c1', 'Nguyễn Văn Đức'],
    ['i for y', 'Lí Mĩ Quí', 'Lý Mỹ Quý'],
    ['Quình for Quỳnh', 'Quình', 'Quỳnh'],
    ['a letter typed twice', 'Nguyễnn', 'Nguyễn'],
    ['marks of highland names', 'Siu H’ Lan', "Siu H'Lan"],
  ])('%s', (_what, typed, meant) => expect(foldForSearch(typed)).toBe(foldForSearch(meant)))

  it.each([
    ['Mai', 'Mây'],
    ['Tài', 'Tây'],
    ['Thúi', 'Thúy'],
    ['Lưu', 'Lư'],
    ['Khu phố 1', 'Khu phố 2'],
  ])('but keeps %s and %s apart', (one, other) => expect(foldForSearch(one)).not.toBe(foldForSearch(other)))

  it('a word that is not typed to its end folds to the beginning of the folded word', () => {
    const letters = fc.constantFrom(...'aăâbcdđeêghiklmnoôơpqrstuưvxyáàảãạwfjz1269')
    const word = fc.string({ unit: letters, minLength: 1, maxLength: 10 })
    fc.assert(
      fc.property(word, fc.nat(), (typed, at) =>
        foldForSearch(typed).startsWith(foldForSearch(typed.slice(0, 1 + (at % typed.length)))),
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
