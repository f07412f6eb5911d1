// Nothing is ever lost: what the ward refuses is mended or handed to the lead, what gives way to another's is given again by
// one tap, a phone that is revoked sends before it erases, and what cannot be sent is carried in a file.
import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { answersIn } from '../support/answersIn.ts'
import { aPhoneIn, installed, openBrowser, signIn, type Phone } from '../support/browser.ts'
import { startServer, type ServerProcess } from '../support/serverProcess.ts'

const password = 'toso-demo'
const hour = 3_600_000
const day = 24 * hour

describe('nothing is lost', () => {
  let server: ServerProcess
  let browser: Browser
  let volunteer: Phone
  let lead: Phone
  let manager: Phone

  beforeAll(async () => {
    server = await startServer({ args: ['--demo'] })
    browser = await openBrowser()
    volunteer = await aPhoneIn(browser, server.url)
    lead = await aPhoneIn(browser, server.url)
    manager = await aPhoneIn(browser, server.url, { width: 1280, height: 800 })
    await volunteer.context.addInitScript(() => {
      const now = Date.now
      Date.now = () => now() + Number(sessionStorage.getItem('ahead') ?? 0)
    })
    await signIn(volunteer.page, '0912000101', password)
    await signIn(lead.page, '0912000011', password)
    await signIn(manager.page, '0912000001', password)
    // Whoever is without a network needs the whole app on the phone.
    for (const phone of [volunteer, lead]) await installed(phone.page)
  })
  afterAll(async () => {
    await browser.close()
    await server.remove()
  })

  it('a phone whose clock is far off says by how much', async () => {
    const { page } = volunteer
    await setAhead(page, 2 * day)
    await page.getByRole('link', { name: /^Đã gửi hết/ }).click()
    await page.getByRole('button', { name: 'Kiểm tra lại' }).click()
    await page.getByText('Đồng hồ máy chạy nhanh 48 giờ').waitFor()
  })

  it('a visit that was refused for its day says so at the field, is mended there, and arrives with all that waited beside it', async () => {
    const { page, context } = volunteer
    const days = new Date(Date.now() + 7 * hour).toISOString().slice(0, 10).split('-')
    await context.setOffline(true)
    await record(page, 'Đặng Thị Ngày Sai')
    await openVisit(page, /Đặng Thị Ngày Sai/)
    await correctPlace(page, 'Nơi khác')
    await page.getByRole('link', { name: 'Xem các lượt của người này' }).click()
    await page.getByRole('link', { name: 'Ghi lượt cho người này' }).click()
    await page.locator('label').getByText('Định danh điện tử mức 1').click()
    await page.getByText('Ngày khác').click()
    for (const part of ['year', 'month', 'day']) await page.locator(`#on-${part}`).fill(days.shift() ?? '')
    await page.getByRole('button', { name: 'Lưu', exact: true }).click()
    await page.getByRole('heading', { level: 1, name: 'Lượt hỗ trợ' }).waitFor()
    await setAhead(page, 0)
    await context.setOffline(false)

    await page.getByRole('link', { name: /^Cần xem lại 1 · Chờ gửi 2/ }).click()
    await page.getByText('Ngày ghi chưa tới').waitFor()
    await page.getByText('2 việc kèm theo sẽ tự gửi cùng').waitFor()
    await page.getByText('Kèm theo: Sửa lượt').waitFor()
    await page.getByText('Kèm theo: Ghi lượt').waitFor()
    expect(await page.getByRole('link', { name: /^Sửa rồi gửi lại/ }).count()).toBe(1)
    await page.getByRole('link', { name: /^Sửa rồi gửi lại/ }).click()
    await page.getByRole('alert').getByText('Chọn hôm nay hoặc một ngày đã qua').click()
    expect(await page.evaluate(() => document.activeElement?.closest('fieldset')?.id)).toBe('on')
    expect(await page.locator('#name').inputValue()).toBe('Đặng Thị Ngày Sai')
    expect(await page.getByRole('radio', { name: 'Nơi khác' }).isChecked()).toBe(true)
    await page.locator('#on').getByText('Hôm nay', { exact: true }).click()
    await page.getByRole('button', { name: 'Sửa rồi gửi lại', exact: true }).click()
    await page.getByRole('heading', { name: 'Đã gửi hết lên phường' }).waitFor()

    await tab(lead.page, 'Lượt')
    const theirs = lead.page.getByRole('link', { name: /Đặng Thị Ngày Sai, 1987/ })
    await expect.poll(() => theirs.count()).toBe(2)
    await theirs.filter({ hasText: 'mức 2' }).click()
    await lead.page.locator('dd', { hasText: 'Nơi khác' }).waitFor()
  })

  it('of two edits of one field offline the later stands, the other person is told, and gives theirs again by one tap', async () => {
    const { page, context } = volunteer
    await openVisit(page, /Đặng Thị Ngày Sai/)
    await openVisit(lead.page, /Đặng Thị Ngày Sai/)
    await context.setOffline(true)
    await lead.context.setOffline(true)
    await correctPlace(page, 'Nhà văn hóa')
    await correctPlace(lead.page, 'Bộ phận Một cửa')
    await lead.context.setOffline(false)
    await lead.page.getByText('Đã gửi lên phường').waitFor()
    await context.setOffline(false)

    await tab(page, 'Hôm nay')
    await page.getByRole('link', { name: /Đã gửi hết.*1 tin mới/ }).click()
    await page.getByRole('heading', { name: 'Người khác đã sửa' }).waitFor()
    await page.getByText('Nguyễn Hữu Phúc sửa lúc').waitFor()
    await page.getByText(/Đang dùng:\s*Bộ phận Một cửa/).waitFor()
    await page.getByText(/Của tôi:\s*Nhà văn hóa/).waitFor()
    await page.getByRole('button', { name: /^Dùng lại nội dung tôi ghi/ }).click()
    await page.getByRole('heading', { name: 'Đã gửi hết lên phường' }).waitFor()
    await lead.page.locator('dd', { hasText: 'Nhà văn hóa' }).waitFor()
  })

  it('the history of the visit says who changed what, what stands and what gave way; on a phone and on a desk', async () => {
    const { page } = volunteer
    await openVisit(page, /Đặng Thị Ngày Sai/)
    await page.getByRole('link', { name: 'Xem lịch sử' }).click()
    await page.getByText('Huỳnh Ngọc Hương').first().waitFor()
    const rows = page.locator('.list-row')
    await rows.filter({ hasText: 'Ở đâu: Nhà văn hóa' }).filter({ hasText: 'Đang dùng' }).waitFor()
    await rows.filter({ hasText: 'Ở đâu: Nhà văn hóa' }).filter({ hasText: 'Đã bị thay' }).waitFor()
    await rows.filter({ hasText: 'Ở đâu: Bộ phận Một cửa' }).filter({ hasText: 'Nguyễn Hữu Phúc' }).waitFor()

    await tab(manager.page, 'Số liệu')
    await manager.page
      .getByRole('row', { name: /Khu phố An Dưỡng 1/ })
      .getByRole('link')
      .nth(1)
      .click()
    await manager.page
      .getByRole('link', { name: /Đặng Thị Ngày Sai/ })
      .last()
      .click()
    await manager.page.locator('.list-row', { hasText: 'Ở đâu: Nhà văn hóa' }).first().waitFor()
  })

  it('without a network the history says so and comes by a tap once there is one', async () => {
    const { page, context } = volunteer
    await back(page)
    await context.setOffline(true)
    await page.getByRole('link', { name: 'Xem lịch sử' }).click()
    await page.getByText('Cần có mạng để xem lịch sử').waitFor()
    await context.setOffline(false)
    await page.getByRole('button', { name: 'Thử lại' }).click()
    await page.locator('.list-row', { hasText: 'Đang dùng' }).first().waitFor()
  })

  it('what was refused is handed to the lead, who sees what is stuck and records it; its author stays its author', async () => {
    const { page, context } = volunteer
    await openVisit(page, /Đặng Thị Ngày Sai/)
    await context.setOffline(true)
    await correctPlace(page, 'Nơi khác')
    await openVisit(lead.page, /Đặng Thị Ngày Sai/)
    await lead.page.getByRole('button', { name: 'Rút lại' }).click()
    await lead.page.getByLabel('Lý do rút lại').fill('Nhầm người')
    await lead.page.getByRole('button', { name: 'Rút lại' }).click()
    await lead.page.getByText('Nhầm người').waitFor()
    await lead.page.getByText('Đã gửi lên phường').waitFor()
    await context.setOffline(false)

    await tab(page, 'Hôm nay')
    await page.getByRole('link', { name: /^Cần xem lại 1/ }).click()
    await page.getByText('Lượt này đã rút lại').waitFor()
    // What is in the lead's hands is told with the next exchange, and waits for it beside what is counted as unsent.
    const handed = page.waitForResponse(
      (response) => response.ok() && answersIn(response.request()).some(({ as }) => as === 'handed'),
    )
    await page.getByRole('button', { name: /^Chuyển cho tổ trưởng/ }).click()
    await page.locator('.bottom-toast').getByText('Tổ trưởng sẽ ghi thay').first().waitFor()
    await page.getByRole('heading', { name: 'Đã gửi hết lên phường' }).waitFor()
    await handed

    await lead.page.getByRole('button', { name: 'Khôi phục' }).click()
    await lead.page.getByRole('link', { name: 'Sửa', exact: true }).waitFor()
    await lead.page.getByText('Đã gửi lên phường').waitFor()
    await tab(lead.page, 'Tổ')
    await lead.page.getByRole('link', { name: /Việc bị vướng.*1 nhờ ghi/ }).click()
    await lead.page.getByText('Huỳnh Ngọc Hương · Sửa lượt').waitFor()
    await lead.page.getByRole('button', { name: /^Ghi thay/ }).click()
    await lead.page.getByRole('heading', { name: 'Không có việc nào bị vướng' }).waitFor()

    await page.getByText('Nguyễn Hữu Phúc đã ghi thay').first().waitFor()
    await page.getByText(/^Đặng Thị Ngày Sai,\s1987\s· Sửa\slượt/).waitFor()
    await page.getByRole('button', { name: /^Đã rõ/ }).click()
    await page.getByRole('heading', { name: 'Đã gửi hết lên phường' }).waitFor()
    await openVisit(page, /Đặng Thị Ngày Sai/)
    await page.locator('dd', { hasText: 'Nơi khác' }).waitFor()
    await page.getByRole('link', { name: 'Xem lịch sử' }).click()
    const taken = page.locator('.list-row', { hasText: 'Ở đâu: Nơi khác' })
    await taken.filter({ hasText: 'Huỳnh Ngọc Hương' }).filter({ hasText: 'Đang dùng' }).waitFor()
  })

  it('what cannot be sent is written to a file without a network, and counts once though it is taken in twice', async () => {
    const { page, context } = volunteer
    await context.setOffline(true)
    await record(page, 'Lý Văn Cứu Hộ')
    await tab(page, 'Cài đặt')
    const downloading = page.waitForEvent('download')
    await page.getByRole('button', { name: 'Lưu tệp cứu hộ' }).click()
    const file = await (await downloading).path()
    await page.getByText('Trong tệp có 1 việc chưa gửi').waitFor()

    const desk = manager.page
    await tab(desk, 'Tổ')
    await desk.getByRole('link', { name: /Nhận tệp cứu hộ/ }).click()
    await desk.locator('#rescueFile').setInputFiles(file)
    await desk.locator('.notice-bar').getByText('1 việc mới · 0 đã có · 0 không nhận').waitFor()
    await desk.locator('#rescueFile').setInputFiles(file)
    await desk.locator('.notice-bar').getByText('0 việc mới · 1 đã có · 0 không nhận').waitFor()
    expect(await desk.locator('.list-row', { hasText: 'Huỳnh Ngọc Hương' }).count()).toBe(1)
    await tab(lead.page, 'Lượt')
    await lead.page.getByRole('link', { name: /Lý Văn Cứu Hộ/ }).waitFor()

    await context.setOffline(false)
    await tab(page, 'Hôm nay')
    await page.getByRole('link', { name: /^Đã gửi hết · / }).waitFor()
    expect(await lead.page.getByRole('link', { name: /Lý Văn Cứu Hộ/ }).count()).toBe(1)
  })

  it('a file that is none is said to be none', async () => {
    const desk = manager.page
    const buffer = Buffer.from('danh sách')
    await desk.locator('#rescueFile').setInputFiles({ name: 'x.txt', mimeType: 'text/plain', buffer })
    await desk.getByText('Tệp này không phải tệp cứu hộ của Tổ Số').waitFor()
  })

  it('a phone that is revoked sends what it has, then erases itself and says why', async () => {
    const { page, context } = volunteer
    await context.setOffline(true)
    await record(page, 'Bùi Thị Cuối Cùng')
    await tab(lead.page, 'Tổ')
    await lead.page.getByRole('link', { name: /Máy của tổ/ }).click()
    await lead.page.getByRole('link', { name: /Huỳnh Ngọc Hương/ }).click()
    await lead.page.getByRole('button', { name: 'Thu hồi máy này' }).click()
    await lead.page.getByRole('dialog').getByRole('button', { name: 'Thu hồi máy này' }).click()
    await lead.page.getByText('Đã yêu cầu thu hồi lúc').waitFor()

    await context.setOffline(false)
    await page.getByRole('heading', { level: 1, name: 'Đăng nhập' }).waitFor()
    await page.getByText('Máy này đã được thu hồi').waitFor()
    // The door is shown at once; what lies on the disk goes right after.
    const names = () => page.evaluate(async () => (await indexedDB.databases()).map(({ name }) => name))
    await expect.poll(names).toEqual(['to-so-people'])
    await lead.page.getByText('Máy đã gửi hết và xóa dữ liệu lúc').waitFor()
    await tab(lead.page, 'Lượt')
    await lead.page.getByRole('link', { name: /Bùi Thị Cuối Cùng/ }).waitFor()
  })

  it('a manager gives a member another team and moves what they recorded there, with all that belongs to it', async () => {
    const desk = manager.page
    await tab(desk, 'Tổ')
    await desk.getByRole('link', { name: /Huỳnh Ngọc Hương/ }).click()
    await desk.getByText('Việc đã ghi cho tổ cũ vẫn được đếm ở tổ cũ').waitFor()
    await desk.getByLabel('Khu phố An Dưỡng 1').uncheck()
    await desk.getByRole('button', { name: 'Lưu', exact: true }).click()
    await desk.getByRole('alert').getByText('Chọn tổ').waitFor()
    await desk.getByRole('link', { name: /Chuyển bản ghi của người này/ }).click()
    await desk.getByText('Bản ghi của Huỳnh Ngọc Hương ở Khu phố An Dưỡng 1').first().waitFor()
    // On a phone the button stands far below what is said of its work.
    const wide = desk.viewportSize()
    await desk.setViewportSize({ width: 360, height: 480 })
    await desk.getByLabel('Khu phố An Dưỡng 2').check()
    await desk.evaluate(() => scrollTo(0, document.body.scrollHeight))
    await desk.getByRole('button', { name: 'Chuyển', exact: true }).click()
    await desk.getByRole('dialog').getByRole('button', { name: 'Chuyển', exact: true }).click()
    const done = desk.getByText('Đã chuyển sang Khu phố An Dưỡng 2')
    await done.waitFor()
    await expect.poll(async () => ((await done.boundingBox())?.y ?? -1) > 0).toBe(true)
    if (wide) await desk.setViewportSize(wide)
    await expect.poll(() => lead.page.getByRole('link', { name: /Bùi Thị Cuối Cùng/ }).count()).toBe(0)

    await back(desk)
    await desk.getByLabel('Khu phố An Dưỡng 1').uncheck()
    await desk.getByLabel('Khu phố An Dưỡng 2').check()
    await desk.getByRole('button', { name: 'Lưu', exact: true }).click()
    await desk.locator('section', { hasText: 'Khu phố An Dưỡng 2' }).getByText('Huỳnh Ngọc Hương').waitFor()
  })

  it('no page complained on the way', () => {
    expect([...volunteer.errors, ...lead.errors, ...manager.errors]).toEqual([])
  })
})

/** The clock of a phone, so many milliseconds ahead. */
async function setAhead(page: Page, ahead: number): Promise<void> {
  await page.evaluate((value) => sessionStorage.setItem('ahead', String(value)), ahead)
}

/** A tab may say after its name what waits behind it. */
async function tab(page: Page, name: string): Promise<void> {
  await page
    .locator('.tab-bar')
    .getByRole('link', { name: new RegExp(`^${name}`) })
    .click()
}

async function back(page: Page): Promise<void> {
  await page.getByRole('link', { name: 'Quay lại' }).click()
}

/** The visit at which the account of level 2 was made. */
async function openVisit(page: Page, name: RegExp): Promise<void> {
  await tab(page, 'Lượt')
  await page.getByRole('link', { name }).filter({ hasText: 'mức 2' }).click()
  await page.locator('.facts').waitFor()
}

async function record(page: Page, name: string): Promise<void> {
  await tab(page, 'Ghi lượt')
  await page.locator('#name').fill(name)
  await page.locator('#birthYear').fill('1987')
  await page.getByText('Người dân đồng ý cho phường lưu tên').click()
  await page.locator('label').getByText('Định danh điện tử mức 2').click()
  await page.getByText('Tại nhà').click()
  await page.getByRole('button', { name: 'Lưu', exact: true }).click()
  await page.getByRole('heading', { level: 1, name: 'Lượt hỗ trợ' }).waitFor()
}

/** On the screen of a visit. */
async function correctPlace(page: Page, place: string): Promise<void> {
  await page.getByRole('link', { name: 'Sửa', exact: true }).click()
  await page.locator('#place').getByText(place).click()
  await page.getByRole('button', { name: 'Lưu', exact: true }).click()
  await page.locator('dd', { hasText: place }).waitFor()
}
