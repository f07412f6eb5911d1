// Every team's figures of a period, as the ward answered. An answer belongs to the period that was asked for: on a slow
// or dead network it must not stand under the heading of another.
import { useDocumentVisibility, useIntervalFn } from '@vueuse/core'
import { computed, watch } from 'vue'
import type { Period } from '#domain/period.ts'
import { useClient } from '../../composables/useClient.ts'
import { useRequest } from '../../composables/useRequest.ts'
import { useView } from '../../composables/useView.ts'

const askAgain = 15_000

export function useWardFigures(period: () => Period) {
  const { api, clock } = useClient()
  const visibility = useDocumentVisibility()
  const { data, problem, isLoading, run } = useRequest(async (asked: Period) => ({
    asked,
    answer: await api.getFigures(asked),
    at: clock(),
  }))
  const ask = () => run(period())

  /** Undefined while there is no answer for this very period. */
  const shown = computed(() => {
    const { from, to } = period()
    return data.value?.asked.from === from && data.value.asked.to === to ? data.value : undefined
  })

  watch(() => [period().from, period().to], ask, { immediate: true })
  useIntervalFn(() => {
    if (visibility.value === 'visible') void ask()
  }, askAgain)
  // What was waiting here and has been sent now stands with the ward.
  const waiting = useView((view) => view.pending.length)
  watch(waiting, (now, before) => {
    if (now < before) void ask()
  })

  return { shown, problem, isLoading, ask }
}
