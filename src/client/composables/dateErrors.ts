// What is wrong with a date: beside its boxes which of them, and in a list which date it is about.
import type { ProblemCode } from '#domain/problem.ts'
import type { DatePart } from '../components/dateParts.ts'
import { labelled } from './joined.ts'

interface Item {
  readonly id: string
  readonly text: string
  readonly code: ProblemCode
}

const ofYear: readonly ProblemCode[] = ['yearMissing', 'yearWrongLength']
const unnamed: readonly ProblemCode[] = [...ofYear, 'dateImpossible']

export function wrongParts(items: readonly Item[], id: string): readonly DatePart[] {
  const isOfYear = items.some((item) => item.id === id && ofYear.includes(item.code))
  return isOfYear ? ['year'] : ['day', 'month', 'year']
}

/** "Ngày hẹn trả: nhập năm". */
export function namingDate<T extends Item>(items: readonly T[], id: string, label: string): T[] {
  return items.map((item) => {
    if (item.id !== id || !unnamed.includes(item.code)) return item
    return { ...item, text: labelled(label, item.text) }
  })
}
