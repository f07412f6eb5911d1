// One thing at a time, or everything on one page: what this person is used to, until they say which they like better.
import { computed, type ComputedRef } from 'vue'
import { useClient } from '../../../composables/useClient.ts'
import { usePreferencesStore } from '../../../stores/preferences.ts'
import { useSessionStore } from '../../../stores/session.ts'

/** After so many visits of their own a person knows what the form asks. */
const practised = 5

export function useFormWay(): { isGuided: ComputedRef<boolean>; change: () => void } {
  const preferences = usePreferencesStore()
  const memberId = useSessionStore().member?.id
  let own = 0
  const isPractised = useClient()
    .view()
    .all('assists')
    .some((assist) => assist.memberId === memberId && ++own >= practised)
  const isGuided = computed(() =>
    preferences.formWay === 'auto' ? !isPractised : preferences.formWay === 'steps',
  )
  return {
    isGuided,
    change() {
      preferences.formWay = isGuided.value ? 'page' : 'steps'
    },
  }
}
