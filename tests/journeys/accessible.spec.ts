// Every screen of the demo ward, by the rules of axe (WCAG 2.2 A and AA), in both themes, on a phone of 320 px and on a
// desk; every target large enough for a thumb; every stop of the Tab key seen; the main screens with text twice as large,
// and in the colours that a person's system forces.
import { createRequire } from 'node:module'
import type { Browser, Page, Route } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { aPhoneIn, openBrowser, signIn, unlock } from '../support/browser.ts'
import { startServer, type ServerProcess } from '../support/serverProcess.ts'

const axePath = createRequire(import.meta.url).resolve('axe-core/axe.min.js')
const password = 'toso-demo'
const smallest = 48
const mostStops = 30

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
    // Forced colours are the person's own, whatever their contrast.
    const isForced = matchMedia('(forced-colors: active)').matches
    const rules = { 'target-size': { enabled: false }, 'color-contrast': { enabled: !isForced } }
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
    const targets = document.querySelectorAll<HTMLElement>(
      'a, button, input, select, summary, textarea, [role=option]',
    )
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

/** Goes on with the Tab key; tells where nobody would see the focus, or be told what it is on. */
async function lostStops(page: Page): Promise<string[]> {
  const lost = new Set<string>()
  for (let stop = 0; stop < mostStops; stop++) {
    await page.keyboard.press('Tab')
    const found = await page.evaluate(() => {
      const element = document.activeElement
      if (!(element instanceof HTMLElement) || element === document.body) return undefined
      // A row draws the ring around the whole of it.
      const ringed = [
        element,
        element.closest('label'),
        element.parentElement?.parentElement,
        element.parentElement,
      ]
      const hasRing = ringed.some(
        (one) =>
          one &&
          getComputedStyle(one).outlineStyle !== 'none' &&
          getComputedStyle(one).outlineWidth !== '0px',
      )
      const { width, height, bottom, right } = element.getBoundingClientRect()
      const isDrawn = width > 1 && height > 1 && bottom > 0 && right > 0
      return hasRing && isDrawn ? '' : element.outerHTML.slice(0, 160)
    })
    if (found === undefined) break
    if (found) lost.add(found)
  }
  return [...lost]
}

/** Each place with the heading by which it is known. */
const screens: Record<string, readonly (readonly [path: string, heading: string])[]> = {
  '0912000101': [
    ['/', 'Hôm nay'],
    ['/assists', 'Lượt hỗ trợ'],
    ['/assists/new', 'Ghi lượt hỗ trợ'],
    ['/residents', 'Người dân'],
    ['/guide', 'Hướng dẫn thủ tục'],
    ['/dossiers', 'Hồ sơ'],
    ['/search', 'Tìm kiếm'],
    ['/bin', 'Thùng rác'],
    ['/outbox', 'Chờ gửi'],
    ['/dashboard', 'Số liệu'],
    ['/settings', 'Cài đặt'],
    ['/help', 'Trợ giúp'],
    ['/install', 'Cài lên máy'],
    ['/r/01900000-0000-7000-8000-000000000000', 'Mở bản ghi'],
    ['/welcome', 'Sổ ghi việc của tổ'],
    ['/welcome/2', 'Ghi ở đâu cũng được'],
    ['/welcome/3', 'Cần giúp thì chạm dấu hỏi'],
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
    ['/team/targets', 'Chỉ tiêu của các tổ'],
    ['/team/devices', 'Máy của các tổ'],
    ['/team/rescue', 'Nhận tệp cứu hộ'],
    ['/team/move?from=0', 'Chuyển bản ghi'],
    ['/team/invite', 'Mời người mới'],
    ['/team', 'Tổ'],
  ],
}

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

/** The form one thing at a time, with a dossier and a failure in it. */
async function expectGoodSteps(page: Page, width: number): Promise<void> {
  await page.getByRole('button', { name: 'Ghi từng bước' }).click()
  for (const step of ['who', 'items', 'details', 'whenWhere', 'check']) {
    const path = `/assists/new?step=${step}`
    await go(page, path, 'Ghi lượt hỗ trợ')
    await page.locator(`#${step}-title`).waitFor()
    await expectGood(page, path, width)
  }
  await page.getByRole('button', { name: 'Ghi trên một trang' }).click()
}

/** From the form through the scan of a card, where there is no camera. */
async function expectGoodScan(page: Page, width: number): Promise<void> {
  const press = (name: string) => page.getByRole('button', { name, exact: true }).click()
  await press('Quét mã trên thẻ căn cước')
  await page.getByRole('heading', { name: 'Hỏi người dân trước khi quét' }).waitFor()
  await expectGood(page, 'scan: consent', width)
  await press('Người dân đồng ý')
  await page.getByText('Không mở được máy ảnh').waitFor()
  const typed = page.locator('#typedCard')
  if (!(await typed.isVisible())) await page.getByText('Máy quét cầm tay, hoặc số thẻ').click()
  await press('Đọc')
  await expectGood(page, 'scan: look', width)
  await typed.fill('132 085 000 123')
  await typed.press('Enter')
  await page.getByText('Ba số đầu không thuộc tỉnh nào').waitFor()
  await expectGood(page, 'scan: result', width)
  await press('Nhập tay')
  await page.getByRole('dialog').waitFor({ state: 'detached' })
}

describe.each([
  ['light, 360 px', { dark: false, width: 360 }],
  ['dark, 320 px', { dark: true, width: 320 }],
  ['light, a desk', { dark: false, width: 1280 }],
])('every screen (%s)', (_what, look) => {
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
    await context.addInitScript(takeCameraAway)
    await signIn(page, phone, password)
    for (const [path, heading] of places) {
      await go(page, path, heading)
      if (path === '/assists/new') {
        await page.getByRole('button', { name: 'Thêm hồ sơ' }).click()
        await page.getByRole('button', { name: 'Có việc chưa làm được' }).click()
        await page.getByRole('button', { name: 'Lưu', exact: true }).click()
        await page.getByRole('alert').waitFor()
      }
      await expectGood(page, path, look.width)
      if (look.width > 900) expect(await lostStops(page), path).toEqual([])
      if (path === '/assists/new') await expectGoodScan(page, look.width)
      if (path === '/assists/new') await expectGoodSteps(page, look.width)
      if (path === '/assists' || path === '/residents') {
        await page.locator('.list-row').first().click()
        await page.locator('.facts').waitFor()
        await expectGood(page, `${path}/:id`, look.width)
        await page.getByRole('link', { name: 'Xem lịch sử' }).click()
        await page.getByRole('heading', { name: 'Các thay đổi' }).waitFor()
        await expectGood(page, `${path}/:id/history`, look.width)
      }
      if (path === '/dossiers') {
        await page.locator('.dossier-row').first().click()
        await page.locator('.facts').waitFor()
        await expectGood(page, `${path}/:id`, look.width)
        await page.getByRole('link', { name: 'Cập nhật hồ sơ' }).click()
        await page.locator('#code').fill('H08')
        await page.locator('#dueOn-day').fill('31')
        await page.getByRole('button', { name: 'Lưu', exact: true }).click()
        await expectGood(page, `${path}/:id/update`, look.width)
      }
      if (path === '/guide') {
        await page.locator('.list-row').first().click()
        await page.getByRole('button', { name: /Đổi ngày/ }).click()
        await page.getByRole('checkbox').first().check()
        await expectGood(page, `${path}/:id`, look.width)
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
    await page.locator('label').getByText('Định danh điện tử mức 1').click()
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

describe.each([
  ['text twice as large, 320 px', { isLarge: true, forcedColors: false, dark: false, width: 320 }],
  ['forced colours in the dark', { isLarge: false, forcedColors: true, dark: true, width: 360 }],
])('the main screens (%s)', (_what, look) => {
  it('hold', async () => {
    const { page, context } = await aPhoneIn(browser, server.url, look)
    await context.addInitScript({ path: axePath })
    if (look.isLarge) await context.addInitScript(enlargeText)
    await signIn(page, '0912000101', password)
    for (const [path, heading] of screens['0912000101'] ?? []) {
      await go(page, path, heading)
      await expectGood(page, path, look.width)
    }
    await expectPlaceKept(page)
    await page.close()
  })
})

/** Rows are as high as the style sheet says for this text: on the way back the list stands where it was left. */
async function expectPlaceKept(page: Page): Promise<void> {
  await page.goto('/')
  await unlock(page)
  await page.locator('.tab-bar a[href="/assists"]').click()
  await page.locator('.page a[href="/residents"]').click()
  await page.locator('.virtual a[href^="/residents/"]').first().waitFor()
  await page.evaluate(() => window.scrollTo(0, 4_000))
  const place = () => page.evaluate(() => window.scrollY)
  await expect.poll(place).toBe(4_000)
  const seen = () =>
    page.evaluate(() =>
      document
        .elementFromPoint(100, innerHeight / 2)
        ?.closest('a')
        ?.getAttribute('href'),
    )
  await expect.poll(seen).toMatch(/^\/residents\//)
  const before = await seen()
  await page.locator(`a[href="${before}"]`).click()
  await page.locator('.facts').waitFor()
  await page.goBack()
  await expect.poll(place).toBe(4_000)
  await expect.poll(seen).toBe(before)
}

/** Within the app: a reload would lock it. */
async function go(page: Page, path: string, heading: string): Promise<void> {
  await page.evaluate((to) => {
    history.pushState({}, '', to)
    dispatchEvent(new PopStateEvent('popstate', { state: {} }))
  }, path)
  await page.getByRole('heading', { level: 1, name: heading, exact: true }).waitFor()
  await expect.poll(() => page.locator('.skeleton').count()).toBe(0)
}

/** As on a machine without one, whatever this one has. */
function takeCameraAway(): void {
  navigator.mediaDevices.getUserMedia = () => Promise.reject(new DOMException('', 'NotFoundError'))
}

/** What a person has set in their browser. */
function enlargeText(): void {
  document.addEventListener('DOMContentLoaded', () => (document.documentElement.style.fontSize = '200%'))
}

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
