// A hand on a phone: it presses and types as a person does, and counts what that costs. A press is one tap on a button, row,
// field or choice; a word is as many keys as a Telex keyboard takes for it.
import type { Locator, Page } from 'playwright-core'

/** How long a person takes for one of each. */
export const secondsPerTap = 1
export const secondsPerKey = 0.25

export interface Effort {
  readonly taps: number
  readonly keys: number
  /** What the hand took, and the app on this machine. */
  readonly seconds: number
}

export interface Hand {
  readonly page: Page
  tap(target: Locator): Promise<void>
  /** Into the field that has the focus. */
  type(text: string): Promise<void>
}

/** What a task cost from its first tap on. */
export async function measureTask(page: Page, task: (hand: Hand) => Promise<void>): Promise<Effort> {
  let [taps, keys] = [0, 0]
  const began = performance.now()
  await task({
    page,
    async tap(target) {
      taps++
      await press(target)
    },
    async type(text) {
      keys += telexKeys(text)
      await page.keyboard.type(text)
    },
  })
  const app = (performance.now() - began) / 1_000
  return { taps, keys, seconds: app + taps * secondsPerTap + keys * secondsPerKey }
}

/** What stands on the screen already is pressed where it is; only what does not is scrolled to. */
export async function press(target: Locator): Promise<void> {
  const page = target.page()
  await target.waitFor()
  const isFixed = await target.evaluate((element) => element.closest('.tab-bar, .bottom-toast') !== null)
  const box = isFixed ? await target.boundingBox() : null
  if (box) await page.mouse.click(box.x + box.width / 2, box.y + box.height / 2)
  else await target.click()
}

/** "ộ" is o, o and j; "đ" is d and d. */
export function telexKeys(text: string): number {
  return [...text.normalize('NFD').replace(/[đĐ]/g, 'dd')].length
}
