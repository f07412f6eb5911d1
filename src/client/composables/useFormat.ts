// Days, times and numbers as people in Vietnam read them. `dateStyle: 'short'` would say 9/3/26, so the parts are asked for.
import { computed } from 'vue'
import { useI18n } from 'vue-i18n'
import { addDays, dayAt, type Day } from '#domain/period.ts'
import { useClient } from './useClient.ts'
import { useToday } from './useToday.ts'

const zone = 'Asia/Ho_Chi_Minh'

/** 09/03/2026, in every language of the app. */
export const formatDay = (value: Day) => value.split('-').reverse().join('/')

export function useFormat() {
  const { locale, t } = useI18n()
  const { clock } = useClient()
  const shownDay = useToday()
  const tag = computed(() => (locale.value === 'vi' ? 'vi-VN' : 'en-GB'))
  const numbers = computed(() => new Intl.NumberFormat(tag.value))
  const percents = computed(
    () => new Intl.NumberFormat(tag.value, { minimumFractionDigits: 2, maximumFractionDigits: 2 }),
  )
  const times = computed(
    () => new Intl.DateTimeFormat(tag.value, { timeZone: zone, hour: '2-digit', minute: '2-digit' }),
  )

  /** By the clock at each call; what shows it is drawn again when the day turns. */
  const today = () => {
    void shownDay.value
    return dayAt(clock())
  }
  const time = (instant: number) => times.value.format(instant)

  return {
    day: formatDay,
    today,
    /** 1.234. */
    number: (value: number) => numbers.value.format(value),
    /** 99,88% without a space, as Vietnamese reports print it; of hundredths of a percent. */
    percent: (hundredths: number) => `${percents.value.format(hundredths / 100)}%`,
    /** 14:05, of an instant in milliseconds since 1970. */
    time,
    /** 14:05, with its day unless that is today. */
    nearTime: (instant: number) =>
      dayAt(instant) === today()
        ? time(instant)
        : t('day.timed', { time: time(instant), day: formatDay(dayAt(instant)) }),
    /** "Hôm nay", "Hôm qua", otherwise 09/03/2026. */
    nearDay(value: Day): string {
      if (value === today()) return t('day.today')
      return value === addDays(today(), -1) ? t('day.yesterday') : formatDay(value)
    },
  }
}
