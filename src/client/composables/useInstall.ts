// Putting the app on the home screen: Android's own question when the browser offers it, drawn steps on iOS.
import { useEventListener, useLocalStorage, useMediaQuery } from '@vueuse/core'
import { computed, ref } from 'vue'

interface InstallPrompt extends Event {
  prompt(): Promise<{ outcome: 'accepted' | 'dismissed' }>
}

const offered = ref<InstallPrompt>()

/** Called once, before the browser may offer it. */
export function keepInstallOffer(): void {
  window.addEventListener('beforeinstallprompt', (event) => {
    event.preventDefault()
    offered.value = event as InstallPrompt
  })
}

export function useInstall() {
  const isStandalone = useMediaQuery('(display-mode: standalone)')
  const isDismissed = useLocalStorage('to-so.installDismissed', false)
  const isIos = /iPhone|iPad|iPod/.test(navigator.userAgent)
  useEventListener(window, 'appinstalled', () => {
    offered.value = undefined
  })
  return {
    isStandalone,
    isIos,
    /** Whether the browser will ask when it is told to. */
    canAsk: computed(() => offered.value !== undefined),
    /** Whether it is worth mentioning beside the work. */
    isWorthSaying: computed(
      () => !isStandalone.value && !isDismissed.value && (offered.value !== undefined || isIos),
    ),
    async ask() {
      await offered.value?.prompt()
      offered.value = undefined
    },
    dismiss() {
      isDismissed.value = true
    },
  }
}
