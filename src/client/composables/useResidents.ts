// Residents for a screen: found by words of the name, a phone number or a year of birth, and how they are told apart.
import { type ComputedRef, type Ref } from 'vue'
import { useI18n } from 'vue-i18n'
import { formatPhone } from '#domain/identity.ts'
import type { Resident } from '#domain/resident.ts'
import { findResidents } from '../view/residents.ts'
import { useClient } from './useClient.ts'
import { useView } from './useView.ts'

export { compareNames } from '../view/residents.ts'

export function useResidentSearch(query: Ref<string>): ComputedRef<Resident[]> {
  return useView((view) => findResidents(view, query.value))
}

/** The same once, for a list of suggestions. */
export function useResidents() {
  const { t } = useI18n()
  const client = useClient()
  return {
    find: (query: string) => findResidents(client.view(), query),
    detailOf: ({ birthYear, phone }: Resident) =>
      [birthYear ?? t('app.unknown'), phone && formatPhone(phone)].filter(Boolean).join(' · '),
  }
}
