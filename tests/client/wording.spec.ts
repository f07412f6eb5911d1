// How the app speaks, read from its texts: what is wrong is said with what to do about it, nobody is blamed or begged, and
// nothing is called mandatory.
import { readdirSync, readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'

type Texts = { [key: string]: string | Texts }

const folder = 'src/client/i18n/messages'
const files = readdirSync(folder, { recursive: true, encoding: 'utf8' }).filter((name) =>
  name.endsWith('.json'),
)

function textsOf(texts: Texts, path = ''): [key: string, text: string][] {
  return Object.entries(texts).flatMap(([key, inner]) =>
    typeof inner === 'string' ? [[path + key, inner] as [string, string]] : textsOf(inner, `${path}${key}.`),
  )
}

function allTexts(locale: string): [key: string, text: string][] {
  return files
    .filter((name) => name.endsWith(`${locale}.json`))
    .flatMap((name) => textsOf(JSON.parse(readFileSync(`${folder}/${name}`, 'utf8')) as Texts))
}

const word = (words: string) => new RegExp(`(?<![\\p{L}\\d])(?:${words})(?![\\p{L}\\d])`, 'iu')

interface Manners {
  /** Not said, with the keys that may. */
  readonly unsaid: readonly (readonly [RegExp, string[]])[]
  /** What a text of a problem tells to do: one of its clauses begins so. */
  readonly deeds: RegExp
  /** Or it tells that there is nothing to do. */
  readonly nothingToDo: RegExp
}

const manners: Record<string, Manners> = {
  vi: {
    unsaid: [
      // "4 xin" of the courtesy card is about people, not about the app.
      [word('xin lỗi'), ['help.xin.text']],
      [word('vui lòng|không hợp lệ|bạn'), []],
      // The one text that marks what may be left empty.
      [word('bắt buộc'), ['app.optional']],
      [/[*!]/, []],
    ],
    deeds: word(
      'nhập|chọn|ghi|gõ|đặt|hỏi|kiểm tra|xem|quét|chụp|mở|đóng|nối|dùng|bỏ|nhờ|khôi phục|cập nhật|báo|thử|đăng nhập|xin|liên hệ|đợi|xóa|giữ|bật|quay|sửa|so',
    ),
    nothingToDo: /vẫn (lưu|dùng) được|vẫn còn trên máy|máy (tự|sẽ)/i,
  },
  en: {
    unsaid: [
      [word('sorry'), ['help.xin.text']],
      [
        word(
          'invalid|valid|please|oops|forbidden|illegal|you forgot|you failed|required field|mandatory|is required',
        ),
        [],
      ],
      [/[*!]/, []],
    ],
    deeds: word(
      'enter|choose|tick|say|keep|check|look|take|scan|go|allow|close|connect|use|ask|restore|update|tell|sign|open|speak|wait|free|stay|discard|try|get',
    ),
    nothingToDo: /it can (still )?be (saved|used)|still on this phone|(the|this) phone (will|tries)/i,
  },
}

/** The words that the ward asked for. */
const asAsked = ['problem.qrNotIdCard']

describe.each(Object.keys(manners))('the texts (%s)', (locale) => {
  const texts = allTexts(locale)
  const { unsaid, deeds, nothingToDo } = manners[locale] ?? { unsaid: [], deeds: /$^/, nothingToDo: /$^/ }

  it('are there', () => {
    expect(texts.length).toBeGreaterThan(500)
  })

  it('blame, beg and shout at nobody', () => {
    const wrong = texts.filter(([key, text]) =>
      unsaid.some(([pattern, excepted]) => pattern.test(text) && !excepted.includes(key)),
    )
    expect(wrong).toEqual([])
  })

  it('say what to do about each trouble, or that nothing is to be done', () => {
    const clauses = (text: string) => text.split(/[.;|,]\s*(?:hoặc|rồi|or|then|and)?\s*/)
    const begins = (clause: string) => deeds.exec(clause.trim())?.index === 0
    const wrong = texts.filter(
      ([key, text]) =>
        key.startsWith('problem.') &&
        !asAsked.includes(key) &&
        !clauses(text).some(begins) &&
        !nothingToDo.test(text),
    )
    expect(wrong).toEqual([])
  })

  it('end with a stop where they are more than one sentence', () => {
    const lines = texts.flatMap(([key, text]) => text.split(/\n| \| /).map((line) => [key, line] as const))
    const isOpen = (line: string) => /[.?…]”?\s+\S/.test(line) && !/[.?…]”?$/.test(line)
    expect(lines.filter(([, line]) => isOpen(line))).toEqual([])
  })

  it('do not let the end of a line tear the name of the app', () => {
    // Which is plain where it is a title.
    expect(texts.filter(([key, text]) => text.includes('Tổ Số') && key !== 'app.name')).toEqual([])
  })

  it('do not let the end of a line tear an example', () => {
    expect(texts.filter(([, text]) => /\d \d/.test(text))).toEqual([])
  })
})

it('what may be left empty is marked by one text alone', () => {
  const sources = readdirSync('src/client', { recursive: true, encoding: 'utf8' })
    .filter((name) => name.endsWith('.vue'))
    .map((name) => [name, readFileSync(`src/client/${name}`, 'utf8')] as const)
  const marks = sources.flatMap(([name, source]) =>
    [...source.matchAll(/:?optional-text="([^"]*)"/g)].map(([, value = '']) => [name, value] as const),
  )
  expect(marks.length).toBeGreaterThan(5)
  expect(
    marks.filter(([, value]) => !value.includes("t('app.optional')") && value !== 'optionalText'),
  ).toEqual([])
  for (const [locale] of Object.entries(manners)) {
    const saying = allTexts(locale).filter(([, text]) => /không bắt buộc|\(optional\)/i.test(text))
    expect(saying.map(([key]) => key)).toEqual(['app.optional'])
  }
})
