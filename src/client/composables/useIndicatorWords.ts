// An indicator in words. The period decides how levels are called.
import { useI18n } from 'vue-i18n'
import type { Indicator } from '#domain/figures.ts'
import type { Period } from '#domain/period.ts'
import { levelNaming } from '#domain/procedure.ts'
import { longKey, shortKey } from './indicatorKeys.ts'

export function useIndicatorWords() {
  const { t } = useI18n()
  return {
    short: (indicator: Indicator, { from, to }: Period) => t(shortKey(indicator, levelNaming(from, to))),
    long(indicator: Indicator, { from, to }: Period): string {
      const words = t(longKey(indicator, levelNaming(from, to)))
      return indicator.startsWith('failures.') ? `${t('indicator.failures')}: ${words}` : words
    },
  }
}
