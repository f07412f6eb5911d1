// A service level as it was called at the time: "Mức độ 3" until August 2022, "Một phần" since.
import { useI18n } from 'vue-i18n'
import type { Day } from '#domain/period.ts'
import { levelNaming, type OnlineLevel } from '#domain/procedure.ts'

export function useLevelWords() {
  const { t } = useI18n()
  return (level: OnlineLevel, on: Day) => t(`level.${levelNaming(on)}.${level}`)
}
