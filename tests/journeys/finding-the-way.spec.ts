// A person finds the way back to where they were, hears why the ward refused something and can give it up, takes back what
// was withdrawn, and is told where to begin when there is no ward yet.
import type { Browser, Locator, Page, Route } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { aPhoneIn, openBrowser, signIn, type Phone } from '../support/browser.ts'
import { recordCountOnly } from '../support/recording.ts'
import { startServer, type ServerProcess } from '../support/serverProcess.ts'

const password = 'toso-demo'

let server: ServerProcess
let browser: Browser
beforeAll(async () => {
  server = await startServer({ args: ['--demo'] })
  browser = await openBrowser()
})
afterAll(async () => {
  await browser.close()
  await server.remove()
})

describe('a volunteer on a phone', () => {
  let phone: Phone
  let page: Page

  beforeAll(async () => {
    phone = await aPhoneIn(browser, server.url)
    page = phone.page
    await signIn(page, '0912000101', password)
  })

  it('comes back to the place in the list, and to what was searched for', async () => {
    await tab(page, 'Lượt')
    await page.locator('.list-row').first().waitFor()
    await page.evaluate(() => window.scrollTo(0, 900))
    const left = await clickAt(page, page.getByRole('link', { name: /Đã gửi$/ }).nth(8))
    expect(left).toBeGreaterThan(300)
    await page.locator('.facts').waitFor()
    expect(await scrollOf(page)).toBe(0)
    await back(page)
    await expect.poll(() => scrollOf(page)).toBe(left)

    await page.getByRole('searchbox').pressSequentially('nguyen')
    await page.evaluate(() => window.scrollTo(0, 600))
    const leftFound = await clickAt(page, page.getByRole('link', { name: /Nguyễn/ }).nth(5))
    expect(leftFound).toBeGreaterThan(300)
    await page.locator('.facts').waitFor()
    await back(page)
    await page.getByRole('heading', { level: 1, name: 'Lượt hỗ trợ' }).waitFor()
    await expect.poll(() => scrollOf(page)).toBe(leftFound)
    // What the browser keeps of the places it was at never has it.
    const kept = await page.evaluate(() =>
      JSON.stringify([location.href, history.state, { ...sessionStorage }]),
    )
    expect(kept).toContain('/assists')
    expect(kept).not.toContain('nguyen')
    expect(await page.getByRole('searchbox').inputValue()).toBe('nguyen')
  })

  it('finds the residents beside the visits, and goes back from a form to where it was opened', async () => {
    await page.getByRole('link', { name: 'Người dân' }).click()
    await page.getByRole('heading', { level: 1, name: 'Người dân' }).waitFor()
    await page.locator('.tab-bar [aria-current=page]').getByText('Lượt', { exact: true }).waitFor()
    await tab(page, 'Ghi lượt')
    await page.locator('#name').waitFor()
    expect(await page.locator('.tab-bar').count()).toBe(0)
    await back(page)
    await page.getByRole('heading', { level: 1, name: 'Người dân' }).waitFor()
  })

  it('withdraws a visit and takes that back at once', async () => {
    await recordCountOnly(page)
    await page
      .getByRole('link', { name: /^Chỉ đếm lượt/ })
      .first()
      .click()
    await page.getByRole('button', { name: 'Rút lại' }).click()
    await page.getByLabel('Lý do rút lại').fill('Ghi trùng')
    await page.getByRole('button', { name: 'Rút lại' }).click()
    await page.getByText('Ghi trùng').waitFor()
    await expect.poll(() => page.evaluate(() => document.activeElement?.tagName)).toBe('H1')
    await page.getByRole('button', { name: 'Hoàn tác' }).click()
    await page.locator('.bottom-toast').getByText('Đã hoàn tác').first().waitFor()
    await page.getByRole('button', { name: 'Rút lại' }).waitFor()
  })

  it('cannot sign out over something that the ward refused, is led to it, and gives it up', async () => {
    // What was taken back just now goes to the ward first.
    await tab(page, 'Hôm nay')
    await page.getByRole('link', { name: /^Đã gửi hết/ }).waitFor()
    await page.route('**/api/sync', refusesAll())
    await recordCountOnly(page)
    await page.getByRole('link', { name: /^Cần xem lại 1/ }).waitFor()
    await tab(page, 'Cài đặt')
    await page.getByRole('button', { name: 'Đăng xuất' }).click()
    const dialog = page.getByRole('dialog')
    await dialog.getByRole('button', { name: 'Đăng xuất' }).click()
    await dialog.getByText('Còn 1 việc cần xem lại').waitFor()
    await dialog.getByRole('link', { name: 'Mở mục Chờ gửi' }).click()
    await page.getByText('Việc này thuộc tổ khác hoặc ngoài quyền của người ghi').waitFor()
    await page.getByRole('button', { name: /^Bỏ/ }).click()
    await dialog.getByRole('button', { name: 'Bỏ việc này' }).click()
    await page.getByRole('heading', { name: 'Đã gửi hết lên phường' }).waitFor()
    await page.unrouteAll({ behavior: 'wait' })
    expect(phone.errors).toEqual([])
  })
})

describe('somebody at a desk', () => {
  it('reads one visit after the other beside the list, which stays where it is', async () => {
    const { page, errors } = await aPhoneIn(browser, server.url, { width: 1280, height: 800 })
    await signIn(page, '0912000101', password)
    await tab(page, 'Lượt')
    await page.getByText('Chọn một lượt').waitFor()
    await page.evaluate(() => window.scrollTo(0, 700))
    for (const place of [9, 11]) {
      const row = page.locator('.split-list .list-row').nth(place)
      const name = (await row.locator('.title').textContent()) ?? ''
      const left = await clickAt(page, row)
      expect(left).toBeGreaterThan(300)
      await page.locator('.split-detail').getByRole('heading', { level: 1, name }).waitFor()
      expect(await scrollOf(page)).toBe(left)
    }
    expect(errors).toEqual([])
    await page.close()
  })
})

describe('somebody whose server has no ward yet', () => {
  it('is told to open the link that the server printed', async () => {
    const empty = await startServer()
    const { page } = await aPhoneIn(browser, empty.url)
    await page.goto('/')
    await page.getByText('Máy chủ chưa được cài đặt. Mở đường dẫn mà máy chủ đã in ra').waitFor()
    await page.goto('/setup#nua-duong-dan')
    await page.getByText('Mở đúng đường dẫn cài đặt mà máy chủ đã in ra').waitFor()
    await empty.remove()
  })
})

async function tab(page: Page, name: string): Promise<void> {
  await page.locator('.tab-bar').getByRole('link', { name, exact: true }).click()
}

async function back(page: Page): Promise<void> {
  await page.getByRole('link', { name: 'Quay lại' }).click()
}

function scrollOf(page: Page): Promise<number> {
  return page.evaluate(() => window.scrollY)
}

/** Clicks, and tells how far the page was scrolled then: to be clicked a row may first have been moved into sight. */
async function clickAt(page: Page, target: Locator): Promise<number> {
  await page.evaluate(() => {
    const tell = () => (document.body.dataset['left'] = `${window.scrollY}`)
    document.addEventListener('click', tell, { capture: true, once: true })
  })
  await target.click()
  return page.evaluate(() => Number(document.body.dataset['left']))
}

/** The ward answers, but takes nothing that it is sent; it remembers that it has decided, or it would be a store put back. */
function refusesAll(): (route: Route) => Promise<void> {
  let lastSeq = 0
  return async (route) => {
    const asked = route.request().postDataJSON() as { commands: { id: string; seq: number }[] }
    const answer = await route.fetch({ postData: { ...asked, commands: [] } })
    const json = await answer.json()
    json.outcomes = asked.commands.map(({ id, seq }) => ({
      id,
      seq,
      outcome: 'refused',
      problem: { code: 'notAllowed' },
      rows: [],
    }))
    lastSeq = Math.max(lastSeq, json.lastSeq, ...asked.commands.map(({ seq }) => seq))
    json.lastSeq = lastSeq
    await route.fulfill({ response: answer, json })
  }
}
