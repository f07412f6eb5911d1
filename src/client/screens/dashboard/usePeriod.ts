// The period that figures are shown for, kept in the address, so that back and a shared link show the same.
import { computed } from 'vue'
import { useI18n } from 'vue-i18n'
import { useRoute, useRouter, type LocationQuery, type LocationQueryRaw } from 'vue-router'
import { isDay, periodKinds, periodOf, type Day, type Period, type PeriodKind } from '#domain/period.ts'
import { useFormat } from '../../composables/useFormat.ts'
import { useToday } from '../../composables/useToday.ts'

export type PeriodChoice = PeriodKind | 'custom'

export function usePeriod() {
  const { t } = useI18n()
  const route = useRoute()
  const router = useRouter()
  const format = useFormat()
  const today = useToday()

  const shown = computed((): { choice: PeriodChoice; period: Period } => {
    const { period: asked } = route.query
    const typed = asked === 'custom' ? periodIn(route.query) : undefined
    if (typed) return { choice: 'custom', period: typed }
    const kind = periodKinds.find((one) => one === asked) ?? 'month'
    return { choice: kind, period: periodOf(kind, today.value) }
  })
  const period = computed(() => shown.value.period)

  return {
    choice: computed(() => shown.value.choice),
    period,
    words: computed(() => wordsOf(shown.value.choice, period.value)),
    choose(next: PeriodChoice) {
      const { from, to } = period.value
      return replace({ period: next, ...(next === 'custom' ? { from, to } : {}) })
    },
    show: (asked: Period) => replace({ period: 'custom', ...asked }),
  }

  function replace(query: LocationQueryRaw) {
    const { from: _from, to: _to, ...rest } = route.query
    return router.replace({ query: { ...rest, ...query } })
  }

  function wordsOf(chosen: PeriodChoice, { from, to }: Period): string {
    const days = from === to ? format.day(from) : `${format.day(from)}\u00a0– ${format.day(to)}`
    return chosen === 'custom' ? days : `${t(`period.${chosen}`)}: ${days}`
  }
}

/** The address of the figures of a period: by its name where it has one today. */
export function periodQuery({ from, to }: Period, today: Day): LocationQueryRaw {
  const named = periodKinds.find((kind) => {
    const one = periodOf(kind, today)
    return one.from === from && one.to === to
  })
  return named ? { period: named } : { period: 'custom', from, to }
}

/** The days in an address, where both exist and stand in order; others are no period. */
function periodIn({ from, to }: LocationQuery): Period | undefined {
  const isPeriod =
    typeof from === 'string' && typeof to === 'string' && isDay(from) && isDay(to) && from <= to
  return isPeriod ? { from, to } : undefined
}
