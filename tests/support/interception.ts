// What a page asks for meets something else than the server, for a while.
import type { BrowserContext, Page, Route } from 'playwright-core'

/**
 * Hands what a page asks for at `path` to `meet`, until the function that it gives is called. From then on all goes to the
 * server, past an interception that stays: where one is taken away, Chromium may never answer what is just being asked
 * for, such as the code of the next screen.
 */
export async function intercept(
  page: Page | BrowserContext,
  path: string,
  meet: (route: Route) => unknown,
): Promise<() => void> {
  let isOn = true
  await page.route(path, (route) => (isOn ? void meet(route) : route.fallback()))
  return () => {
    isOn = false
  }
}

/** As where there is no network. */
export function cutOff(route: Route): Promise<void> {
  return route.abort('connectionfailed')
}
