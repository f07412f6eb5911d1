// The app's shell, so that it opens without a network. It holds no data and never touches /api: what a person saved
// lives in IndexedDB and is sent by the page. A new version waits until the page asks it to take over.
import {
  cleanupOutdatedCaches,
  createHandlerBoundToURL,
  precacheAndRoute,
  type PrecacheEntry,
} from 'workbox-precaching'
import { NavigationRoute, registerRoute } from 'workbox-routing'

/** Chromium's, which TypeScript does not know yet. */
interface InstallEvent extends ExtendableEvent {
  addRoutes?(rules: object): Promise<void>
}

declare const self: ServiceWorkerGlobalScope & { __WB_MANIFEST: (PrecacheEntry | string)[] }

precacheAndRoute(self.__WB_MANIFEST)
cleanupOutdatedCaches()
registerRoute(new NavigationRoute(createHandlerBoundToURL('/index.html'), { denylist: [/^\/api\//] }))

// Where the browser lets it, what goes to the server does not even wake this worker.
self.addEventListener('install', (event) => {
  const { addRoutes } = event as InstallEvent
  const api = { condition: { urlPattern: { pathname: '/api/*' } }, source: 'network' }
  if (addRoutes) event.waitUntil(addRoutes.call(event, api).catch(() => undefined))
})

// Whoever has just signed in and leaves the network opens the other screens from here, without loading the page anew.
self.addEventListener('activate', (event) => event.waitUntil(self.clients.claim()))

self.addEventListener('message', (event) => {
  if (event.data?.type === 'SKIP_WAITING') void self.skipWaiting()
})
