// Whether there is room for a rail, and for a list beside its detail; the same width as in styles/layout.css.
import { useMediaQuery } from '@vueuse/core'
import type { Ref } from 'vue'

export const wideQuery = '(min-width: 900px)'

export function useWide(): Readonly<Ref<boolean>> {
  return useMediaQuery(wideQuery)
}
