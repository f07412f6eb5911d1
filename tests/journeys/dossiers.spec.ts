// Dossiers after their submission: what hurts first is seen first, the portal's word is noted without a network and arrives,
// and of two teams that give one code the second hears of it and mends it.
import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { aPhoneIn, installed, openBrowser, signIn, type Phone } from '../support/browser.ts'
import { startServer, type ServerProcess } from '../support/serverProcess.ts'

const password = 'toso-demo'
/** What a resident waits for, from the worst on. */
const needs = [
  'Bị trả lại',
  'Yêu cầu bổ sung giấy tờ',
  'Cần nộp phí',
  'Quá hẹn',
  'Sắp đến hẹn',
  'Có kết quả, chưa trả',
  'Chưa có mã',
  'Lâu chưa có tin',
]

describe('dossiers', () => {
  let server: ServerProcess
  let browser: Browser
  let volunteer: Phone
  let lead: Phone
  let otherTeam: Phone
  let page: Page

  beforeAll(async () => {
    server = await startServer({ args: ['--demo'] })
    browser = await openBrowser()
    volunteer = await aPhoneIn(browser, server.url)
    lead = await aPhoneIn(browser, server.url)
    otherTeam = await aPhoneIn(browser, server.url)
    page = volunteer.page
    await signIn(page, '0912000101', password)
    await signIn(lead.page, '0912000011', password)
    await signIn(otherTeam.page, '0912000012', password)
    for (const phone of [volunteer, otherTeam]) await installed(phone.page)
  })
  afterAll(async () => {
    await browser.close()
    await server.remove()
  })

  it('those that need somebody come by what hurts first, each kind under its own heading', async () => {
    await openDossiers(page)
    await page.locator('.dossier-row').first().waitFor()
    const headings = (await page.locator('h2.rows-heading').allTextContents()).map(
      (text) => text.split(' · ')[0]?.trim() ?? '',
    )
    expect(headings.length).toBeGreaterThan(1)
    expect(headings).toEqual(needs.filter((need) => headings.includes(need)))
    await page.getByText('Xong', { exact: true }).click()
    await page.locator('.dossier-row', { hasText: 'Đã trả kết quả' }).first().waitFor()
    expect(await page.locator('.dossier-row', { hasText: 'Yêu cầu bổ sung' }).count()).toBe(0)
    await page.getByText('Theo dõi', { exact: true }).click()
    await page.locator('h2.rows-heading').first().waitFor()
  })

  it('a new state is noted without a network, stands at once, and arrives at the other phones', async () => {
    await page.locator('.dossier-row').first().click()
    const code = await page.locator('.facts .code').textContent()
    await volunteer.context.setOffline(true)
    await page.getByRole('link', { name: 'Cập nhật hồ sơ' }).click()
    await page.locator('#state').getByText('Đã xử lý xong').click()
    await page.getByRole('button', { name: 'Lưu', exact: true }).click()
    await page.locator('.bottom-toast').getByText('Đã lưu', { exact: true }).first().waitFor()
    await page.locator('.facts .state', { hasText: 'Đã xử lý xong' }).waitFor()
    await page.getByText('Có kết quả, chưa trả').waitFor()
    await volunteer.context.setOffline(false)
    await page.getByText('Đã gửi lên phường').first().waitFor()

    await openDossiers(lead.page)
    await lead.page.getByText('Tất cả', { exact: true }).click()
    await lead.page.getByRole('searchbox').fill(code ?? '')
    await lead.page.locator('.dossier-row').click()
    await lead.page.locator('.facts .state', { hasText: 'Đã xử lý xong' }).waitFor()
    await lead.page.getByRole('link', { name: 'Xem lịch sử' }).click()
    await lead.page.locator('.list-row', { hasText: 'Trạng thái: Đã xử lý xong' }).waitFor()
  })

  it('a code that another dossier here has is told at the field, with the way to that dossier and back to what was typed', async () => {
    const taken = (await page.locator('.facts .code').textContent()) ?? ''
    const { pathname } = new URL(page.url())
    await openDossiers(page)
    await page.locator(`.dossier-row:not([href="${pathname}"])`).last().click()
    await page.getByRole('link', { name: 'Cập nhật hồ sơ' }).click()
    await page.locator('#code').fill(` ${taken.toLowerCase()}`)
    await page.getByRole('link', { name: /^Mã này đang ở hồ sơ của/ }).waitFor()
    await page.getByRole('button', { name: 'Lưu', exact: true }).click()
    await page.getByRole('alert').getByText('đã có ở một hồ sơ khác').click()
    expect(await page.evaluate(() => document.activeElement?.id)).toBe('code')
    await page.locator('.holder a').click()
    await page.locator('.facts .code', { hasText: taken }).waitFor()
    await page.getByRole('link', { name: 'Quay lại' }).click()
    await page.getByText('Đây là phần sửa dở từ lần trước').waitFor()
    expect(await page.locator('#code').inputValue()).toBe(` ${taken.toLowerCase()}`)
    await page.locator('#code').fill('000.37.28.H08-261101-9001')
    expect(await page.getByRole('link', { name: /^Mã này đang ở hồ sơ của/ }).count()).toBe(0)
  })

  it('of two teams that give one code without a network the second finds it among what to look at, and mends it there', async () => {
    await volunteer.context.setOffline(true)
    await page.getByRole('button', { name: 'Lưu', exact: true }).click()
    await page.locator('.facts .code', { hasText: '9001' }).waitFor()
    const other = otherTeam.page
    await openDossiers(other)
    await otherTeam.context.setOffline(true)
    await other.locator('.dossier-row').first().click()
    await other.getByRole('link', { name: 'Cập nhật hồ sơ' }).click()
    await other.locator('#code').fill('000.37.28.H08-261101-9001')
    await other.getByRole('button', { name: 'Lưu', exact: true }).click()
    await other.locator('.facts .code', { hasText: '9001' }).waitFor()
    await volunteer.context.setOffline(false)
    await page.getByText('Đã gửi lên phường').first().waitFor()
    await otherTeam.context.setOffline(false)

    await other.getByRole('navigation').getByRole('link', { name: 'Hôm nay' }).click()
    await other.getByRole('link', { name: /Cần xem lại 1/ }).click()
    await other.getByText('đã có ở một hồ sơ khác').waitFor()
    await other.getByRole('link', { name: /^Sửa rồi gửi lại/ }).click()
    await other.getByRole('alert').getByText('đã có ở một hồ sơ khác').click()
    expect(await other.evaluate(() => document.activeElement?.id)).toBe('code')
    await other.locator('#code').fill('000.37.28.H08-261101-9002')
    await other.getByRole('button', { name: 'Sửa rồi gửi lại', exact: true }).click()
    await other.getByRole('heading', { name: 'Đã gửi hết lên phường' }).waitFor()
    expect([...volunteer.errors, ...lead.errors, ...otherTeam.errors]).toEqual([])
  })
})

async function openDossiers(page: Page): Promise<void> {
  await page.getByRole('navigation').getByRole('link', { name: 'Lượt', exact: true }).first().click()
  await page.getByRole('link', { name: 'Hồ sơ', exact: true }).click()
  await page.getByRole('heading', { level: 1, name: 'Hồ sơ' }).waitFor()
}
