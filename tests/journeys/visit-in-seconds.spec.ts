// A visit is noted in seconds: few taps for somebody new, fewer for somebody known, on one page or one thing at a time; and
// whatever happens on the way, nothing that was typed is lost.
import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { aPhoneIn, openBrowser, signIn, unlock, type Phone } from '../support/browser.ts'
import { measureTask, press } from '../support/hand.ts'
import { startServer, type ServerProcess } from '../support/serverProcess.ts'
import { recordKnownPerson, recordNewPerson } from '../support/visitTasks.ts'

const mostTaps = { newPerson: 25, knownPerson: 8 }

describe('a visit', () => {
  let server: ServerProcess
  let browser: Browser
  let phone: Phone
  let page: Page

  beforeAll(async () => {
    server = await startServer({ args: ['--demo'] })
    browser = await openBrowser()
    phone = await aPhoneIn(browser, server.url, { isNew: true })
    await phone.context.addInitScript(() => localStorage.setItem('to-so.welcomed', 'true'))
    page = phone.page
    await signIn(page, '0912000101', 'toso-demo')
  })
  afterAll(async () => {
    await browser.close()
    await server.remove()
  })

  const button = (name: string) => page.getByRole('button', { name, exact: true })
  const row = (words: string) => page.locator('label').filter({ hasText: words }).first()
  const heading = (name: string) => page.getByRole('heading', { level: 2, name, exact: true }).waitFor()
  const begin = () => press(page.locator('.tab-bar').getByRole('link', { name: 'Ghi lượt', exact: true }))
  const saved = () => page.getByRole('heading', { level: 1, name: 'Lượt hỗ trợ', exact: true }).waitFor()

  it('of somebody new, and of the same person once more, takes few taps on one page', async () => {
    const person = { name: 'Huỳnh Thị Đoan Trang', phone: '0987654321' }
    const first = await measureTask(page, (hand) => recordNewPerson(hand, 'page', person))
    expect(first.taps).toBeLessThanOrEqual(mostTaps.newPerson)
    const again = await measureTask(page, (hand) => recordKnownPerson(hand, 'page', 'doan tr', person.name))
    expect(again.taps).toBeLessThanOrEqual(mostTaps.knownPerson)
    await page
      .getByRole('link', { name: /Huỳnh Thị Đoan Trang, 1987/ })
      .nth(1)
      .waitFor()
  })

  it('and hardly more when one thing is asked at a time', async () => {
    await begin()
    await button('Ghi từng bước').click()
    await page.getByText('Bước 1/4').waitFor()
    await page.goBack()
    const person = { name: 'Đặng Quốc Khánh', phone: '0977123456' }
    const first = await measureTask(page, (hand) => recordNewPerson(hand, 'steps', person))
    expect(first.taps).toBeLessThanOrEqual(mostTaps.newPerson)
    const again = await measureTask(page, (hand) => recordKnownPerson(hand, 'steps', 'quoc kh', person.name))
    expect(again.taps).toBeLessThanOrEqual(mostTaps.knownPerson)
    await page
      .getByRole('link', { name: /Đặng Quốc Khánh, 1987/ })
      .nth(1)
      .waitFor()
  })

  it('is kept through every way back, a change of the kind of form, and a reload', async () => {
    await begin()
    await button('Tiếp tục').click()
    await page.getByRole('alert').getByRole('link', { name: 'Nhập họ và tên' }).waitFor()
    await page.locator('#name').fill('Võ Thị Ngọc Ánh')
    await row('Người dân đồng ý cho phường lưu tên').click()
    // A second tap within a second would be taken for a slip of the finger.
    await page.waitForTimeout(1_000)
    await button('Tiếp tục').click()
    await heading('Đã làm gì')
    await row('Có việc chưa làm được').click()
    await button('Tiếp tục').click()
    await page.getByText('Bước 3/5').waitFor()
    await row('Tạo tài khoản').click()
    await row('Không nhận được OTP').click()
    await page.locator('.next', { hasText: 'lấy lại mã' }).waitFor()

    await page.goBack()
    await heading('Đã làm gì')
    await page.goBack()
    await heading('Giúp ai')
    expect(await page.locator('#name').inputValue()).toBe('Võ Thị Ngọc Ánh')
    await page.goForward()
    await page.goForward()
    await heading('Chi tiết')
    expect(await row('Không nhận được OTP').locator('input').isChecked()).toBe(true)

    await button('Ghi trên một trang').click()
    await page.locator('#note').waitFor()
    expect(await row('Không nhận được OTP').locator('input').isChecked()).toBe(true)
    await page.locator('#note').fill('Hẹn thứ sáu, bác bị tiểu đường')
    await page.locator('#phone').fill('0966 555 444')
    await page.locator('.field-note.warning', { hasText: 'tiểu đường' }).waitFor()
    await button('Ghi từng bước').click()
    await page.getByText('Bước 1/5').waitFor()

    await page.reload()
    await unlock(page)
    await page.getByText('Những gì đã gõ vẫn còn.').waitFor()
  })

  it('is looked at before it is saved, where each answer leads back to its question', async () => {
    await button('Tiếp tục').click()
    await button('Tiếp tục').click()
    await button('Tiếp tục').click()
    await row('Nhà văn hóa').click()
    await button('Tiếp tục').click()
    await heading('Xem lại trước khi lưu')
    const answers = page.locator('.answers')
    for (const words of [
      'Võ Thị Ngọc Ánh',
      '0966 555 444',
      'Không nhận được OTP',
      'Nhà văn hóa',
      'Có “tiểu đường”',
    ])
      await answers.getByText(words).first().waitFor()
    await page.getByRole('button', { name: 'Thay đổi Ghi chú' }).click()
    await page.locator('#note:focus').fill('Hẹn thứ sáu')
    await page.waitForTimeout(1_000)
    await button('Tiếp tục').click()
    await heading('Xem lại trước khi lưu')
    expect(await page.locator('.answers .field-note').count()).toBe(0)
    await page.waitForTimeout(1_000)
    await button('Lưu').click()
    await saved()
    await page.getByRole('link', { name: /Võ Thị Ngọc Ánh.*Không nhận được OTP/ }).waitFor()
    // None of the steps is a place to come back to.
    await page.goBack()
    await page.getByRole('heading', { level: 1, name: 'Hôm nay', exact: true }).waitFor()
  })

  it('of somebody who is known already is noticed before it is saved', async () => {
    await begin()
    await button('Ghi trên một trang').click()
    await page.locator('#name').pressSequentially('dang quoc khanh')
    await page.locator('#birthYear').fill('1987')
    await row('Người dân đồng ý cho phường lưu tên').click()
    await button('Đã hướng dẫn kỹ năng').click()
    await row('Đăng ký chữ ký số').click()
    await button('Lưu').click()
    await heading('Có phải người này?')
    await page.getByRole('button', { name: /Đặng Quốc Khánh/ }).click()
    await page.getByText('Đã có trong sổ').waitFor()
    await page.waitForTimeout(1_000)
    await button('Lưu').click()
    await saved()
    await page
      .getByRole('link', { name: /Đặng Quốc Khánh, 1987/ })
      .nth(2)
      .waitFor()
  })

  it('is taken back right after it was saved', async () => {
    await page.locator('.bottom-toast').getByRole('button', { name: 'Hoàn tác' }).click()
    await page.locator('.bottom-toast .panel', { hasText: 'Đã hoàn tác' }).waitFor()
    await expect
      .poll(() => page.getByRole('link', { name: /Đặng Quốc Khánh, 1987.*(Trên máy|Đã gửi)/ }).count())
      .toBe(2)
  })

  it('brings a result for a dossier from before, and has its note put right', async () => {
    await page
      .getByRole('link', { name: /Đặng Quốc Khánh, 1987.*khai sinh/i })
      .first()
      .click()
    await page.getByRole('link', { name: 'Ghi lượt cho người này' }).click()
    await page.getByText('Đã có trong sổ').waitFor()
    await button('Bổ sung hoặc nhận kết quả').click()
    await row('Đăng ký khai sinh').click()
    await row('Nhận kết quả').click()
    await button('Lưu').click()
    await saved()
    await page.getByRole('link', { name: /Đặng Quốc Khánh, 1987.*Nhận kết quả: Đăng ký khai sinh/ }).click()
    await page.getByText('Đã trả kết quả').waitFor()

    await page.getByRole('link', { name: 'Sửa', exact: true }).click()
    await page.locator('#note').fill('Giao tận tay')
    await button('Lưu').click()
    await page.locator('.status-mark', { hasText: 'Đã gửi lên phường' }).waitFor()
    await page.getByText('Giao tận tay').waitFor()
  })

  it('does the visit before again, without its person', async () => {
    await page.goto('/assists/new')
    await unlock(page)
    await page.getByRole('button', { name: /^Làm giống lượt trước/ }).click()
    expect(await row('Cổng Dịch vụ công quốc gia').locator('input').isChecked()).toBe(true)
    expect(await page.locator('#name').inputValue()).toBe('')
    expect(await row('Tại nhà').locator('input').isChecked()).toBe(true)
  })

  it('no page complained on the way', () => {
    expect(phone.errors).toEqual([])
  })
})
