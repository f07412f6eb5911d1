// How this phone shows things: language, theme and the way a visit is asked for. They are no secret, and are wanted before
// anything is unlocked.
import { useLocalStorage } from '@vueuse/core'
import { defineStore } from 'pinia'
import { computed } from 'vue'

export const themes = ['system', 'light', 'dark'] as const
export type Theme = (typeof themes)[number]
export const languages = ['vi', 'en'] as const
export type Language = (typeof languages)[number]
/** `auto`: step by step for whoever is new to it. */
export const formWays = ['auto', 'steps', 'page'] as const

export const usePreferencesStore = defineStore('preferences', () => {
  const storedLocale = useLocalStorage<string>('to-so.locale', 'vi')
  const storedTheme = useLocalStorage<string>('to-so.theme', 'system')
  /** Whether single keys lead somewhere. */
  const shortcuts = useLocalStorage('to-so.shortcuts', true)
  const storedFormWay = useLocalStorage<string>('to-so.form', 'auto')
  const locale = oneOf(languages, storedLocale)
  const theme = oneOf(themes, storedTheme)
  const formWay = oneOf(formWays, storedFormWay)
  return { locale, theme, shortcuts, formWay }
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
