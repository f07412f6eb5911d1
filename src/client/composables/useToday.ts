// The day in Vietnam, for whatever stays on the screen over midnight. One clock for all who look at it. A phone that
// slept may have missed midnight, so the day is looked at again whenever the app comes back to the front.
import { createSharedComposable, useDocumentVisibility, useTimeoutFn } from '@vueuse/core'
import { readonly, ref, watch } from 'vue'
import { addDays, dayAt, startOfDay } from '#domain/period.ts'
import { useClient } from './useClient.ts'

export const useToday = createSharedComposable(() => {
  const { clock } = useClient()
  const today = ref(dayAt(clock()))
  const { start } = useTimeoutFn(look, () => startOfDay(addDays(today.value, 1)) - clock())
  watch(useDocumentVisibility(), look)

  function look() {
    today.value = dayAt(clock())
    start()
  }

  return readonly(today)
})
