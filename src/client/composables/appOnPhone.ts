// Whether the whole app lies on this phone, kept by the service worker. Until it does, a screen may be out of reach. And
// what a page failed to fetch of the app once, the browser does not ask for again before the page is loaded anew
// (https://github.com/whatwg/html/issues/6768): safe, also without a network, as soon as all of it lies here.
import { paths } from '#protocol/paths.ts'

const installPatience = 30_000
/** A person waits for it who has tapped. */
const askPatience = 3_000

/** Whether loading the page anew brings all of it: from this phone, or because the server is there. */
export async function canLoadAnew(): Promise<boolean> {
  return (await isHere()) || (await isServerThere())
}

async function isHere(): Promise<boolean> {
  const registration = await navigator.serviceWorker?.getRegistration()
  return Boolean(registration?.active)
}

async function isServerThere(): Promise<boolean> {
  try {
    const answer = await fetch(paths.health, { signal: AbortSignal.timeout(askPatience) })
    const { ok } = (await answer.json()) as { ok?: unknown }
    return ok === true
  } catch {
    return false
  }
}

/** Registers the service worker, and does it again as long as the network cuts off the first installation. */
export async function installApp(register: () => Promise<unknown>): Promise<void> {
  const begin = () => register().catch(() => undefined)
  await begin()
  const timer = setInterval(() => void look(), installPatience)
  addEventListener('online', look)

  async function look(): Promise<void> {
    const registration = await navigator.serviceWorker.getRegistration()
    if (registration?.active) {
      clearInterval(timer)
      removeEventListener('online', look)
    } else if (!registration?.installing && !registration?.waiting) {
      await begin()
    }
  }
}
