// Which accounts the person of a form has already by other visits, and since when: one more of a kind counts no more.
import type { Ref } from 'vue'
import { useI18n } from 'vue-i18n'
import type { AccountKind } from '#domain/account.ts'
import { useFormat } from '../../../composables/useFormat.ts'
import { useView } from '../../../composables/useView.ts'
import { accountsOfResident } from '../../../view/assists.ts'
import { personIdOf, type AssistForm } from './assistForm.ts'

/** What is said under each kind that is there. */
export function useAccountsBefore(form: Ref<AssistForm>) {
  const { t } = useI18n()
  const format = useFormat()
  return useView((view): Partial<Record<AccountKind, string>> => {
    const residentId = personIdOf(form.value)
    if (residentId === undefined) return {}
    const days = [...accountsOfResident(view, residentId, form.value.assistId)]
    return Object.fromEntries(
      days.map(([kind, on]) => [kind, t('assistForm.accountBefore', { day: format.day(on) })]),
    )
  })
}
