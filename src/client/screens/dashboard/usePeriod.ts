// The period that figures are shown for, kept in the address, so that back and a shared link show the same.
import { computed } from 'vue'
import { useI18n } from 'vue-i18n'
import { useRoute, useRouter } from 'vue-router'
import { isDay, periodKinds, periodOf, type Day, type Period, type PeriodKind } from '#domain/period.ts'
import { useFormat } from '../../composables/useFormat.ts'

export type PeriodChoice = PeriodKind | 'custom'

export function usePeriod() {
  const { t } = useI18n()
  const route = useRoute()
  const router = useRouter()
  const format = useFormat()

  const choice = computed<PeriodChoice>(() => {
    const { period } = route.query
    return period === 'custom' ? 'custom' : (periodKinds.find((kind) => kind === period) ?? 'month')
  })
  const period = computed<Period>(() => {
    if (choice.value !== 'custom') return periodOf(choice.value, format.today())
    const from = dayIn(route.query.from) ?? format.today()
    const to = dayIn(route.query.to) ?? format.today()
    return from <= to ? { from, to } : { from: to, to: from }
  })

  return {
    choice,
    period,
    words: computed(() => wordsOf(choice.value, period.value)),
    choose(next: PeriodChoice) {
      const { from, to } = period.value
      const query = { ...route.query, period: next, ...(next === 'custom' ? { from, to } : {}) }
      return router.replace({ query })
    },
    setDay(end: keyof Period, day: Day) {
      if (day) void router.replace({ query: { ...route.query, ...period.value, [end]: day } })
    },
  }

  function wordsOf(chosen: PeriodChoice, { from, to }: Period): string {
    const days = from === to ? format.day(from) : `${format.day(from)} – ${format.day(to)}`
    return chosen === 'custom' ? days : `${t(`period.${chosen}`)}: ${days}`
  }
}

function dayIn(value: unknown): Day | undefined {
  return typeof value === 'string' && isDay(value) ? value : undefined
}
