import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { isMeantAsCard, readIdCard, readTypedCard } from '#domain/idCard.ts'
import { Problem } from '#domain/problem.ts'

const today = '2026-11-24'
const read = (text: string) => readIdCard(text, today)

const oldCard =
  '052085000123|211000123|Trần Văn Mẫu|15031985|Nam|Khu phố Đệ Đức 1, Hoài Tân, Hoài Nhơn, Bình Định|10052021'
const withoutOldNumber =
  '052192000456||Lê Thị Thử Nghiệm|02091992|Nữ|An Dưỡng 2, Hoài Tân, Hoài Nhơn, Bình Định|22122021'
const newCard =
  '052301000789||Phan Thị Ví Dụ|19112001|Nữ|Giao Hội 1, Hoài Tân, Hoài Nhơn, Bình Định|05082024||||'
const afterTheMerger =
  '052206000321||Đỗ Minh Giả Định|30062006|Nam|Đệ Đức 3, Hoài Nhơn Nam, Gia Lai|14102025||||'

describe('the code of an ID card', () => {
  it.each([
    ['of 2021', oldCard, 'Trần Văn Mẫu', 1985, '052085000123'],
    ['of somebody who never had an old number', withoutOldNumber, 'Lê Thị Thử Nghiệm', 1992, '052192000456'],
    ['of 2024, with four more fields', newCard, 'Phan Thị Ví Dụ', 2001, '052301000789'],
    ['of 2024, with three more fields', newCard.slice(0, -1), 'Phan Thị Ví Dụ', 2001, '052301000789'],
    ['with an address of two levels', afterTheMerger, 'Đỗ Minh Giả Định', 2006, '052206000321'],
    [
      'of a child, with its parents',
      `${newCard.slice(0, -4)}||Phan Văn Cha|Lê Thị Mẹ|`,
      'Phan Thị Ví Dụ',
      2001,
      '052301000789',
    ],
    [
      'whose old number had 12 digits',
      oldCard.replace('211000123', '052085000123'),
      'Trần Văn Mẫu',
      1985,
      '052085000123',
    ],
    [
      'without its last field',
      oldCard.slice(0, oldCard.lastIndexOf('|')),
      'Trần Văn Mẫu',
      1985,
      '052085000123',
    ],
    ['with the line end of a scanner', `\uFEFF${oldCard}\r\n`, 'Trần Văn Mẫu', 1985, '052085000123'],
  ])('%s gives name, year and number, and nothing else', (_what, text, name, birthYear, idNumber) => {
    expect(read(text)).toEqual({ name, birthYear, idNumber, warnings: [] })
  })

  it.each([
    ['TRẦN VĂN MẪU', 'Trần Văn Mẫu'],
    ["H'HEN NIÊ", "H'Hen Niê"],
    ['Y-BHAM ÊBAN', 'Y-Bham Êban'],
    ['Lê  thị Hoà', 'Lê thị Hoà'],
    ['Trần Văn Mẫu'.normalize('NFD'), 'Trần Văn Mẫu'],
  ])('with the name %s gives it as %s', (printed, name) => {
    expect(read(oldCard.replace('Trần Văn Mẫu', printed)).name).toBe(name)
  })

  it.each([
    ['1945', 1945],
    ['00001945', 1945],
    ['00051945', 1945],
    ['051945', 1945],
  ])('with a birth of %s says that only the year is known', (born, birthYear) => {
    const card = read(oldCard.replace('15031985', born).replace('052085', '052045'))
    expect(card).toMatchObject({ birthYear, warnings: ['birthYearAlone'] })
  })

  it.each([
    ['the year of birth', oldCard.replace('052085', '052086'), ['idYearDiffers']],
    ['the century', oldCard.replace('052085', '052285'), ['idYearInFuture', 'idYearDiffers']],
    ['the sex', oldCard.replace('052085', '052185'), ['idGenderDiffers']],
    ['any province', oldCard.replace('052085', '132085'), ['idProvinceUnknown']],
    ['today', oldCard.replace('052085', '052227').replace('1985', '2027'), ['idYearInFuture']],
  ])('is used with a warning where the number does not fit %s', (_what, text, warnings) => {
    expect(read(text).warnings).toEqual(warnings)
  })

  it('that lost its accents in a scanner is used with a warning', () => {
    const typed = '052192000456||Le Thi Thu Nghiem|02091992|Nu|An Duong 2, Hoai Tan|22122021'
    expect(read(typed)).toMatchObject({ name: 'Le Thi Thu Nghiem', warnings: ['nameWithoutAccents'] })
  })

  it.each([
    ['31 February', oldCard.replace('15031985', '31021985')],
    ['a month 13', oldCard.replace('15031985', '15131985')],
    ['half a birth', oldCard.replace('15031985', '150319')],
    ['a digit too few in the number', oldCard.slice(1)],
    ['no name', oldCard.replace('Trần Văn Mẫu', '')],
    ['signs in the name', oldCard.replace('Trần Văn Mẫu', 'Tr?n V?n M?u')],
    ['its second half missing', oldCard.slice(0, 34)],
  ])('with %s asks to be scanned again', (_what, text) => {
    expect(() => read(text)).toThrow('qrUnreadable')
  })

  it.each([
    ['Latin-1', 'latin1'],
    ['Windows-1252', 'windows-1252'],
    ['Big5', 'big5'],
    ['Shift-JIS', 'shift_jis'],
    ['EUC-KR', 'euc-kr'],
  ])('whose UTF-8 was taken for %s asks to be scanned again', (_what, charset) => {
    const bytes = new TextEncoder().encode(oldCard)
    const text =
      charset === 'latin1' ? Buffer.from(bytes).toString('latin1') : new TextDecoder(charset).decode(bytes)
    expect(() => read(text)).toThrow('qrUnreadable')
  })

  it.each(['NGUYỄN ÂN', 'LÊ XÃ HỘI', 'ÂN ÃN', 'Đặng Ấ'])(
    'is not taken for damaged because of the name %s',
    (name) => {
      expect(() => read(oldCard.replace('Trần Văn Mẫu', name))).not.toThrow()
    },
  )

  it.each([
    [
      'a health insurance card',
      'GD4523520123456|4e677579e1bb856e2056c4836e204d|15/03/1985|1|4b687520|52 - 023|-|01/01/2022|-',
    ],
    [
      'a health insurance card by ID number',
      '052085000123|4e677579e1bb856e|15/03/1985|1|4b687520|52 - 023|-',
    ],
    [
      'a bank account',
      '00020101021138570010A00000072701270006970436011300710012345670208QRIBFTTA530370454061000005802VN6304D6C5',
    ],
    ['a link', 'https://dichvucong.gov.vn/p/home/dvc-trang-chu.html?a=1|2|3|4|5|6|7'],
    ['a code of the VNeID app', 'eyJhbGciOiJIUzI1NiJ9.eyJpZCI6IjA1MjA4NTAwMDEyMyJ9.c2ln'],
    ['the receipt of a dossier', '000.37.28.H08-261120-0007'],
    ['a number alone', '052085000123'],
    ['nothing', ''],
    ['bars alone', '||||||'],
  ])('is not what %s shows', (_what, text) => {
    expect(() => read(text)).toThrow('qrNotIdCard')
  })

  it('is told from whatever text there is, and never ends in a surprise', () => {
    const field = fc.oneof(fc.string(), fc.stringMatching(/^\d{0,13}$/), fc.string({ unit: 'grapheme' }))
    const text = fc.oneof(
      fc.string({ unit: 'binary' }),
      fc.array(field, { maxLength: 12 }).map((all) => all.join('|')),
    )
    const cut = fc
      .tuple(fc.constantFrom(oldCard, newCard), fc.nat(130), fc.nat(130), fc.string())
      .map(([card, from, to, other]) => card.slice(0, from) + other + card.slice(to))
    fc.assert(
      fc.property(fc.oneof(text, cut), (some) => {
        try {
          const { idNumber, birthYear, name } = read(some)
          return /^\d{12}$/.test(idNumber) && Number.isInteger(birthYear) && name !== ''
        } catch (error) {
          return error instanceof Problem
        }
      }),
      { numRuns: 1_000 },
    )
  })
})

describe('what comes into another field', () => {
  it.each([
    '052301000789||Phan Thị Ví Dụ|19112001|Nữ|Giao Hội 1, Hoài Tân|05082024||||',
    '052301000789||Phan Th? V? D?|1911',
    '052 301 000 789',
  ])('is meant as a card: %s', (typed) => expect(isMeantAsCard(typed)).toBe(true))

  it.each(['Phan Thị Ví Dụ', '0912 345 678', '+84 912 345 678', '211000123', 'A|B', ''])(
    'is none: %s',
    (typed) => expect(isMeantAsCard(typed)).toBe(false),
  )
})

describe('what is typed in place of a scan', () => {
  const typed = (text: string) => readTypedCard(text, today)

  it('may be the whole text of the code', () => expect(typed(oldCard).name).toBe('Trần Văn Mẫu'))
  it('may be the number alone', () => {
    expect(typed(' 052 085 000 123 ')).toEqual({ idNumber: '052085000123', birthYear: 1985, warnings: [] })
  })
  it('warns where the number is of no province, or of a year to come', () => {
    const { warnings, birthYear } = typed('132 299 000 123')
    expect(warnings).toEqual(['idYearInFuture', 'idProvinceUnknown'])
    expect(birthYear).toBeUndefined()
  })
  it.each(['05208500012', '211000123', ''])('is asked for anew as %s', (text) => {
    expect(() => typed(text)).toThrow('idNumberWrongLength')
  })
  it('may be no card', () => expect(() => typed('https://example.vn')).toThrow('qrNotIdCard'))
})
