// A new version of the app waits until a person lets it in. Nobody is interrupted: it asks in a bar, but not while
// something is being entered, and "later" holds it back for two hours. What this page failed to fetch of its own version
// is offered in the same way.
import { computed, onScopeDispose, ref } from 'vue'
import type { Workbox } from 'workbox-window'
import { installApp } from './appOnPhone.ts'

const later = 2 * 3_600_000
const often = 3_600_000

type ScriptUrl = ConstructorParameters<typeof Workbox>[0]

interface TrustedTypesFactory {
  createPolicy(
    name: string,
    rules: { createScriptURL: (url: string) => string },
  ): { createScriptURL(url: string): ScriptUrl }
}

/** A newer version, or what this page failed to fetch of its own. */
export type Offer = 'version' | 'missing'

const offer = ref<Offer>()
/** How many entries are under way on the screen. */
const entries = ref(0)
let workbox: Workbox | undefined
/** Whether the person let the new version in, in this tab. The old one may take half a minute to leave, or more. */
const isTakingOver = ref(false)
/** Whether the new version has taken over already, and only this page is still the old one. */
let isInControl = false

/** Registers the service worker of a built app. */
export async function startAppUpdates(): Promise<void> {
  if (!('serviceWorker' in navigator) || !import.meta.env.PROD) return
  const script = trusted('/sw.js')
  const options = { scope: '/', updateViaCache: 'none' } as const
  try {
    const { Workbox } = await import('workbox-window')
    workbox = listen(new Workbox(script, options))
  } catch {
    // The network went. This page will hear of no newer version, but the app comes to this phone all the same.
  }
  const plainly = () => navigator.serviceWorker.register(script as string, options)
  await installApp(() => workbox?.register() ?? plainly())
}

/** Hears what this page fails to fetch of the app; it is offered when the app has come whole. */
export function hearWhatIsMissing(): void {
  if (!('serviceWorker' in navigator)) return
  addEventListener('vite:preloadError', async () => {
    await navigator.serviceWorker.ready
    offer.value ??= 'missing'
  })
}

function listen(workbox: Workbox): Workbox {
  workbox.addEventListener('waiting', () => {
    offer.value = 'version'
  })
  // In the tab that asked it takes over at once; where somebody types, here or in another tab, it asks once more.
  workbox.addEventListener('controlling', (event) => {
    if (isTakingOver.value && entries.value === 0) window.location.reload()
    else if (event.isUpdate || isTakingOver.value) {
      isTakingOver.value = false
      isInControl = true
      offer.value = 'version'
    }
  })
  askOnReturn(workbox)
  return workbox
}

/** An app on the home screen is seldom loaded anew: it asks for a new version when somebody comes back to it. */
function askOnReturn(asked: Workbox): void {
  let askedAt = performance.now()
  document.addEventListener('visibilitychange', () => {
    if (document.visibilityState === 'hidden' || performance.now() - askedAt < often) return
    askedAt = performance.now()
    // Without a network there is none.
    void asked.update().catch(() => undefined)
  })
}

/** As long as the caller's scope lives, something is being entered. */
export function holdUpdates(): void {
  entries.value++
  onScopeDispose(() => {
    entries.value--
  })
}

export function useAppUpdate() {
  return {
    isEntering: computed(() => entries.value > 0),
    offered: computed(() => (entries.value === 0 ? offer.value : undefined)),
    isTakingOver: computed(() => isTakingOver.value),
    takeOver() {
      isTakingOver.value = true
      if (isInControl || offer.value === 'missing') window.location.reload()
      else workbox?.messageSkipWaiting()
    },
    putOff() {
      const isPutOff = offer.value
      isTakingOver.value = false
      offer.value = undefined
      setTimeout(() => {
        offer.value ??= isPutOff
      }, later)
    },
  }
}

/** The one script address that the page's policy lets be registered. */
function trusted(url: string): ScriptUrl {
  const factory = (window as { trustedTypes?: TrustedTypesFactory }).trustedTypes
  if (!factory) return url
  const policy = factory.createPolicy('app-sw', {
    createScriptURL(asked) {
      if (asked !== '/sw.js') throw new TypeError(`${asked} is not our service worker`)
      return asked
    },
  })
  return policy.createScriptURL(url)
}
