// When what is being typed in a page was kept on its disk, seen from outside the page's own code.
import { setTimeout as sleep } from 'node:timers/promises'
import type { Page } from 'playwright-core'

/** When the newest draft in the phone's database was kept, milliseconds since 1970; 0 while there is none. */
export function draftKeptAt(page: Page): Promise<number> {
  return page.evaluate(async () => {
    const names = (await indexedDB.databases()).map(({ name }) => name ?? '')
    const name = names.find((one) => one.startsWith('to-so-') && one !== 'to-so-people') ?? ''
    return new Promise<number>((resolve) => {
      const opening = indexedDB.open(name)
      opening.onsuccess = () => {
        const reading = opening.result.transaction('drafts').objectStore('drafts').getAll()
        reading.onsuccess = () => {
          opening.result.close()
          resolve(Math.max(0, ...(reading.result as { savedAt: number }[]).map(({ savedAt }) => savedAt)))
        }
      }
    })
  })
}

/** Until nothing that was typed is still on its way to the disk: one write follows the other at once, then none. */
export async function draftAtRest(page: Page): Promise<void> {
  let last = 0
  for (let still = 0; still < 3;) {
    await sleep(100)
    const keptAt = await draftKeptAt(page)
    still = keptAt > 0 && keptAt === last ? still + 1 : 0
    last = keptAt
  }
}
