// Whether the introduction was seen on this phone: once is enough, whoever signs in after.
import { useLocalStorage } from '@vueuse/core'

export function useWelcome() {
  return { isWelcomed: useLocalStorage('to-so.welcomed', false) }
}
