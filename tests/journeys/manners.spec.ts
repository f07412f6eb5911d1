// How the app behaves around the work: it introduces itself once, brings people to where a link points, refuses browsers
// that lose what is written, and listens to thumbs, keys and the back button.
import { appendFileSync, cpSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Browser, Page } from 'playwright-core'
import { v7 } from 'uuid'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { addDays, dayAt } from '#domain/period.ts'
import { readTables } from '../../src/server/store/documents.ts'
import { runCommands, type OwnCommand } from '../../src/server/sync/runCommands.ts'
import {
  aPhoneIn,
  choosePin,
  openBrowser,
  signIn,
  signInHere,
  unlock,
  type Phone,
} from '../support/browser.ts'
import { recordCountOnly } from '../support/recording.ts'
import { password } from '../support/server.ts'
import { openWardOnPort, volunteerPhone, type WardOnPort } from '../support/wardOnPort.ts'

const iphone =
  'Mozilla/5.0 (iPhone; CPU iPhone OS 17_5 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko)'
const android = 'Mozilla/5.0 (Linux; Android 13; SM-A245F) AppleWebKit/537.36 (KHTML, like Gecko)'
const visits = 40

let ward: WardOnPort
let browser: Browser
let syncs = 0

beforeAll(async () => {
  ward = await openWardOnPort()
  ward.answer = (request, next) => {
    if (new URL(request.url).pathname === '/api/sync') syncs++
    return next()
  }
  await recordAtWard(Array.from({ length: visits }, () => v7()))
  browser = await openBrowser()
})
afterAll(async () => {
  await browser.close()
  await ward.close()
})

/** Visits that somebody of the team recorded elsewhere, one a day. */
async function recordAtWard(assistIds: readonly string[]): Promise<void> {
  const { server, wardId } = ward
  const { members } = await readTables(server.context, wardId, ['members'])
  const volunteer = members.find(({ role }) => role === 'volunteer')
  const teamId = volunteer?.teamIds[0]
  if (!volunteer || teamId === undefined) throw new Error('The ward has no volunteer')
  const today = dayAt(Date.now())
  const commands = assistIds.map((assistId, n): OwnCommand => ({
    name: 'recordAssist',
    args: {
      ...{ assistId, teamId, on: addDays(today, -n), place: 'home', helpMode: null },
      ...{ resident: { kind: 'none' }, dossiers: [], note: null },
      items: { [v7()]: { kind: 'account', account: 'nationalPortal' } },
    },
  }))
  const actor = { memberId: volunteer.id, role: volunteer.role, teamIds: volunteer.teamIds }
  await runCommands(server.context, wardId, actor, commands)
}

describe('a volunteer on a phone', () => {
  let phone: Phone
  let page: Page
  beforeAll(async () => {
    phone = await aPhoneIn(browser, ward.url, { isNew: true })
    await phone.context.addInitScript(keepBadge)
    page = phone.page
  })
  const heading = (name: string | RegExp) => page.getByRole('heading', { level: 1, name }).waitFor()
  const tab = (name: string) => page.locator('.tab-bar').getByRole('link', { name, exact: true }).click()

  it('is introduced once, and then comes to where they wanted to go', async () => {
    await page.goto('/residents')
    await page.locator('#phone').fill(volunteerPhone)
    await page.locator('#password').fill(password)
    await page.getByRole('button', { name: 'Đăng nhập', exact: true }).click()
    await choosePin(page)
    await heading('Sổ ghi việc của tổ')
    await page.getByRole('link', { name: 'Tiếp' }).click()
    await heading('Ghi ở đâu cũng được')
    for (const state of ['Đã lưu trên máy', 'Đang gửi', 'Đã gửi lên phường', 'Cần xem lại'])
      await page.getByText(state, { exact: true }).waitFor()
    await page.goBack()
    await heading('Sổ ghi việc của tổ')
    await page.getByRole('link', { name: 'Tiếp' }).click()
    await page.getByRole('link', { name: 'Tiếp' }).click()
    await page.getByRole('button', { name: 'Bắt đầu' }).click()
    await heading('Người dân')

    await page.reload()
    await page.getByRole('button', { name: 'Quên mã PIN hoặc đổi người dùng' }).click()
    await signInHere(page, volunteerPhone, password)
    await heading('Người dân')
  })

  it('follows a link to a record through the lock, and waits for one that is not here yet', async () => {
    const [here, later] = [v7(), v7()]
    await recordAtWard([here])
    await page.evaluate(async () => void (await navigator.serviceWorker.ready))
    await page.goto(`/r/${here}`)
    // The phone throws the page away while its owner looks something up.
    await page.locator('#pin').waitFor()
    await page.reload()
    await unlock(page)
    await page.locator('.facts').waitFor()
    expect(new URL(page.url()).pathname).toBe(`/assists/${here}`)
    await phone.context.grantPermissions(['clipboard-read', 'clipboard-write'])
    await page.getByRole('button', { name: 'Gửi đường dẫn' }).click()
    await page.locator('.bottom-toast').getByText('Đã sao chép').first().waitFor()
    expect(await page.evaluate(() => navigator.clipboard.readText())).toBe(`${ward.url}/r/${here}`)

    await page.goto(`/r/${later}`)
    await unlock(page)
    await page.getByText('Máy này không có bản ghi đó').waitFor()
    await recordAtWard([later])
    await expect.poll(() => new URL(page.url()).pathname).toBe(`/assists/${later}`)
  })

  it('pulls a list down to send and hear, from its top alone and far enough', async () => {
    await tab('Lượt')
    await page.locator('.list-row').nth(5).waitFor()
    // What listens to fingers comes with what writes the badge.
    await page.locator('html[data-badge]').waitFor({ state: 'attached' })
    // The sign goes when all has been answered that a pull has asked for.
    const isOver = () => expect.poll(() => page.locator('.pull-to-sync').count()).toBe(0)
    const pullEnough = async () => {
      const before = syncs
      await pull(page, 200, async () => {
        await page.getByText('Thả tay để gửi và nhận').waitFor()
      })
      await expect.poll(() => syncs).toBeGreaterThan(before)
      await isOver()
    }
    // From here on all is sent and heard: nothing is asked but by a pull.
    await pullEnough()
    const before = syncs
    await pull(page, 60)
    await isOver()
    await page.evaluate(() => window.scrollTo(0, 400))
    await pull(page, 300)
    await isOver()
    await page.evaluate(() => window.scrollTo(0, 0))
    expect(syncs).toBe(before)
    await pullEnough()
  })

  it('keeps the focus on a row that scrolls out of sight', async () => {
    await page.locator('.virtual a').nth(3).focus()
    const name = await page.evaluate(() => document.activeElement?.getAttribute('href'))
    await page.evaluate(() => window.scrollTo(0, document.documentElement.scrollHeight))
    await expect.poll(() => page.locator('.virtual li').last().evaluate(isLast)).toBe(true)
    expect(await page.evaluate(() => document.activeElement?.getAttribute('href'))).toBe(name)
  })

  it('finds help in the same corner, also without a network', async () => {
    await phone.context.setOffline(true)
    await page.getByRole('link', { name: 'Trợ giúp' }).click()
    await heading('Trợ giúp')
    await page.getByText('Không xu nịnh, chạy chọt, gian dối').waitFor()
    await page.getByRole('searchbox').pressSequentially('quen pin')
    await page.getByText('Đăng nhập bằng số điện thoại và mật khẩu, rồi đặt mã mới').waitFor()
    await phone.context.setOffline(false)
    await page.getByRole('link', { name: 'Quay lại' }).click()
    await heading('Lượt hỗ trợ')
  })

  it('speaks with the ward past the worker that keeps the app for days without a network', async () => {
    await page.evaluate(() => navigator.serviceWorker.ready.then(() => undefined))
    await page.reload()
    await unlock(page)
    type Entry = PerformanceResourceTiming & { workerFinalSourceType: string }
    const ways = () =>
      page.evaluate(() => {
        const entries = performance.getEntriesByType('resource') as Entry[]
        const asked = entries.filter(({ name }) => new URL(name).pathname.startsWith('/api/'))
        return [...new Set(asked.map((one) => `${one.workerStart > 0} ${one.workerFinalSourceType}`))]
      })
    await expect.poll(ways).toEqual(['true network'])
  })

  it('is led by single keys, but not while typing, and can switch them off', async () => {
    await page.keyboard.press('/')
    await heading('Tìm')
    await page.getByRole('searchbox').focus()
    await page.keyboard.type('n?/')
    expect(await page.getByRole('searchbox').inputValue()).toBe('n?/')
    await heading('Tìm')
    await page.locator('h1').focus()
    await page.keyboard.press('n')
    await heading('Ghi lượt hỗ trợ')
    await page.locator('h1').focus()
    await page.keyboard.press('?')
    await heading('Ghi lượt hỗ trợ')
    await page.goBack()
    await heading('Tìm')
    await page.locator('h1').focus()
    await page.keyboard.press('?')
    await heading('Trợ giúp')
    await page.getByText('Dùng phím tắt').click()
    await page.locator('h1').focus()
    await page.keyboard.press('n')
    await heading('Trợ giúp')
    await page.getByText('Dùng phím tắt').click()
  })

  it('skips the header by the Tab key', async () => {
    await tab('Lượt')
    await heading('Lượt hỗ trợ')
    await page.evaluate(() => (document.activeElement as HTMLElement | null)?.blur())
    await page.getByRole('link', { name: 'Tới nội dung' }).focus()
    await page.keyboard.press('Enter')
    await page.keyboard.press('Tab')
    const isInPage = () => page.evaluate(() => document.activeElement?.closest('.page') !== null)
    expect(await isInPage()).toBe(true)
  })

  it('closes a dialog by the back button before it leaves the page', async () => {
    await tab('Cài đặt')
    await page.getByRole('button', { name: 'Đăng xuất' }).click()
    await page.getByRole('dialog').waitFor()
    await page.goBack()
    await expect.poll(() => page.getByRole('dialog').count()).toBe(0)
    await heading('Cài đặt')
    await page.goBack()
    await heading('Lượt hỗ trợ')
  })

  it('sees on the icon how much is unsent, and nothing once the phone is locked', async () => {
    await phone.context.setOffline(true)
    await recordCountOnly(page)
    await expect.poll(() => badgeOf(page)).toBe(1)
    await tab('Cài đặt')
    await page.getByRole('button', { name: 'Khóa ngay' }).click()
    await page.locator('#pin').waitFor()
    expect(await badgeOf(page)).toBe(0)
    await phone.context.setOffline(false)
    await unlock(page)
    await tab('Hôm nay')
    await expect.poll(() => page.locator('.sync-line.sent').count()).toBe(1)
    expect(await badgeOf(page)).toBe(0)
    expect(phone.errors).toEqual([])
  })
})

describe('a new version that was put off', () => {
  const nextPages = mkdtempSync(join(tmpdir(), 'to-so-put-off-'))
  afterAll(() => rmSync(nextPages, { recursive: true, force: true }))

  it('is offered again after two hours', async () => {
    const { page, context } = await aPhoneIn(browser, ward.url)
    await page.clock.install()
    await page.goto('/sign-in')
    await page.evaluate(async () => void (await navigator.serviceWorker.ready))
    await page.reload()
    await page.locator('#phone').waitFor()
    cpSync('dist', nextPages, { recursive: true })
    appendFileSync(join(nextPages, 'sw.js'), '\n// the next version\n')
    ward.usePages(nextPages)
    await page.evaluate(async () => void (await (await navigator.serviceWorker.ready).update()))
    await page.getByText('Có bản mới').waitFor()
    await page.getByRole('button', { name: 'Để sau' }).click()
    await page.clock.runFor('01:59:00')
    expect(await page.getByText('Có bản mới').count()).toBe(0)
    await page.clock.runFor('00:01:30')
    await page.getByText('Có bản mới').waitFor()
    await context.close()
    ward.usePages('dist')
  })
})

describe('somebody in another browser', () => {
  it('is refused inside Zalo and Facebook, and shown the way out', async () => {
    const zalo = `${iphone} Mobile/15E148 Zalo iOS/502 ZaloTheme/light ZaloLanguage/vn`
    const facebook = `${android} Version/4.0 Chrome/120.0 Mobile Safari/537.36 [FB_IAB/FB4A;FBAV/440.0]`
    for (const [app, userAgent] of [
      ['Zalo', zalo],
      ['Facebook', facebook],
    ] as const) {
      const { page, context, errors } = await aPhoneIn(browser, ward.url, { userAgent })
      await context.grantPermissions(['clipboard-read', 'clipboard-write'])
      await page.goto('/join#loi-moi')
      await page.getByText(`Trang này đang mở bên trong ${app}`).waitFor()
      await page.getByRole('img', { name: 'Mã QR của đường dẫn này' }).waitFor()
      expect(await page.locator('input, .tab-bar').count()).toBe(0)
      await page.getByRole('button', { name: 'Sao chép đường dẫn' }).click()
      await page.getByText('Đã sao chép').waitFor()
      expect(await page.evaluate(() => navigator.clipboard.readText())).toBe(`${ward.url}/join#loi-moi`)
      const { host } = new URL(ward.url)
      const chrome = page.getByRole('link', { name: 'Mở bằng Chrome' })
      if (app === 'Facebook')
        expect(await chrome.getAttribute('href')).toBe(
          `intent://${host}/join#loi-moi#Intent;scheme=http;package=com.android.chrome;end`,
        )
      else expect(await chrome.count()).toBe(0)
      expect(errors).toEqual([])
      await context.close()
    }
  })

  it('is shown how to install before the first record in a tab of Safari, and may go on', async () => {
    const userAgent = `${iphone} Version/17.5 Mobile/15E148 Safari/604.1`
    const { page, context, errors } = await aPhoneIn(browser, ward.url, { userAgent })
    await context.addInitScript(fillUp)
    await signIn(page, volunteerPhone, password)
    await page.getByText('Máy sắp hết chỗ').waitFor()
    await page.getByRole('link', { name: 'Ghi lượt', exact: true }).click()
    await page.getByRole('heading', { level: 1, name: 'Đưa ra màn hình chính trước khi ghi' }).waitFor()
    await page.getByText('Thêm vào MH chính').waitFor()
    await page.getByRole('button', { name: 'Ghi luôn ở đây' }).click()
    await page.getByRole('heading', { level: 1, name: 'Ghi lượt hỗ trợ' }).waitFor()
    await page.goBack()
    await page.getByRole('link', { name: 'Ghi lượt', exact: true }).click()
    await page.getByRole('heading', { level: 1, name: 'Ghi lượt hỗ trợ' }).waitFor()
    expect(errors).toEqual([])
    await context.close()
  })
})

function isLast(row: Element): boolean {
  return row.ariaPosInSet === row.ariaSetSize
}

/** One finger from the upper third of the screen downwards; `held` before it lets go. */
async function pull(page: Page, far: number, held = async () => {}): Promise<void> {
  const session = await page.context().newCDPSession(page)
  const send = (type: 'touchStart' | 'touchMove' | 'touchEnd', y?: number) =>
    session.send('Input.dispatchTouchEvent', { type, touchPoints: y === undefined ? [] : [{ x: 180, y }] })
  const from = 260
  await send('touchStart', from)
  for (let way = 0; way <= far; way += 20) await send('touchMove', from + way)
  await held()
  await send('touchEnd')
  await session.detach()
}

/** This Chromium has no icon to write on. */
function keepBadge(): void {
  const write = (count: number) => {
    document.documentElement.dataset.badge = String(count)
    return Promise.resolve()
  }
  Object.assign(navigator, { setAppBadge: write, clearAppBadge: () => write(0) })
}

async function badgeOf(page: Page): Promise<number> {
  return Number(await page.locator('html').getAttribute('data-badge'))
}

/** A phone whose storage is nearly used up. */
function fillUp(): void {
  navigator.storage.estimate = () => Promise.resolve({ usage: 970_000_000, quota: 1_000_000_000 })
}
