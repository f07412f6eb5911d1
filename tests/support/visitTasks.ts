// The two things that a volunteer does all day: somebody new with a first help, and somebody known once more. Told as a hand
// does them, on one page and step by step.
import type { Page } from 'playwright-core'
import type { Hand } from './hand.ts'

export type Way = 'page' | 'steps'

const button = (page: Page, name: string) => page.getByRole('button', { name, exact: true })
const choice = (page: Page, words: string) => page.locator('label').filter({ hasText: words }).first()

async function goOn({ page, tap }: Hand, way: Way): Promise<void> {
  if (way === 'steps') await tap(button(page, 'Tiếp tục'))
}

async function save(hand: Hand, way: Way): Promise<void> {
  const { page, tap } = hand
  // A second tap within a second would be taken for a slip of the finger.
  if (way === 'steps') await page.waitForTimeout(1_000)
  await tap(button(page, 'Lưu'))
  await page.locator('.bottom-toast .panel').waitFor()
}

async function begin({ page, tap }: Hand): Promise<void> {
  await tap(page.locator('.tab-bar').getByRole('link', { name: 'Ghi lượt', exact: true }))
}

/** An account and a dossier for somebody whom nobody knows yet. */
export async function recordNewPerson(hand: Hand, way: Way, person: { name: string; phone: string }) {
  const { page, tap, type } = hand
  await begin(hand)
  await tap(page.locator('#name'))
  await type(person.name)
  await tap(page.locator('#birthYear'))
  await type('1987')
  await tap(page.locator('#phone'))
  await type(person.phone)
  await tap(choice(page, 'Người dân đồng ý cho phường lưu tên'))
  await goOn(hand, way)
  await tap(choice(page, 'Định danh điện tử mức 2'))
  if (way === 'steps') {
    await tap(choice(page, 'Nộp hồ sơ trực tuyến'))
    await goOn(hand, way)
    await tap(page.getByRole('combobox', { name: 'Thủ tục' }))
  } else await tap(button(page, 'Thêm hồ sơ'))
  await type('khai sinh')
  await tap(page.getByRole('option', { name: /^Đăng ký khai sinh/ }).first())
  await goOn(hand, way)
  await tap(choice(page, 'Tại nhà'))
  await tap(choice(page, 'Khai hộ'))
  await goOn(hand, way)
  await save(hand, way)
}

/** One more account for somebody who has been here before. */
export async function recordKnownPerson(hand: Hand, way: Way, letters: string, name: string) {
  const { page, tap, type } = hand
  await begin(hand)
  await tap(page.locator('#name'))
  await type(letters)
  await tap(page.getByRole('option', { name }).first())
  await goOn(hand, way)
  await tap(choice(page, 'Cổng Dịch vụ công quốc gia'))
  await goOn(hand, way)
  await goOn(hand, way)
  await save(hand, way)
}
