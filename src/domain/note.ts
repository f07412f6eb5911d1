// The free note of an assist. It may name people, so it stands in the personal room and not in the assist itself; what is
// sensitive by law, or opens an account, belongs in no note at all. Writing is never stopped, only warned.
import * as v from 'valibot'
import { defineCommand, type Rows } from './command.ts'
import { Problem } from './problem.ts'
import { idSchema, text } from './schema.ts'

export interface Note {
  /** The id of the assist it belongs to. */
  id: string
  teamId: string
  text: string
}

export const maxNoteLength = 500

/**
 * Writes the note of an assist anew, or for the first time. An empty text takes it away. Of two people who both found no
 * note, the words of the second stand below those of the first.
 */
export const correctNote = defineCommand({
  permission: 'correctAssist',
  scope: 'team',
  args: v.object({
    assistId: idSchema,
    text: text(maxNoteLength),
    /** Whether the author saw none. */
    isFirst: v.optional(v.boolean()),
  }),
  needs: ({ assistId }) => [
    { table: 'notes', id: assistId },
    { table: 'assists', id: assistId },
  ],
  about({ assistId }, rows) {
    const { teamId, memberId } = assistOf(rows, assistId)
    return { teamId, memberId }
  },
  decide({ assistId, text: written, isFirst = false }, { rows }) {
    const { teamId, withdrawn } = assistOf(rows, assistId)
    if (withdrawn) throw new Problem('rowWithdrawn')
    const before = rows.find('notes', assistId)
    if (!before) return [{ put: 'notes', row: { id: assistId, teamId, text: written } }]
    if (!isFirst || before.text === '') return [{ change: 'notes', id: assistId, changes: { text: written } }]
    // What stands there already says it as well.
    if (before.text.includes(written)) return []
    return [{ change: 'notes', id: assistId, changes: { text: `${before.text}\n${written}` } }]
  },
})

function assistOf(rows: Rows, assistId: string) {
  const assist = rows.find('assists', assistId)
  if (!assist) throw new Problem('rowUnknown', { field: 'assistId' })
  return assist
}

/** What Decree 356/2025 calls sensitive and people are tempted to note, and what opens an account. */
const sensitiveWords = [
  ...['khuyết tật', 'tàn tật', 'tâm thần', 'tiểu đường', 'ung thư', 'trầm cảm', 'động kinh', 'bệnh', 'hiv'],
  ...['đột quỵ', 'tai biến', 'mang thai', 'nghiện', 'xe lăn', 'bị liệt', 'bại liệt'],
  ...['tôn giáo', 'công giáo', 'phật giáo', 'tin lành', 'hồi giáo', 'cao đài', 'hòa hảo', 'theo đạo'],
  ...['số tài khoản', 'stk', 'số thẻ', 'cvv', 'số dư'],
  ...['otp', 'mật khẩu', 'mã pin', 'passcode', 'password'],
].map((phrase) => phrase.split(' '))

/** "Nghiên cứu" is written the same without accents. */
const onlyWithAccents = ['nghiện']
/** A hospital is a place. */
const harmless = ['bệnh', 'viện']

const idNumber = /(?<![\p{L}\d.-])\d(?:[ .]?\d){11}(?![\p{L}\d]|[.-]\d)/u

/** The first words of a note, as they are written there, that had better not stand in it. */
export function sensitiveWordIn(written: string): string | undefined {
  const number = idNumber.exec(written)?.[0]
  if (number) return number
  const words = written.normalize('NFC').match(/[\p{L}\d]+/gu) ?? []
  for (const start of words.keys()) {
    const begins = (phrase: readonly string[]) =>
      phrase.every((expected, offset) => isWord(words[start + offset] ?? '', expected))
    const found = begins(harmless) ? undefined : sensitiveWords.find(begins)
    if (found) return words.slice(start, start + found.length).join(' ')
  }
  return undefined
}

/** As expected, whichever letter carries the tone; or wholly without accents, as many people type. */
function isWord(written: string, expected: string): boolean {
  const word = written.toLowerCase()
  if (word === withoutMarks(word))
    return word === withoutMarks(expected) && !onlyWithAccents.includes(expected)
  return word === expected || toneApart(word) === toneApart(expected)
}

function withoutMarks(word: string): string {
  return word.normalize('NFD').replace(/\p{M}/gu, '').replaceAll('đ', 'd')
}

/** "hoà" and "hòa" alike: the letters, and the tone behind them. */
function toneApart(word: string): string {
  const tone = /[\u0300\u0301\u0303\u0309\u0323]/g
  const parts = word.normalize('NFD')
  return parts.replace(tone, '') + (parts.match(tone) ?? []).join('')
}
