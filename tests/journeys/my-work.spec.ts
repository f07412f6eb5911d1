// A member's own work: where it stands against what the team is to reach, every visit found again by filters and by one
// search, also what is unsent, refused or only begun; a later correction says why, and what was withdrawn can be taken back.
import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { aPhoneIn, installed, openBrowser, signIn, type Phone } from '../support/browser.ts'
import { startServer, type ServerProcess } from '../support/serverProcess.ts'
import { untilNewDay, withinOneDay } from '../support/withinOneDay.ts'

const password = 'toso-demo'
const msPerDay = 86_400_000

let server: ServerProcess
let browser: Browser
let phone: Phone
let page: Page

beforeAll(async () => {
  await withinOneDay()
  server = await startServer({ args: ['--demo'] })
  browser = await openBrowser()
  phone = await aPhoneIn(browser, server.url)
  page = phone.page
  await phone.context.addInitScript(() => {
    const now = Date.now
    Date.now = () => now() + Number(sessionStorage.getItem('ahead') ?? 0)
  })
  await signIn(page, '0912000101', password)
}, untilNewDay)
afterAll(async () => {
  await browser.close()
  await server.remove()
})

it('the manager sets a target, and the figures of the team stand against it', async () => {
  const desk = await aPhoneIn(browser, server.url)
  await signIn(desk.page, '0912000001', password)
  await tab(desk.page, 'Tổ')
  await desk.page.getByRole('link', { name: /Chỉ tiêu của các tổ/ }).click()
  const team = desk.page.getByRole('group', { name: 'Khu phố An Dưỡng 1' })
  await team.getByLabel('Lượt').fill('nhiều')
  await desk.page.getByRole('button', { name: 'Lưu' }).click()
  await desk.page.getByRole('alert').getByText('Nhập số từ 0 trở lên').waitFor()
  // A second tap within a second would be taken for a slip of the finger.
  await desk.page.waitForTimeout(1_000)
  await team.getByLabel('Lượt').fill('1.234')
  await desk.page.getByRole('button', { name: 'Lưu' }).click()
  await desk.page.locator('.bottom-toast').getByText('Đã lưu 1 chỉ tiêu').first().waitFor()

  await choosePeriod('Tháng này')
  await tile('Lượt').getByText('/1.234').waitFor()
  expect(desk.errors).toEqual([])
  await desk.context.close()
  await choosePeriod('Hôm nay')
  await page.getByText('Chỉ tiêu tháng, quý, năm được chia đều cho từng ngày.').waitFor()
})

it('what waits here is told apart in the figures, and each of them opens what it counts', async () => {
  await choosePeriod('Hôm nay')
  await installed(page)
  await phone.context.setOffline(true)
  const before = await numbersIn('Lượt')
  await record('Phan Thị Chờ Gửi')
  await tab(page, 'Hôm nay')
  const now = await numbersIn('Lượt')
  expect(now.mine).toBe(`${before.mine} +1`)
  expect(now.team).toMatch(/^\d+\/\d+ \+1$/)
  await tile('Lượt').getByRole('link').first().click()
  await page.getByRole('heading', { level: 1, name: 'Lượt hỗ trợ' }).waitFor()
  expect(new URL(page.url()).searchParams.get('member')).not.toBeNull()
  await page.getByRole('link', { name: /^Phan Thị Chờ Gửi/ }).waitFor()
})

it('the history is narrowed by what the address keeps', async () => {
  await tab(page, 'Lượt')
  await page.getByRole('button', { name: 'Lọc' }).click()
  await page.getByLabel('Tình trạng').selectOption('Chờ gửi')
  await page.getByText('1 lượt', { exact: true }).waitFor()
  await page.getByLabel('Của ai').selectOption('Của tôi')
  await page.getByRole('link', { name: /^Phan Thị Chờ Gửi/ }).click()
  await page.locator('.facts').waitFor()
  await page.goBack()
  await page.getByRole('button', { name: 'Lọc (2)' }).waitFor()
  expect(await page.locator('.list-row').count()).toBe(1)
  await page.getByRole('button', { name: 'Bỏ lọc' }).click()
  await expect.poll(() => new URL(page.url()).search).toBe('')
  expect(await page.locator('.list-row').count()).toBeGreaterThan(5)
})

it('one search finds the unsent and the begun, without a network and without accents', async () => {
  await tab(page, 'Ghi lượt')
  await page.locator('#name').fill('Võ Văn Ghi Dở')
  await page.getByRole('link', { name: 'Quay lại' }).first().click()
  await tab(page, 'Hôm nay')
  await page.getByRole('link', { name: 'Tìm người, lượt, hồ sơ, thủ tục' }).click()
  const field = page.getByRole('searchbox')
  await field.pressSequentially('thi cho gui phan')
  await group('Người dân')
    .getByRole('link', { name: /Phan Thị Chờ Gửi.*Trên máy/ })
    .waitFor()
  await group('Lượt hỗ trợ')
    .getByRole('link', { name: /Phan Thị Chờ Gửi.*Trên máy/ })
    .waitFor()
  await field.fill('khai sinh')
  await group('Thủ tục')
    .getByRole('link', { name: /Đăng ký khai sinh/ })
    .first()
    .waitFor()
  await field.fill('vo ghi do')
  await group('Bản nháp')
    .getByRole('link', { name: /Võ Văn Ghi Dở/ })
    .click()
  await page.getByText('Những gì đã gõ vẫn còn.').waitFor()
  await page.getByRole('button', { name: 'Bỏ bản nháp' }).click()
  await page.getByRole('link', { name: 'Quay lại' }).first().click()
})

it('what the ward did not take is apart from the figures, and found in the history and by the search', async () => {
  await phone.context.setOffline(false)
  // By a clock that is a day ahead it is done on a day to come.
  await setAhead(msPerDay)
  await record('Đào Thị Ngày Mai')
  await tab(page, 'Hôm nay')
  await page.getByRole('link', { name: /1 việc cần xem lại, chưa được đếm/ }).waitFor()
  await setAhead(0)
  await tab(page, 'Lượt')
  await page.getByRole('link', { name: /^Đào Thị Ngày Mai.*Cần xem lại/ }).waitFor()
  await tab(page, 'Hôm nay')
  await page.getByRole('link', { name: 'Tìm người, lượt, hồ sơ, thủ tục' }).click()
  await page.getByRole('searchbox').fill('ngay mai')
  await group('Cần xem lại')
    .getByRole('link', { name: /Đào Thị Ngày Mai/ })
    .click()
  await page.getByRole('link', { name: /^Sửa rồi gửi lại/ }).click()
  await page.locator('#on').getByText('Hôm nay', { exact: true }).click()
  await page.getByRole('button', { name: 'Sửa rồi gửi lại', exact: true }).click()
  await page.getByRole('heading', { name: 'Đã gửi hết lên phường' }).waitFor()
})

it('a visit of an earlier day is corrected with a reason, which its history keeps', async () => {
  await tab(page, 'Lượt')
  await page.getByRole('button', { name: 'Lọc' }).click()
  await page.getByLabel('Của ai').selectOption('Của tôi')
  await page.getByLabel('Việc gì').selectOption('Tài khoản')
  await page
    .getByRole('link', { name: /Đã gửi$/ })
    .last()
    .click()
  await page.getByRole('link', { name: 'Sửa', exact: true }).click()
  // What it was differs from day to day.
  const was = await page.locator('#place label:has(:checked)').innerText()
  await page
    .locator('#place')
    .getByText(was.includes('Tại nhà') ? 'Nơi khác' : 'Tại nhà')
    .click()
  await page.getByRole('button', { name: 'Lưu', exact: true }).click()
  await page.getByRole('alert').getByRole('link', { name: 'Ghi lý do sửa' }).click()
  await page.getByLabel('Lý do sửa').fill('Ghi nhầm nơi')
  await page.waitForTimeout(1_000)
  await page.getByRole('button', { name: 'Lưu', exact: true }).click()
  await page.locator('dd', { hasText: 'Ghi nhầm nơi' }).waitFor()
  await page.getByText('Đã gửi lên phường').waitFor()
  await page.getByRole('link', { name: 'Xem lịch sử' }).click()
  await page.getByText('Lý do sửa: Ghi nhầm nơi').waitFor()
  await page.goBack()
})

it('a withdrawn visit lies in the bin, from which it can be taken back for thirty days', async () => {
  await withdraw('Ghi trùng')
  await tab(page, 'Lượt')
  await page.getByRole('link', { name: 'Thùng rác' }).click()
  const row = page.locator('.matter-row', { hasText: 'Ghi trùng' })
  await row.getByText(/Huỳnh Ngọc Hương rút lại lúc/).waitFor()
  await row.getByRole('button', { name: /^Khôi phục/ }).click()
  await page.getByRole('heading', { name: 'Thùng rác trống' }).waitFor()
  await page.locator('.bottom-toast').getByRole('button', { name: 'Hoàn tác' }).click()
  await row.getByRole('link').click()
  await page.getByRole('button', { name: 'Khôi phục' }).waitFor()

  await setAhead(31 * msPerDay)
  await tab(page, 'Cài đặt')
  await page.getByRole('link', { name: 'Thùng rác' }).click()
  await page.getByRole('heading', { name: 'Thùng rác trống' }).waitFor()
  expect(phone.errors).toEqual([])
})

/** What waits is said behind the name of the tab. */
const tab = (on: Page, name: string) =>
  on
    .locator('.tab-bar')
    .getByRole('link', { name: new RegExp(`^${name}`) })
    .click()
const choosePeriod = (name: string) => page.locator('#workPeriod').getByText(name).click()
const group = (name: string) =>
  page.locator('section', { has: page.getByRole('heading', { level: 2, name }) })
const tile = (name: string) =>
  page.locator('.work-tile', { has: page.locator('.label', { hasText: new RegExp(`^${name}$`) }) })

/** The clock of the phone. */
const setAhead = (by: number) => page.evaluate((ahead) => sessionStorage.setItem('ahead', String(ahead)), by)

/** As they are read: "3 +1" and "5/30 +1". */
async function numbersIn(name: string) {
  const textOf = async (part: string) =>
    (await tile(name).locator(part).innerText()).replace(/\s+/g, ' ').trim()
  return { mine: await textOf('.figure'), team: await textOf('.number') }
}

async function record(name: string): Promise<void> {
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
async function withdraw(reason: string): Promise<void> {
  await page.getByRole('button', { name: 'Rút lại' }).click()
  await page.getByLabel('Lý do rút lại').fill(reason)
  await page.getByRole('button', { name: 'Rút lại' }).click()
  await page.getByText('Đã rút lại').first().waitFor()
}
