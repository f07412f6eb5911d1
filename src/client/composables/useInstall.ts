// Putting the app on the home screen: Android's own question when the browser offers it, drawn steps on iOS.
import { useEventListener, useLocalStorage, useMediaQuery } from '@vueuse/core'
import { computed, ref } from 'vue'

interface InstallPrompt extends Event {
  prompt(): Promise<{ outcome: 'accepted' | 'dismissed' }>
}

const offered = ref<InstallPrompt>()
const standalone = '(display-mode: standalone)'
const toldKey = 'to-so.toldToInstall'

/** Called once, before the browser may offer it. */
export function keepInstallOffer(): void {
  window.addEventListener('beforeinstallprompt', (event) => {
    event.preventDefault()
    offered.value = event as InstallPrompt
  })
}

/** An iPad calls itself a Mac, but no Mac is touched. */
function isIosHere(): boolean {
  const { userAgent, maxTouchPoints } = navigator
  return /iPhone|iPad|iPod/.test(userAgent) || (/Macintosh/.test(userAgent) && maxTouchPoints > 1)
}

/**
 * A tab of Safari may lose what is written there after a week without a visit, so the way to the home screen is shown
 * before the first record. Whoever was told may go on, until the tab is closed.
 */
export function installsFirst(): boolean {
  const isInTab = isIosHere() && !window.matchMedia(standalone).matches
  return isInTab && sessionStorage.getItem(toldKey) === null
}

export function goOnInTab(): void {
  sessionStorage.setItem(toldKey, 'yes')
}

export function useInstall() {
  const isStandalone = useMediaQuery(standalone)
  const isDismissed = useLocalStorage('to-so.installDismissed', false)
  const isIos = isIosHere()
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
