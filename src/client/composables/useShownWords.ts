// The words of the app that stand on visits, for a search by them.
import { useI18n } from 'vue-i18n'
import type { ShownWords } from '../view/visitTexts.ts'

export function useShownWords(): ShownWords {
  const { t, locale } = useI18n()
  return {
    get language() {
      return locale.value
    },
    say: (word) => t(word),
  }
}
