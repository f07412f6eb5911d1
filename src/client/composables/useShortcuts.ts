// Single keys for a desk: n for a new visit, / to search, ? for help. Never while something is typed or entered, or a
// dialog asks; and they can be switched off (WCAG 2.1.4), for whoever speaks to the computer or slips on its keys.
import { useEventListener } from '@vueuse/core'
import { useRoute, useRouter } from 'vue-router'
import { usePreferencesStore } from '../stores/preferences.ts'
import { useSessionStore } from '../stores/session.ts'

export function useShortcuts(): void {
  const router = useRouter()
  const route = useRoute()
  const session = useSessionStore()
  const preferences = usePreferencesStore()

  useEventListener(window, 'keydown', (event: KeyboardEvent) => {
    const place = placeFor(event.key)
    if (place === undefined || isForSomethingElse(event)) return
    event.preventDefault()
    void router.push(place)
  })

  function placeFor(key: string): string | undefined {
    const role = session.member?.role
    const records = role === 'volunteer' || role === 'lead'
    if (key === '?') return '/help'
    if (!records) return undefined
    if (key === 'n') return '/assists/new'
    if (key === '/') return '/search'
    return undefined
  }

  function isForSomethingElse(event: KeyboardEvent): boolean {
    const { target, isComposing, ctrlKey, metaKey, altKey, defaultPrevented } = event
    const isHeld = ctrlKey || metaKey || altKey
    const isTyped = target instanceof Element && target.closest('input, textarea, select, [contenteditable]')
    const isAsked = document.querySelector('dialog[open]')
    const isOff = !preferences.shortcuts || !session.isOpen || route.meta.form
    return Boolean(isComposing || isHeld || defaultPrevented || isTyped || isAsked || isOff)
  }
}
