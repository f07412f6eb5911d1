// An assist that is logged without a network reaches the ward, and the lead and the manager see it.
import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { aPhoneIn, choosePin, openBrowser, signInHere, unlock, type Phone } from '../support/browser.ts'
import { startServer, type ServerProcess } from '../support/serverProcess.ts'
import { untilNewDay, withinOneDay } from '../support/withinOneDay.ts'

const password = 'mat-khau-dai'

describe('the main path', () => {
  let server: ServerProcess
  let browser: Browser
  let manager: Phone
  let lead: Phone
  let volunteer: Phone

  beforeAll(async () => {
    await withinOneDay()
    server = await startServer()
    browser = await openBrowser()
    manager = await aPhoneIn(browser, server.url, { width: 1024, height: 800 })
    lead = await aPhoneIn(browser, server.url)
    volunteer = await aPhoneIn(browser, server.url)
  }, untilNewDay)
  afterAll(async () => {
    await browser.close()
    await server.remove()
  })

  it('the manager invites a lead and a volunteer by one-use links with their QR codes', async () => {
    const { page } = manager
    await page.goto(/http:\S+\/setup#\S+/.exec(server.output())?.[0] ?? '')
    await page.locator('#managerName').fill('Nguyễn Thị Quản Lý')
    await page.locator('#phone').fill('0912000001')
    await page.locator('#password').fill(password)
    await page.getByRole('button', { name: 'Tạo phường' }).click()
    await choosePin(page)
    await page.getByRole('heading', { level: 1, name: 'Số liệu' }).waitFor()

    const leadsLink = await invite(page, 'Lê Thị Tổ Trưởng', 'Tổ trưởng')
    const volunteersLink = await invite(page, 'Trần Văn Thành Viên', 'Thành viên')
    await join(lead.page, leadsLink, '0912000011', 'Lê Thị Tổ Trưởng')
    await join(volunteer.page, volunteersLink, '0912000101', 'Trần Văn Thành Viên')
    await volunteer.page.getByRole('heading', { level: 1, name: 'Hôm nay' }).waitFor()

    const late = await aPhoneIn(browser, server.url)
    await late.page.goto(volunteersLink)
    await late.page.getByText('Lời mời này đã được dùng').waitFor()
    await late.page.close()
  })

  it('the volunteer opens the app without a network, from its cache, with the PIN, and records a visit', async () => {
    await volunteer.page.evaluate(async () => {
      await navigator.serviceWorker.ready
    })
    await reopenOffline(volunteer)
    const { page } = volunteer
    await tab(page, 'Ghi lượt')
    await page.locator('#name').pressSequentially('Phạm Thị Hoà')
    await page.locator('#birthYear').fill('1987')
    await page.locator('#phone').fill('0912 345 678')
    await page.getByText('Người dân đồng ý cho phường lưu tên').click()
    await page.locator('label').getByText('Định danh điện tử mức 2').click()
    await page.getByRole('button', { name: 'Thêm hồ sơ' }).click()
    await page.getByRole('combobox', { name: 'Thủ tục' }).pressSequentially('dang ky khai s')
    await page.getByRole('option', { name: 'Đăng ký khai sinh Hộ tịch' }).click()
    await page.getByLabel('Mã hồ sơ').fill('000.37.28.h08-261120-0007')
    await page.getByText('Thanh toán trực tuyến').click()
    await page.getByText('Tại nhà').click()
    await page.getByRole('button', { name: 'Lưu', exact: true }).click()

    await page.locator('.bottom-toast').getByText('Đã lưu', { exact: true }).first().waitFor()
    await page.getByRole('heading', { level: 1, name: 'Lượt hỗ trợ' }).waitFor()
    await page.getByRole('link', { name: /Phạm Thị Hoà, 1987.*Trên máy/ }).waitFor()
    await page.getByRole('link', { name: 'Chưa có mạng · Chờ gửi 1' }).waitFor()
  })

  it('with a network it goes to the ward without a tap, and the lead and the manager see it', async () => {
    await lead.page.goto('/dashboard')
    await unlock(lead.page)
    await figure(lead.page, 'Lượt', '0')

    await volunteer.context.setOffline(false)
    await volunteer.page.getByRole('link', { name: /Phạm Thị Hoà, 1987.*Đã gửi/ }).waitFor()
    await volunteer.page.getByRole('link', { name: /^Đã gửi hết · / }).waitFor()
    await volunteer.page.getByRole('link', { name: /Phạm Thị Hoà/ }).click()
    await volunteer.page.getByText('Đã gửi lên phường').waitFor()

    for (const [label, value] of [
      ['Người', '1'],
      ['Lượt', '1'],
      ['Tài khoản', '1'],
      ['Hồ sơ', '1'],
      ['Toàn trình', '1'],
    ] as const) {
      await figure(lead.page, label, value)
    }

    const { page } = manager
    await page.goto('/dashboard')
    await unlock(page)
    const row = page.getByRole('row', { name: /Khu phố An Dưỡng 1/ })
    await row.getByRole('link', { name: '1' }).first().waitFor()
    expect(await page.getByRole('table', { name: 'Theo tổ' }).getByRole('rowheader').count()).toBe(9)
    await row.getByRole('link').nth(4).click()
    await page.getByText('Phạm Thị Hoà, 1987').waitFor()
    await page.getByText(/Trần Văn Thành Viên/).waitFor()
  })

  it('the volunteer corrects the visit without a network, and everybody sees it', async () => {
    const { page, context } = volunteer
    await context.setOffline(true)
    await page.getByRole('link', { name: 'Sửa' }).click()
    await page.locator('label').getByText('Định danh điện tử mức 2').click()
    await page.getByText('Cổng Dịch vụ công quốc gia').click()
    await page.getByRole('button', { name: 'Sửa tên, năm sinh' }).click()
    await page.getByText('Đổi ở mọi lượt của người này').waitFor()
    await page.getByLabel('Năm sinh').fill('1978')
    await page.getByRole('button', { name: 'Lưu', exact: true }).click()
    await page.getByRole('heading', { level: 1, name: 'Phạm Thị Hoà, 1978' }).waitFor()
    await page.locator('.status-mark', { hasText: 'Đã lưu trên máy' }).waitFor()
    await context.setOffline(false)
    await page.getByText('Đã gửi lên phường').waitFor()

    await tab(lead.page, 'Lượt')
    await lead.page.getByRole('link', { name: /Phạm Thị Hoà, 1978/ }).click()
    await lead.page.getByText('Tài khoản Cổng Dịch vụ công quốc gia').waitFor()
    expect(await lead.page.getByText('Định danh điện tử mức 2').count()).toBe(0)
  })

  it('the volunteer withdraws it with a reason, without a network, and the figures go back', async () => {
    const { page, context } = volunteer
    await context.setOffline(true)
    await page.getByRole('button', { name: 'Rút lại' }).click()
    await page.getByRole('button', { name: 'Rút lại' }).click()
    await page.getByText('Ghi lý do rút lại').waitFor()
    await page.getByLabel('Lý do rút lại').fill('Ghi trùng')
    // A second tap within a second would be taken for a slip of the finger.
    await page.waitForTimeout(1_000)
    await page.getByRole('button', { name: 'Rút lại' }).click()
    await page.getByText('Ghi trùng').waitFor()
    await context.setOffline(false)

    await tab(lead.page, 'Số liệu')
    await figure(lead.page, 'Lượt', '0')
    await figure(lead.page, 'Hồ sơ', '0')
  })

  it('everything is there in English and in the dark, by two taps', async () => {
    const { page } = volunteer
    await tab(page, 'Cài đặt')
    await page.getByText('English').click()
    await page.getByRole('heading', { level: 1, name: 'Settings' }).waitFor()
    await page.getByText('Dark', { exact: true }).click()
    await page.waitForFunction(
      () => getComputedStyle(document.documentElement).backgroundColor === 'rgb(13, 23, 48)',
    )
    await page.getByText('Tiếng Việt').click()
    await page.getByRole('heading', { level: 1, name: 'Cài đặt' }).waitFor()
  })

  it('a person who forgot the PIN signs in again, and signing out leaves nothing behind', async () => {
    const { page } = lead
    await page.reload()
    await page.getByRole('button', { name: 'Quên mã PIN hoặc đổi người dùng' }).click()
    await signInHere(page, '0912000011', password)
    await tab(page, 'Tổ')
    await page.getByRole('link', { name: 'Cài đặt' }).click()
    await page.getByRole('button', { name: 'Đăng xuất' }).click()
    await page.getByRole('dialog').getByRole('button', { name: 'Đăng xuất' }).click()
    await page.getByRole('heading', { level: 1, name: 'Đăng nhập' }).waitFor()
    const names = await page.evaluate(async () => (await indexedDB.databases()).map(({ name }) => name))
    expect(names).toEqual(['to-so-people'])
  })

  it('no page complained on the way', () => {
    expect([...manager.errors, ...lead.errors, ...volunteer.errors]).toEqual([])
  })
})

async function invite(page: Page, name: string, role: string): Promise<string> {
  await tab(page, 'Tổ')
  await page.getByRole('link', { name: 'Mời người mới' }).click()
  await page.locator('#name').fill(name)
  await page.getByText(role, { exact: true }).click()
  await page.getByText('Khu phố An Dưỡng 1').click()
  await page.getByRole('button', { name: 'Tạo lời mời' }).click()
  await page.getByRole('img', { name: `Mã QR lời mời cho ${name}` }).waitFor()
  return (await page.locator('[data-test=invite-link]').textContent())?.trim() ?? ''
}

async function join(page: Page, link: string, phone: string, name: string): Promise<void> {
  await page.goto(link)
  await page.getByRole('heading', { level: 1, name: `Chào ${name}` }).waitFor()
  await page.getByText('Phường Hoài Tân mời anh/chị vào Khu phố An Dưỡng 1, vai trò:').waitFor()
  await page.locator('#phone').fill(phone)
  await page.locator('#password').fill(password)
  await page.getByRole('button', { name: 'Vào tổ' }).click()
  await choosePin(page)
  await page.locator('.tab-bar').waitFor()
}

/** Closes the app, cuts the network, and opens it again. */
async function reopenOffline(phone: Phone): Promise<void> {
  await phone.page.goto('about:blank')
  await phone.context.setOffline(true)
  await phone.page.goto('/')
  await unlock(phone.page)
}

async function figure(page: Page, label: string, value: string): Promise<void> {
  const figures = page.locator('.big-figure')
  await figures
    .filter({ has: page.getByText(label, { exact: true }) })
    .getByText(value, { exact: true })
    .waitFor()
}

async function tab(page: Page, name: string): Promise<void> {
  await page.locator('.tab-bar').getByRole('link', { name, exact: true }).click()
}
