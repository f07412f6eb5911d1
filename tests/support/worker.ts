// The worker that keeps the app on a phone, when a newer version of it takes over.
import type { Locator, Page } from 'playwright-core'

/** So long the browser is left to itself, in milliseconds. */
const patience = 5_000

/**
 * Resolves when `sign` is seen, by which a page shows that the new version has taken over. A browser ends an idle worker
 * within half a minute, and only then may the next one take over; but it keeps one that a debugger looks at, as Playwright
 * does, for five.
 */
export async function seeTakenOver(page: Page, sign: Locator): Promise<void> {
  for (let tries = 0; tries < 10; tries++) {
    const isSeen = await sign.waitFor({ timeout: patience }).then(
      () => true,
      () => false,
    )
    if (isSeen) return
    await endActiveWorker(page)
  }
  await sign.waitFor()
}

/** Ends the worker that is in the way of another; one that has taken over meanwhile is left alone. */
async function endActiveWorker(page: Page): Promise<void> {
  const session = await page.context().newCDPSession(page)
  const inTheWay = new Promise<string | undefined>((resolve) => {
    session.on('ServiceWorker.workerVersionUpdated', ({ versions }) => {
      const active = versions.find(({ status }) => status === 'activated')
      const isAwaited = versions.some(({ status }) => status === 'installed')
      if (active) resolve(isAwaited ? active.versionId : undefined)
    })
  })
  await session.send('ServiceWorker.enable')
  const versionId = await inTheWay
  if (versionId !== undefined) await session.send('ServiceWorker.stopWorker', { versionId })
  await session.detach()
}
