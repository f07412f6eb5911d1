// What is said of a date that is none: beside its boxes, and in the list of all that is wrong.
import { expect, it } from 'vitest'
import { namingDate, wrongParts } from '../../src/client/composables/dateErrors.ts'

const year = { id: 'on', text: 'Nhập năm', code: 'yearMissing' } as const
const none = { id: 'on', text: 'Nhập ngày có trong lịch', code: 'dateImpossible' } as const
const ahead = { id: 'on', text: 'Chọn hôm nay hoặc một ngày đã qua', code: 'dateInFuture' } as const

it('only the year is marked where only the year is wrong', () => {
  expect(wrongParts([year], 'on')).toEqual(['year'])
  expect(wrongParts([year], 'dueOn')).toEqual(['day', 'month', 'year'])
  expect(wrongParts([none], 'on')).toEqual(['day', 'month', 'year'])
})

it('a list says which date is meant, where the words do not', () => {
  const texts = (item: typeof year | typeof none | typeof ahead) =>
    namingDate([item], 'on', 'Ngày hỗ trợ').map(({ text }) => text)
  expect(texts(year)).toEqual(['Ngày hỗ trợ: nhập năm'])
  expect(texts(none)).toEqual(['Ngày hỗ trợ: nhập ngày có trong lịch'])
  expect(texts(ahead)).toEqual([ahead.text])
  expect(namingDate([year], 'dueOn', 'Ngày hẹn trả')).toEqual([year])
})
