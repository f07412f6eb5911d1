// What a visit costs a person: taps, keys and seconds for somebody new with a first help, and for somebody known.
import type { Browser } from 'playwright-core'
import { aPhoneIn, signIn } from '../support/browser.ts'
import { measureTask, type Effort } from '../support/hand.ts'
import { recordKnownPerson, recordNewPerson, type Way } from '../support/visitTasks.ts'
import { password, phone } from './server.ts'

const people: Record<Way, { name: string; phone: string; letters: string }> = {
  page: { name: 'Huỳnh Thị Đoan Trang', phone: '0987654321', letters: 'doan tr' },
  steps: { name: 'Đặng Quốc Khánh', phone: '0977123456', letters: 'quoc kh' },
}

export async function measureTasks(browser: Browser, url: string): Promise<Record<string, number>> {
  const { page, context } = await aPhoneIn(browser, url)
  await signIn(page, phone, password)
  const figures: Record<string, number> = {}
  const note = (name: string, { taps, keys, seconds }: Effort) =>
    Object.assign(figures, { [`${name}Taps`]: taps, [`${name}Keys`]: keys, [`${name}Seconds`]: seconds })
  for (const way of ['page', 'steps'] as const) {
    const suffix = way === 'page' ? '' : 'Guided'
    if (way === 'steps') await page.evaluate(askStepByStep)
    const { name, letters, phone: number } = people[way]
    note(
      `newTask${suffix}`,
      await measureTask(page, (hand) => recordNewPerson(hand, way, { name, phone: number })),
    )
    note(
      `repeatTask${suffix}`,
      await measureTask(page, (hand) => recordKnownPerson(hand, way, letters, name)),
    )
  }
  await context.close()
  return figures
}

/** Runs in the page, as if it were chosen in another window. */
function askStepByStep(): void {
  const [key, newValue] = ['to-so.form', 'steps']
  localStorage.setItem(key, newValue)
  dispatchEvent(new StorageEvent('storage', { key, newValue, storageArea: localStorage }))
}
