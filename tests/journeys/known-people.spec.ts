// Somebody who was helped before is found while their name is typed, however it is typed; and who is about to be written down
// a second time is asked about first.
import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { aPhoneIn, openBrowser, signIn, type Phone } from '../support/browser.ts'
import { nextForm, saveVisit } from '../support/recording.ts'
import { openWardOnPort, volunteerPhone, type WardOnPort } from '../support/wardOnPort.ts'
import { password } from '../support/server.ts'

let ward: WardOnPort
let browser: Browser
let phone: Phone
let page: Page

beforeAll(async () => {
  ward = await openWardOnPort()
  browser = await openBrowser()
  phone = await aPhoneIn(browser, ward.url)
  page = phone.page
  await signIn(page, volunteerPhone, password)
})
afterAll(async () => {
  await browser.close()
  await ward.close()
})

it('two people are written down for the first time, and nobody is asked about', async () => {
  await begin('Phạm Thị Hoà', '1987', '0912 345 678')
  await saveVisit(page)
  await begin('Phạm Văn Hoài', '1990', '')
  await saveVisit(page)
})

it('on the next visit she is found without accents, with Telex that came through, and by figures of the phone', async () => {
  await nextForm(page)
  for (const typed of ['hoa pham', 'Phajm Thij Hoaf', '345 678']) {
    await page.locator('#name').fill('')
    await page.locator('#name').pressSequentially(typed)
    const option = page.getByRole('option', { name: /^Phạm Thị Hoà/ })
    await option.waitFor()
    expect(await option.locator('.detail').textContent()).toMatch(/^1987\s·\s.+\s·\s0912\s345\s678$/)
  }
})

it('with the keyboard alone she is chosen, and the visit is hers', async () => {
  await page.locator('#name').fill('')
  await page.locator('#name').pressSequentially('hoa')
  await page.getByRole('option').nth(1).waitFor()
  await page.keyboard.press('ArrowDown')
  await page.keyboard.press('Enter')
  await page.getByText('Đã có trong sổ').waitFor()
  await addHelp()
  await saveVisit(page)
  expect(await visitsOf('Phạm Thị Hoà')).toBe(2)
})

it('typed to the end she is asked about before saving: the question is in sight, and each answer is a large target', async () => {
  await begin('pham thi hoa', '1987', '')
  await page.getByRole('button', { name: 'Lưu', exact: true }).click()
  const question = page.getByRole('region', { name: 'Có phải người này?' })
  await question.waitFor()
  expect(await page.evaluate(() => document.activeElement?.textContent)).toBe('Có phải người này?')
  expect(await question.evaluate((box) => box.getBoundingClientRect().top)).toBeGreaterThan(0)
  const answers = question.getByRole('button')
  expect(await answers.count()).toBe(2)
  expect(await answers.first().textContent()).toMatch(
    /Phạm Thị Hoà.*Sinh\snăm\s1987.*điện\sthoại\sđuôi\s678.*Tên giống, cùng năm sinh/,
  )
  for (const answer of await answers.all()) {
    expect((await answer.boundingBox())?.height).toBeGreaterThanOrEqual(48)
  }
  await answers.first().click()
  await page.getByText('Đã có trong sổ').waitFor()
  // A second press within a second would be taken for a slip of the finger.
  await page.waitForTimeout(1_000)
  await saveVisit(page)
  expect(await visitsOf('Phạm Thị Hoà')).toBe(3)
})

it('a visit that was recorded for the wrong person becomes the right one’s, and nobody is renamed', async () => {
  await page.getByRole('link', { name: /^Phạm Văn Hoài/ }).click()
  await page.getByRole('link', { name: /mức 2/ }).click()
  await page.getByRole('link', { name: 'Sửa', exact: true }).click()
  await page.getByRole('button', { name: 'Chọn người khác' }).click()
  await page.locator('#name').pressSequentially('hoa pham')
  await page.getByRole('option', { name: /^Phạm Thị Hoà/ }).click()
  await page.getByRole('button', { name: 'Lưu', exact: true }).click()
  await page.getByRole('heading', { level: 1, name: 'Phạm Thị Hoà, 1987' }).waitFor()
  await page.locator('.tab-bar').getByRole('link', { name: 'Lượt', exact: true }).click()
  expect(await visitsOf('Phạm Thị Hoà')).toBe(4)
  await page.getByRole('link', { name: /^Phạm Văn Hoài/ }).click()
  await page.getByRole('heading', { level: 1, name: 'Phạm Văn Hoài' }).waitFor()
  expect(await page.getByRole('link', { name: /mức 2/ }).count()).toBe(0)
})

it('a name that was mistyped and undone is nobody: it is written down again without a question, and stands once', async () => {
  await begin('Võ Thị Nhầmm', '1970', '')
  await saveVisit(page)
  await page.getByRole('button', { name: 'Hoàn tác' }).click()
  await page.getByText('Đã hoàn tác').first().waitFor()
  await begin('Võ Thị Nhầm', '1970', '')
  await saveVisit(page)
  await page.getByRole('link', { name: 'Người dân' }).click()
  await page.getByRole('searchbox').pressSequentially('vo thi nham')
  await page.getByRole('link', { name: /^Võ Thị Nhầm/ }).waitFor()
  expect(await page.locator('.list-row').count()).toBe(1)
})

it('a namesake is written down anew once the volunteer says so, and is asked about no more', async () => {
  await begin('Phạm Thị Hòa', '1987', '0357 000 171')
  await page.getByRole('button', { name: 'Lưu', exact: true }).click()
  await page.getByRole('button', { name: 'Ghi người mới' }).click()
  await page.getByRole('heading', { level: 1, name: 'Lượt hỗ trợ', exact: true }).waitFor()
  await page.getByRole('link', { name: 'Người dân' }).click()
  await page.getByRole('searchbox').pressSequentially('pham thi hoa')
  await expect.poll(() => page.locator('.list-row').count()).toBe(2)
  await page.getByRole('searchbox').fill('000171')
  await expect.poll(() => page.locator('.list-row').count()).toBe(1)
  expect(phone.errors).toEqual([])
})

/** On an empty form: somebody in their own words, and what was done for them. */
async function begin(name: string, birthYear: string, phoneNumber: string): Promise<void> {
  await nextForm(page)
  await page.locator('#name').pressSequentially(name)
  await page.locator('#birthYear').fill(birthYear)
  await page.locator('#phone').fill(phoneNumber)
  await page.getByText('Người dân đồng ý cho phường lưu tên').click()
  await addHelp()
}

async function addHelp(): Promise<void> {
  await page.locator('label').getByText('Định danh điện tử mức 2').click()
  await page.getByText('Tại nhà').click()
}

/** From the visits. */
async function visitsOf(name: string): Promise<number> {
  await page.getByRole('link', { name: 'Người dân' }).click()
  await page.getByRole('heading', { level: 1, name: 'Người dân' }).waitFor()
  await page.getByRole('link', { name: new RegExp(`^${name}`) }).click()
  await page.getByRole('heading', { level: 1, name }).waitFor()
  const visits = await page.getByRole('link', { name: /mức 2/ }).count()
  await page.goBack()
  await page.getByRole('searchbox').waitFor()
  return visits
}
