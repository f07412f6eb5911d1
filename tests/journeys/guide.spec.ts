// In a doorway without a network: a procedure is looked up as people call it, its papers are ticked off, the list is passed
// on, and the visit begins with it.
import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { aPhoneIn, openBrowser, signIn, unlock, type Phone } from '../support/browser.ts'
import { draftAtRest } from '../support/drafts.ts'
import { startServer, type ServerProcess } from '../support/serverProcess.ts'

const single = 'Cấp Giấy xác nhận tình trạng hôn nhân'

describe('the guide of procedures, without a network', () => {
  let server: ServerProcess
  let browser: Browser
  let phone: Phone
  let page: Page

  beforeAll(async () => {
    server = await startServer({ args: ['--demo'] })
    browser = await openBrowser()
    phone = await aPhoneIn(browser, server.url)
    page = phone.page
    await signIn(page, '0912000101', 'toso-demo')
    await page.evaluate(async () => void (await navigator.serviceWorker.ready))
    await phone.context.grantPermissions(['clipboard-read', 'clipboard-write'])
    await phone.context.setOffline(true)
    await page.goto('/guide')
    await unlock(page)
  })
  afterAll(async () => {
    await browser.close()
    await server.remove()
  })

  it('finds a procedure by words without accents, in any order, and by its code', async () => {
    await page.getByRole('heading', { level: 1, name: 'Hướng dẫn thủ tục' }).waitFor()
    await page.getByRole('heading', { level: 2, name: 'Dùng gần đây' }).waitFor()
    const search = page.getByRole('searchbox')
    await search.pressSequentially('khai sinh')
    await page.getByRole('link', { name: /^Đăng ký khai sinh 1\.001193 · Trong ngày/ }).waitFor()
    expect(await page.getByRole('link', { name: single }).count()).toBe(0)
    for (const query of ['xac nhan hon nhan', 'nhân hôn xác', '1.004873', '004873']) {
      await search.fill('')
      await search.pressSequentially(query)
      await expect.poll(() => page.locator('.list-row .title').allTextContents()).toEqual([single])
    }
  })

  it('keeps what is ticked off over a reload and a lock, until it is taken back', async () => {
    await page.getByRole('link', { name: single }).click()
    await page.getByRole('heading', { level: 1, name: single }).waitFor()
    await page.getByText('Tờ khai, hoặc biểu mẫu điện tử').click()
    await page.getByText('Đã có 1/4').waitFor()
    await draftAtRest(page)
    await page.reload()
    await unlock(page)
    await page.getByRole('heading', { level: 1, name: single }).waitFor()
    await page.getByText('Đã có 1/4').waitFor()
    expect(await page.getByRole('checkbox').first().isChecked()).toBe(true)
    await page.getByRole('button', { name: 'Bỏ đánh dấu' }).click()
    await page.getByText('Đã có 0/4').waitFor()
  })

  it('tells the fee of each channel, and passes the list of papers on as a text', async () => {
    const fees = page.getByRole('region', { name: 'Phí, lệ phí' })
    await fees.getByText('Có tỉnh thu ít hơn khi nộp trực tuyến').waitFor()
    await fees.getByText('Bưu chính công ích, trực tiếp').waitFor()
    await page.getByRole('button', { name: 'Sao chép giấy tờ cần có' }).click()
    await page.getByRole('button', { name: 'Đã sao chép' }).waitFor()
    const text = await page.evaluate(() => navigator.clipboard.readText())
    expect(text).toContain(`${single} (1.004873)\n\nThành phần hồ sơ:\n- Tờ khai`)
    expect(text).toContain('Thời hạn giải quyết: 3 ngày làm việc')
    expect(text).toContain('- Trực tuyến: Theo nghị quyết HĐND tỉnh')
    expect(text).toContain('Trực tuyến: https://dichvucong.gov.vn')
    expect(text).toContain('Trực tiếp: Trung tâm Phục vụ hành chính công cấp xã')
  })

  it('begins a visit with the procedure already chosen', async () => {
    await page.getByRole('link', { name: 'Ghi lượt với thủ tục này' }).click()
    await page.getByRole('heading', { level: 1, name: 'Ghi lượt hỗ trợ' }).waitFor()
    await page.getByText(single).waitFor()
    expect(phone.errors).toEqual([])
  })
})
