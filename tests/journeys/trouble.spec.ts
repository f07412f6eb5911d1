// What can go wrong around a person who records: a reload in the middle of typing, a server that is away or in trouble,
// a captive portal, a session that ended. Nothing that was typed or saved is lost, and the app says what is so.
import type { Browser, Page, Route } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { anotherTab } from '../support/anotherTab.ts'
import { aPhoneIn, openBrowser, pin, signIn, unlock, type Phone } from '../support/browser.ts'
import { draftKeptAt } from '../support/drafts.ts'
import { cutOff, intercept } from '../support/interception.ts'
import { recordCountOnly, sendNow } from '../support/recording.ts'
import { startServer, type ServerProcess } from '../support/serverProcess.ts'

const password = 'toso-demo'

describe('a volunteer in trouble', () => {
  let server: ServerProcess
  let browser: Browser
  let phone: Phone
  let page: Page

  beforeAll(async () => {
    server = await startServer({ args: ['--demo'] })
    browser = await openBrowser()
    phone = await aPhoneIn(browser, server.url)
    page = phone.page
    await signIn(page, '0912000101', password)
  })
  afterAll(async () => {
    await browser.close()
    await server.remove()
  })

  it('is told beside each field what to enter, and keeps what was typed', async () => {
    await page.locator('.tab-bar').getByRole('link', { name: 'Ghi lượt' }).click()
    await page.locator('#birthYear').fill('1850')
    await page.locator('#phone').fill('091234567')
    await page.getByRole('button', { name: 'Thêm hồ sơ' }).click()
    await page.getByRole('combobox', { name: 'Thủ tục' }).fill('không có thủ tục này')
    await page.getByLabel('Mã hồ sơ').fill('ABC')
    await page.getByText('Ngày khác').click()
    await page.getByLabel('Ngày', { exact: true }).fill('31')
    await page.getByLabel('Tháng').fill('2')
    await page.getByLabel('Năm', { exact: true }).fill('2026')
    await page.getByRole('button', { name: 'Có việc chưa làm được' }).click()
    await page.getByRole('button', { name: 'Lưu', exact: true }).click()
    const summary = page.getByRole('alert')
    for (const text of [
      'Nhập họ và tên',
      'Nhập năm sinh từ 1900 đến',
      'Nhập số điện thoại gồm 10 chữ số',
      'Hỏi và đánh dấu khi người dân đồng ý',
      'Chọn thủ tục',
      'Chọn mức độ',
      'Chọn bước chưa làm được',
      'Nhập ngày có trong lịch',
    ]) {
      await summary.getByText(text).waitFor()
    }
    await page.getByText('Mã này khác dạng thường gặp').waitFor()
    expect(await page.locator('#birthYear').inputValue()).toBe('1850')
    expect(await page.getByLabel('Mã hồ sơ').inputValue()).toBe('ABC')
    await summary.getByText('Nhập số điện thoại gồm 10 chữ số').click()
    expect(await page.evaluate(() => document.activeElement?.id)).toBe('phone')
  })

  it('finds the draft again after a reload and a lock, and may discard it', async () => {
    await page.locator('#name').pressSequentially('Đặng Thị Dở Dang')
    const typedAt = Date.now()
    await page.locator('#note').fill('Hẹn thứ sáu')
    await expect.poll(() => draftKeptAt(page)).toBeGreaterThanOrEqual(typedAt)
    await page.reload()
    await page.locator('#pin').fill(pin)
    await page.getByText('Những gì đã gõ vẫn còn').waitFor()
    expect(await page.locator('#name').inputValue()).toBe('Đặng Thị Dở Dang')
    expect(await page.locator('#birthYear').inputValue()).toBe('1850')
    await page.getByRole('link', { name: 'Quay lại' }).click()
    await page.getByText('Đang ghi dở: Đặng Thị Dở Dang').waitFor()
    await page.getByRole('link', { name: 'Ghi tiếp' }).click()
    await page.getByRole('button', { name: 'Bỏ bản nháp' }).click()
    await expect.poll(() => page.locator('#name').inputValue()).toBe('')
    await page.getByRole('link', { name: 'Quay lại' }).click()
  })

  it('finds the draft again after the page was killed in the middle of typing', async () => {
    const killed = await anotherTab(phone.context)
    await killed.goto('/assists/new')
    await unlock(killed)
    await killed.locator('#name').pressSequentially('Võ Văn Đứt Quãng')
    const typedAt = Date.now()
    await killed.locator('#note').fill('x')
    await expect.poll(() => draftKeptAt(killed)).toBeGreaterThanOrEqual(typedAt)
    const session = await phone.context.newCDPSession(killed)
    const crashed = killed.waitForEvent('crash')
    session.send('Page.crash').catch(() => undefined)
    await crashed

    const next = await anotherTab(phone.context)
    await next.goto('/assists/new')
    await unlock(next)
    await next.getByText('Những gì đã gõ vẫn còn').waitFor()
    expect(await next.locator('#name').inputValue()).toBe('Võ Văn Đứt Quãng')
    await next.getByRole('button', { name: 'Bỏ bản nháp' }).click()
    await expect.poll(() => next.locator('#name').inputValue()).toBe('')
    await next.close()
    await killed.close()
  })

  it.each([
    ['no answer', cutOff, 'Chưa có mạng · Chờ gửi 1', 'Chưa có mạng. Cứ ghi tiếp'],
    [
      'a server in trouble',
      (route: Route) => route.fulfill({ status: 500, json: { problem: { code: 'serverFailed' } } }),
      'Chờ gửi 1',
      'Máy chủ gặp lỗi. Những gì đã ghi vẫn còn trên máy',
    ],
    [
      'a captive portal',
      (route: Route) => route.fulfill({ status: 200, contentType: 'text/html', body: '<h1>Wi-Fi</h1>' }),
      'Chờ gửi 1',
      'Mạng này đang chặn',
    ],
    [
      'a proxy in front',
      (route: Route) => route.fulfill({ status: 502, body: 'Bad gateway' }),
      'Chờ gửi 1',
      'Mạng này đang chặn',
    ],
  ] as const)(
    'with %s what was saved waits, the app says so, and it goes when the way is free',
    async (_what, answer, line, remark) => {
      const free = await intercept(page, '**/api/sync', answer)
      await recordCountOnly(page)
      await page.getByRole('link', { name: line }).click()
      await page.getByText(remark).waitFor()
      free()
      await sendNow(page)
    },
  )

  it('whose session ended signs in again, and what waited is sent', async () => {
    await phone.context.clearCookies()
    await recordCountOnly(page)
    await page.getByText('Phiên đăng nhập đã hết').waitFor()
    await page.getByRole('link', { name: 'Đăng nhập', exact: true }).click()
    await page.locator('#phone').fill('0912000101')
    await page.locator('#password').fill(password)
    await page.getByRole('button', { name: 'Đăng nhập', exact: true }).click()
    await page.getByRole('heading', { level: 1, name: 'Hôm nay' }).waitFor()
    await page.getByRole('link', { name: /^Đã gửi hết · / }).waitFor()
  })

  it('finds everything still there after the server was killed and came back', async () => {
    await server.stop('SIGKILL')
    await recordCountOnly(page)
    await page.getByRole('link', { name: 'Chưa có mạng · Chờ gửi 1' }).click()
    await server.start()
    await sendNow(page)
    expect(phone.errors).toEqual([])
  })
})
