// Every screen of the demo ward, by the rules of axe (WCAG 2.2 A and AA), in both themes, on a phone of 320 px and on a
// desk; and every target large enough for a thumb.
import { createRequire } from 'node:module'
import type { Browser, Page, Route } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { aPhoneIn, openBrowser, signIn } from '../support/browser.ts'
import { startServer, type ServerProcess } from '../support/serverProcess.ts'

const axePath = createRequire(import.meta.url).resolve('axe-core/axe.min.js')
const password = 'toso-demo'
const smallest = 48

interface Violation {
  id: string
  impact: string
  nodes: { html: string; any: { message: string }[] }[]
}

async function violations(page: Page): Promise<string[]> {
  const found = await page.evaluate(async () => {
    const { axe } = window as unknown as {
      axe: { run: (options: object) => Promise<{ violations: Violation[] }> }
    }
    const tags = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa']
    // What the bar at the bottom covers is scrolled clear of it; targets are measured below.
    const rules = { 'target-size': { enabled: false } }
    return (await axe.run({ runOnly: { type: 'tag', values: tags }, rules })).violations
  })
  return found
    .filter(({ impact }) => impact === 'serious' || impact === 'critical')
    .map(
      ({ id, nodes }) =>
        `${id}: ${nodes.map(({ html, any }) => `${html.slice(0, 160)} ${any[0]?.message ?? ''}`).join(' | ')}`,
    )
}

/** Links inside a sentence are measured by the sentence (WCAG 2.5.8); everything else that is tapped has 48 px. */
async function smallTargets(page: Page): Promise<string[]> {
  return page.evaluate((least) => {
    const targets = document.querySelectorAll<HTMLElement>('a, button, input, textarea, [role=option]')
    return [...targets].flatMap((target) => {
      const label = target.closest('label')
      const boxes = [target, label].flatMap((one) => (one ? [one.getBoundingClientRect()] : []))
      const isShown = boxes.some(({ width, height }) => width > 0 && height > 0) && target.checkVisibility()
      const isInText = target.matches('p a, td a, dd a, .facts + a, [role=alert] a')
      const isLarge = boxes.some(({ width, height }) => width >= least - 0.5 && height >= least - 0.5)
      const isHidden =
        target.closest('.visually-hidden') !== null || target.classList.contains('visually-hidden')
      return !isShown || isInText || isLarge || isHidden ? [] : [target.outerHTML.slice(0, 160)]
    })
  }, smallest)
}

/** Content that does not fit makes the page scroll sideways. */
function widthOf(page: Page): Promise<number> {
  return page.evaluate(() => document.documentElement.scrollWidth)
}

async function expectGood(page: Page, path: string, width: number): Promise<void> {
  expect(await violations(page), path).toEqual([])
  expect(await smallTargets(page), path).toEqual([])
  expect(await widthOf(page), path).toBe(width)
}

/** Each place with the heading by which it is known. */
const screens: Record<string, readonly (readonly [path: string, heading: string])[]> = {
  '0912000101': [
    ['/', 'Hôm nay'],
    ['/assists', 'Lượt hỗ trợ'],
    ['/assists/new', 'Ghi lượt hỗ trợ'],
    ['/residents', 'Người dân'],
    ['/outbox', 'Chờ gửi'],
    ['/dashboard', 'Số liệu'],
    ['/settings', 'Cài đặt'],
  ],
  '0912000011': [
    ['/dashboard?period=week', 'Số liệu'],
    ['/team', 'Tổ'],
    ['/team/invite', 'Mời người mới'],
    ['/team/devices', 'Máy của tổ'],
    ['/team/stuck', 'Việc bị vướng'],
    ['/team/rescue', 'Nhận tệp cứu hộ'],
  ],
  '0912000001': [
    ['/dashboard?period=custom&from=2022-01-01&to=2022-09-30', 'Số liệu'],
    ['/dashboard/records?indicator=people&from=2022-01-01&to=2022-09-30', 'Người được hỗ trợ'],
    ['/team/devices', 'Máy của tổ'],
    ['/team/rescue', 'Nhận tệp cứu hộ'],
    ['/team/move?from=0', 'Chuyển bản ghi'],
    ['/team/invite', 'Mời người mới'],
    ['/team', 'Tổ'],
  ],
}

describe.each([
  ['light, 360 px', { dark: false, width: 360 }],
  ['dark, 320 px', { dark: true, width: 320 }],
  ['light, a desk', { dark: false, width: 1280 }],
])('every screen (%s)', (_what, look) => {
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

  it('at the door', async () => {
    const { page, context } = await aPhoneIn(browser, server.url, look)
    await context.addInitScript({ path: axePath })
    for (const path of ['/sign-in', '/setup#x', `/setup#${'x'.repeat(43)}`, '/join#x']) {
      await page.goto('about:blank')
      await page.goto(path)
      await page.locator('h1').waitFor()
      await expectGood(page, path, look.width)
    }
  })

  it.each(Object.entries(screens))('of %s', async (phone, places) => {
    const { page, context } = await aPhoneIn(browser, server.url, look)
    // axe comes in by the test itself; the page's own policy would rightly refuse it.
    await context.addInitScript({ path: axePath })
    await signIn(page, phone, password)
    for (const [path, heading] of places) {
      await page.evaluate((to) => {
        history.pushState({}, '', to)
        dispatchEvent(new PopStateEvent('popstate', { state: {} }))
      }, path)
      await page.getByRole('heading', { level: 1, name: heading, exact: true }).waitFor()
      await expect.poll(() => page.locator('.skeleton').count()).toBe(0)
      if (path === '/assists/new') {
        await page.getByRole('button', { name: 'Thêm hồ sơ' }).click()
        await page.getByRole('button', { name: 'Có việc chưa làm được' }).click()
        await page.getByRole('button', { name: 'Lưu', exact: true }).click()
        await page.getByRole('alert').waitFor()
      }
      await expectGood(page, path, look.width)
      if (path === '/assists' || path === '/residents') {
        await page.locator('.list-row').first().click()
        await page.locator('.facts').waitFor()
        await expectGood(page, `${path}/:id`, look.width)
        await page.getByRole('link', { name: 'Xem lịch sử' }).click()
        await page.getByRole('heading', { name: 'Các thay đổi' }).waitFor()
        await expectGood(page, `${path}/:id/history`, look.width)
      }
      if (path === '/team/devices') {
        await page.locator('.list-row').first().click()
        await page.locator('.facts').waitFor()
        await expectGood(page, `${path}/:id`, look.width)
      }
      if (path === '/team' && phone === '0912000001') {
        await page.locator('a[href^="/team/members/"]').last().click()
        await page.locator('#isLeaving').check()
        await page.locator('#leftOn').waitFor()
        await expectGood(page, '/team/members/:id', look.width)
      }
    }
    await page.close()
  })

  it('of what the ward did not take, and what it tells', async () => {
    const { page, context } = await aPhoneIn(browser, server.url, look)
    await context.addInitScript({ path: axePath })
    await signIn(page, '0912000101', password)
    await page.route('**/api/sync', refuseAndTell)
    await page.getByRole('link', { name: /Ghi lượt/ }).click()
    await page.getByText('Chỉ đếm lượt, không ghi tên').click()
    await page.getByText('Định danh điện tử mức 1').click()
    await page.getByText('Tại nhà').click()
    await page.getByRole('button', { name: 'Lưu', exact: true }).click()
    await page.getByRole('link', { name: /^Cần xem lại 1/ }).click()
    for (const heading of ['Cần xem lại', 'Người khác đã sửa', 'Tổ trưởng trả lời'])
      await page.getByRole('heading', { level: 2, name: heading }).waitFor()
    await expectGood(page, '/outbox', look.width)
    await page.getByRole('link', { name: /^Sửa rồi gửi lại/ }).click()
    await page.getByRole('alert').waitFor()
    await expectGood(page, '/outbox/:id/mend', look.width)
    await page.unrouteAll({ behavior: 'wait' })
    await page.close()
  })
})

/** The ward refuses every visit, and tells of a value that gave way and of something that the lead has recorded. */
async function refuseAndTell(route: Route): Promise<void> {
  const asked = route.request().postDataJSON() as { commands: { id: string; seq: number }[] }
  const answer = await route.fetch({ postData: { ...asked, commands: [] } })
  const json = await answer.json()
  const id = (n: number) => `01900000-0000-7000-8000-00000000000${n}`
  const about = { commandId: id(1), by: id(2), at: Date.now() }
  const place = { table: 'assists', rowId: id(3), path: 'place', value: 'home', standing: 'elsewhere' }
  json.notices = [
    { id: id(4), kind: 'overridden', ...place, ...about },
    { id: id(5), kind: 'settled', as: 'taken', ...about },
  ]
  json.outcomes = asked.commands.map((command) => ({
    ...{ id: command.id, seq: command.seq, outcome: 'refused', rows: [] },
    problem: { code: 'dateInFuture', field: 'on' },
  }))
  await route.fulfill({ response: answer, json })
}
