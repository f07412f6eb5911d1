// How this phone shows things: language and theme. They are no secret, and are wanted before anything is unlocked.
import { useLocalStorage } from '@vueuse/core'
import { defineStore } from 'pinia'
import { computed } from 'vue'

export const themes = ['system', 'light', 'dark'] as const
export type Theme = (typeof themes)[number]
export const languages = ['vi', 'en'] as const
export type Language = (typeof languages)[number]

export const usePreferencesStore = defineStore('preferences', () => {
  const storedLocale = useLocalStorage<string>('to-so.locale', 'vi')
  const storedTheme = useLocalStorage<string>('to-so.theme', 'system')
  const locale = oneOf(languages, storedLocale)
  const theme = oneOf(themes, storedTheme)
  return { locale, theme }
})

/** Local storage may hold anything; what is not in the list is its first. */
function oneOf<const T extends string>(values: readonly [T, ...T[]], stored: { value: string }) {
  return computed<T>({
    get: () => values.find((value) => value === stored.value) ?? values[0],
    set: (value) => {
      stored.value = value
    },
  })
}
