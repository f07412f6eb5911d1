// The one file of the app that does something when it is imported: it starts it.
import './styles/main.css'
import { createPinia } from 'pinia'
import { v7 } from 'uuid'
import { createApp, watch } from 'vue'
import App from './App.vue'
import { hearWhatIsMissing, startAppUpdates } from './composables/useAppUpdate.ts'
import { clientKey } from './composables/useClient.ts'
import { keepInstallOffer } from './composables/useInstall.ts'
import { whenIdle } from './sync/whenIdle.ts'
import { createClient } from './createClient.ts'
import { loadOnce } from './http/loadOnce.ts'
import { i18n, showLocale } from './i18n/index.ts'
import { createAppRouter } from './routes.ts'
import { unlessProblem } from './session/unlessProblem.ts'
import { usePreferencesStore } from './stores/preferences.ts'
import { useSessionStore } from './stores/session.ts'

keepInstallOffer()
hearWhatIsMissing()

const pinia = createPinia()
const client = createClient({
  fetch: (input, init) => fetch(input, init),
  clock: Date.now,
  newId: () => v7(),
  pinia,
  appVersion: __APP_VERSION__,
  deviceName: navigator.userAgent.slice(0, 120),
  marks: openMarks(),
})

// Who is known here is found out while the words load, so that the first screen is the right one.
await Promise.all([client.session.start(), showLocale(usePreferencesStore(pinia).locale)])
const app = createApp(App).use(pinia).use(i18n).use(createAppRouter())
app.provide(clientKey, client)
app.mount('#app')
whenIdle(() => void startAppUpdates())
const loadKeepDecoder = loadOnce(() => import('./scan/keepDecoder.ts'))
watch(() => useSessionStore(pinia).isOpen, keepWhatReadsCards, { immediate: true })

/** Cards are also scanned where there is no network, by those who are with residents. */
function keepWhatReadsCards(isOpen: boolean): void {
  const role = useSessionStore(pinia).member?.role
  if (!isOpen || (role !== 'volunteer' && role !== 'lead')) return
  whenIdle(
    () =>
      void loadKeepDecoder()
        .then(({ keepDecoder }) => keepDecoder())
        .catch(unlessProblem),
  )
}

/** Browsers that keep nothing throw here. */
function openMarks(): Storage | undefined {
  try {
    return localStorage
  } catch {
    return undefined
  }
}
