// A volunteer at the form, and sending what they saved, in a real browser.
import type { Page } from 'playwright-core'

/** To an empty form by the tab bar. */
export async function nextForm(page: Page): Promise<void> {
  await page.locator('.tab-bar').getByRole('link', { name: 'Ghi lượt' }).click()
  await page.locator('#note').waitFor()
}

/** On the form: somebody who is only counted; the note, if there is one, tells one visit from another. */
export async function fillCountOnly(page: Page, note?: string): Promise<void> {
  await page.getByText('Chỉ đếm lượt, không ghi tên').click()
  await page.locator('label').getByText('Định danh điện tử mức 1').click()
  await page.getByText('Tại nhà').click()
  if (note !== undefined) await page.locator('#note').fill(note)
}

/** Saves what the form holds; done when the visits are shown. */
export async function saveVisit(page: Page): Promise<void> {
  await page.getByRole('button', { name: 'Lưu', exact: true }).click()
  await page.getByRole('heading', { level: 1, name: 'Lượt hỗ trợ', exact: true }).waitFor()
}

/** From anywhere with a tab bar: a visit of somebody who is only counted. */
export async function recordCountOnly(page: Page, note?: string): Promise<void> {
  await nextForm(page)
  await fillCountOnly(page, note)
  await saveVisit(page)
}

/** On the screen of what waits. What is tried again by itself may have gone meanwhile; then the button asks anew. */
export async function sendNow(page: Page): Promise<void> {
  await page.getByRole('button', { name: /^(Gửi ngay|Kiểm tra lại)$/ }).click({ timeout: 60_000 })
  await page.getByText('Đã gửi hết lên phường').waitFor({ timeout: 60_000 })
}
