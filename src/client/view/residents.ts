// Finding residents as people ask for them: words of the name in any order and without accents, a phone number, a year.
import { toStoredPhone } from '#domain/identity.ts'
import { fold, givenName, matchesWords } from '#domain/names.ts'
import type { Resident } from '#domain/resident.ts'
import type { View } from './view.ts'

const collator = new Intl.Collator('vi')

/** Every resident whom the query fits, by given name as Vietnamese lists are sorted. An empty query fits everybody. */
export function findResidents(view: View, query: string): Resident[] {
  const folded = fold(query)
  const digits = /^[\d\s.+()-]+$/.test(query) ? toStoredPhone(query) : ''
  const found = view.all('residents').filter((resident) => isMeant(resident, folded, digits))
  return found.sort((a, b) => compareNames(a.name, b.name))
}

function isMeant({ name, phone, birthYear, idLastFour }: Resident, folded: string, digits: string): boolean {
  if (folded === '') return true
  if (matchesWords(`${fold(name)} ${birthYear ?? ''}`, folded)) return true
  return digits.length >= 3 && ((phone?.includes(digits) ?? false) || idLastFour === digits)
}

export function compareNames(a: string, b: string): number {
  return collator.compare(givenName(a), givenName(b)) || collator.compare(a, b)
}
