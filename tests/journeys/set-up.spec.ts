// A host starts a fresh server; whoever has the printed link begins the ward with it, once.
import type { Browser } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { aPhoneIn, choosePin, openBrowser } from '../support/browser.ts'
import { startServer, type ServerProcess } from '../support/serverProcess.ts'

describe('a host on a fresh machine', () => {
  let server: ServerProcess
  let browser: Browser

  beforeAll(async () => {
    server = await startServer()
    browser = await openBrowser()
  })
  afterAll(async () => {
    await browser.close()
    await server.remove()
  })

  it('begins the ward by the one-time link: its name, its teams, its manager', async () => {
    const link = /http:\S+\/setup#\S+/.exec(server.output())?.[0] ?? ''
    const { page, errors } = await aPhoneIn(browser, server.url)
    await page.goto(link)

    await page.locator('#wardName').fill('')
    await page.locator('#phone').fill('091200000')
    await page.locator('#password').fill('ngan')
    await page.getByRole('button', { name: 'Tạo phường' }).click()
    const summary = page.getByRole('alert')
    for (const text of [
      'Nhập tên phường, xã',
      'Nhập họ và tên',
      'Nhập số điện thoại gồm 10 chữ số, bắt đầu bằng số 0',
      'Đặt mật khẩu từ 8 ký tự trở lên',
    ]) {
      await summary.getByText(text).waitFor()
    }
    expect(await page.title()).toMatch(/^Lỗi: /)
    expect(await page.locator('#phone').inputValue()).toBe('091200000')

    await page.locator('#wardName').fill('Phường Hoài Tân')
    expect(await page.locator('input[id^="teams."]').count()).toBe(8)
    await page.locator('input[id="teams.0.name"]').fill('Khu phố An Dưỡng Một')
    await page.getByRole('button', { name: 'Bỏ Khu phố Giao Hội 2' }).click()
    await page.locator('#managerName').fill('Nguyễn Thị Quản Lý')
    await page.locator('#phone').fill('+84 912 000 001')
    await page.locator('#password').fill('mat-khau-dai')
    // A second tap within a second would be taken for a slip of the finger.
    await page.waitForTimeout(1_000)
    await page.getByRole('button', { name: 'Tạo phường' }).click()
    await choosePin(page)

    await page.getByRole('heading', { level: 1, name: 'Số liệu' }).waitFor()
    await page.getByRole('rowheader', { name: 'Khu phố An Dưỡng Một' }).waitFor()
    expect(await page.getByRole('rowheader').count()).toBe(8)
    expect(errors).toEqual([])
    await page.close()
  })

  it('finds the link used up afterwards, and no link at the next start', async () => {
    const link = /http:\S+\/setup#\S+/.exec(server.output())?.[0] ?? ''
    const { page } = await aPhoneIn(browser, server.url)
    await page.goto(link)
    await page.getByText('Máy chủ này đã được cài đặt.', { exact: true }).waitFor()
    await page.getByRole('link', { name: 'Đăng nhập', exact: true }).waitFor()
    await page.close()
    await server.stop()
    await server.start()
    expect(server.output()).not.toContain('/setup#')
  })
})
