// What only a real browser does to a phone: it freezes a tab, clears the storage, lets the disk run full, holds the pokes
// back, and lets a newer app take the database. Nothing is lost, and the app says what is so.
import { serve, type ServerType } from '@hono/node-server'
import type { Browser as Chromium, Page, Route } from 'playwright-core'
import { afterAll, beforeAll, describe, it, type TestContext } from 'vitest'
import { isTeam } from '#domain/unit.ts'
import { readTables } from '../../src/server/store/documents.ts'
import { isProven } from '../../src/server/sync/isProven.ts'
import { openRescue } from '../../src/server/sync/openRescue.ts'
import { anotherTab } from '../support/anotherTab.ts'
import { aPhoneIn, canWrite, openBrowser, signIn, unlock, type Phone } from '../support/browser.ts'
import { freePort } from '../support/freePort.ts'
import { cutOff, intercept } from '../support/interception.ts'
import { fillCountOnly, nextForm, recordCountOnly, sendNow } from '../support/recording.ts'
import { aServer, joinedBy, password, type Browser, type TestServer } from '../support/server.ts'

const nothingProven = { text: '', proof: '' }

interface Volunteer extends Phone {
  /** The number by which they sign in, on another phone too. */
  readonly number: string
  readonly memberId: string
  visitsAtServer(): Promise<number>
}

/** Most of these wait for what the browser or the app does by itself after a while, so they wait together. */
describe.concurrent('a phone in a real browser', () => {
  let server: TestServer
  let manager: Browser
  let listener: ServerType
  let chromium: Chromium
  let url: string
  let wardId: string
  let teamIds: string[]

  beforeAll(async () => {
    const port = await freePort()
    url = `http://localhost:${port}`
    server = await aServer({ env: { PUBLIC_URL: url } })
    const teams = Array.from({ length: 8 }, (_, n) => ({
      kind: 'neighbourhood' as const,
      name: `Khu phố ${n + 1}`,
    }))
    const begun = await server.setUp({ teams })
    manager = begun.browser
    wardId = begun.session.ward.id
    const { units } = await readTables(server.context, wardId, ['units'])
    teamIds = units.filter(isTeam).map(({ id }) => id)
    const app = server.withPages('dist')
    listener = serve({ fetch: (request) => app.fetch(request), port, hostname: '127.0.0.1' })
    chromium = await openBrowser()
  })
  afterAll(async () => {
    await chromium.close()
    listener.close()
    if ('closeAllConnections' in listener) listener.closeAllConnections()
    await server.close()
  })

  /** Each has a team of their own, and sees nothing of what the others do. */
  async function aVolunteer({ onTestFinished }: TestContext): Promise<Volunteer> {
    const teamId = teamIds.pop() ?? ''
    const number = `09120001${teamIds.length}1`
    const invite = { name: 'Trần Văn Mẫu', role: 'volunteer' as const, teamIds: [teamId] }
    const { session } = await joinedBy(server, manager, invite, number)
    const phone = await aPhoneIn(chromium, url)
    onTestFinished(() => phone.context.close())
    await signIn(phone.page, number, password)
    return {
      ...phone,
      number,
      memberId: session.member.id,
      async visitsAtServer() {
        const { assists } = await readTables(server.context, wardId, ['assists'])
        return assists.filter((assist) => assist.teamId === teamId).length
      },
    }
  }

  it('whose other tab froze in the middle of sending goes on, and what that one does when it wakes does no harm', async (test) => {
    const { expect } = test
    const { page, context, errors, visitsAtServer } = await aVolunteer(test)
    const other = await anotherTab(context)
    await other.goto('/')
    await unlock(other)
    await allIsSent(other)
    let answer: () => Promise<void> = () => Promise.reject(new Error('Nothing was asked'))
    const asked = new Promise<void>((resolve) => {
      const hold = async (route: Route) => {
        const response = await route.fetch()
        answer = () => route.fulfill({ response })
        resolve()
      }
      let isFirst = true
      void page.route('**/api/sync', async (route) => {
        if (!isFirst) return route.fallback()
        isFirst = false
        return hold(route)
      })
    })
    await recordCountOnly(page)
    await asked
    // Headless Chromium freezes no page that is looked at; one that is paused stands as still.
    const control = await context.newCDPSession(page)
    await control.send('Debugger.enable')
    await control.send('Debugger.pause')
    await answer()
    await recordCountOnly(other)
    await expect.poll(visitsAtServer, { timeout: 90_000 }).toBe(2)
    await allIsSent(other)

    await control.send('Debugger.resume')
    await control.send('Debugger.disable')
    await recordCountOnly(page)
    await allIsSent(page)
    expect(await visitsAtServer()).toBe(3)
    await allIsSent(other)
    expect(await countIn(page, 'outbox')).toBe(0)
    expect(errors).toEqual([])
  }, 600_000)

  it('hears what others did although no poke gets through', async (test) => {
    const { expect } = test
    const { page, number } = await aVolunteer(test)
    // A proxy that keeps a stream to itself: it is asked for and nothing ever comes.
    await page.route('**/api/events**', () => undefined)
    await page.reload()
    await unlock(page)
    await allIsSent(page)
    const other = await aPhoneIn(chromium, url)
    test.onTestFinished(() => other.context.close())
    await signIn(other.page, number, password)
    await page.locator('.tab-bar').getByRole('link', { name: 'Lượt', exact: true }).click()
    const shown = () => page.getByText('Định danh mức 1').count()
    expect(await shown()).toBe(0)
    await recordCountOnly(other.page)
    await allIsSent(other.page)
    await expect.poll(shown, { timeout: 90_000 }).toBe(1)
  })

  it('says at the door that the browser threw its storage away, and how much of it was unsent', async (test) => {
    const { page } = await aVolunteer(test)
    await page.route('**/api/sync', cutOff)
    await recordCountOnly(page)
    await recordCountOnly(page)
    await page.goto('/api/health')
    await clearDatabases(page)
    await page.goto('/')
    await page.getByText('Trình duyệt đã xóa').waitFor()
    await page.getByText('2').first().waitFor()
  })

  it('whose storage was cleared under its feet puts back what was unsent, and all of it is sent', async (test) => {
    const { expect } = test
    const { page, context, errors, visitsAtServer } = await aVolunteer(test)
    const reconnect = await intercept(page, '**/api/sync', cutOff)
    await recordCountOnly(page)
    const control = await context.newCDPSession(page)
    await control.send('Storage.clearDataForOrigin', { origin: url, storageTypes: 'indexeddb' })
    await recordCountOnly(page)
    expect(await countIn(page, 'outbox')).toBe(2)
    await page.locator('.tab-bar').getByRole('link', { name: 'Hôm nay' }).click()
    await page.getByRole('link', { name: /Chờ gửi 2/ }).click()
    reconnect()
    await sendNow(page)
    expect(await visitsAtServer()).toBe(2)
    await page.reload()
    await unlock(page)
    await allIsSent(page)
    expect(errors).toEqual([])
  })

  it('whose storage is cleared again and again, at any moment of an exchange, keeps what was unsent', async (test) => {
    const { expect } = test
    const { page, context, errors, visitsAtServer } = await aVolunteer(test)
    const reconnect = await intercept(page, '**/api/sync', cutOff)
    await recordCountOnly(page)
    await page.locator('.tab-bar').getByRole('link', { name: 'Hôm nay' }).click()
    await page.getByRole('link', { name: /Chờ gửi 1/ }).click()
    const control = await context.newCDPSession(page)
    // What the browser says when a network is back.
    const wake = () => page.evaluate(() => void dispatchEvent(new Event('online')))
    const button = page.getByRole('button', { name: 'Gửi ngay' })
    for (let round = 0; round < 40; round++) {
      await button.waitFor({ timeout: 60_000 })
      await wake()
      await new Promise((resolve) => setTimeout(resolve, round))
      await control.send('Storage.clearDataForOrigin', { origin: url, storageTypes: 'indexeddb' })
    }
    await button.waitFor({ timeout: 60_000 })
    reconnect()
    await wake()
    await page.getByText('Đã gửi hết lên phường').waitFor({ timeout: 60_000 })
    expect(await visitsAtServer()).toBe(1)
    expect(errors).toEqual([])
  }, 600_000)

  it('does not say "saved" when the disk is full, keeps the form, and saves once there is room', async (test) => {
    const { expect } = test
    const { page, context, visitsAtServer } = await aVolunteer(test)
    const control = await context.newCDPSession(page)
    const full = (isFull: boolean) =>
      control.send('Storage.overrideQuotaForOrigin', { origin: url, ...(isFull ? { quotaSize: 1 } : {}) })
    await full(true)
    // The browser believes for half a minute what it knew of the disk.
    await expect.poll(() => canWrite(page), { timeout: 60_000, interval: 3_000 }).toBe(false)
    await page.reload()
    await unlock(page)
    await nextForm(page)
    await fillCountOnly(page)
    await page.getByText('Máy chưa giữ được bản nháp').waitFor()
    await page.getByRole('button', { name: 'Lưu', exact: true }).click()
    await page.getByText('Máy chưa giữ được bản nháp').waitFor({ state: 'detached' })
    expect(await page.getByText('Máy đã đầy, chưa lưu được').count()).toBe(1)
    expect(await page.getByText('Đã lưu', { exact: true }).count()).toBe(0)
    expect(await countIn(page, 'outbox')).toBe(0)
    await full(false)
    await page.locator('#note').fill('Hẹn thứ sáu')
    // A second press within a second of the first is taken for a slip.
    const save = page.getByRole('button', { name: 'Lưu', exact: true })
    const saved = page.getByRole('heading', { level: 1, name: 'Lượt hỗ trợ', exact: true })
    await expect
      .poll(
        async () => {
          // A save that succeeds meanwhile takes the button away.
          if ((await saved.count()) === 0) await save.click({ timeout: 5_000 }).catch(() => undefined)
          return saved.count()
        },
        { timeout: 90_000, interval: 1_200 },
      )
      .toBe(1)
    await expect.poll(visitsAtServer).toBe(1)
  })

  it('lets a newer app have the database, keeps what was being typed first, and asks to be loaded anew', async (test) => {
    const { expect } = test
    const { page, context } = await aVolunteer(test)
    await page.locator('.tab-bar').getByRole('link', { name: 'Ghi lượt' }).click()
    await page.locator('#name').pressSequentially('Đặng Thị Dở Dang')
    const newer = await anotherTab(context)
    await newer.goto('/api/health')
    expect(await upgradeDatabase(newer)).toBe(1)
    await page.locator('label').getByText('Định danh điện tử mức 1').click()
    await page.getByRole('button', { name: 'Lưu', exact: true }).click()
    await page.getByText('Trình duyệt đã ngắt bộ nhớ').first().waitFor()
    expect(await page.locator('#name').inputValue()).toBe('Đặng Thị Dở Dang')
    await page.getByRole('link', { name: 'Quay lại' }).click()
    const remark = page.locator('.notice-bar', { hasText: 'Trình duyệt đã ngắt bộ nhớ' })
    await remark.getByRole('button', { name: 'Tải lại trang' }).click()
    await page.locator('#pin').waitFor()
  })

  it('says that something waits too long though there is a network, and hands it over sealed to be passed on', async (test) => {
    const { expect } = test
    const { page, context, memberId } = await aVolunteer(test)
    await page.clock.install()
    // What a phone shares with is no part of a page, and headless Chromium has none. And a page that slept may have
    // requests that nothing ends.
    await context.addInitScript(() => {
      AbortSignal.timeout = () => new AbortController().signal
      const given: string[] = []
      const share = async ({ files = [] }: ShareData) => {
        for (const file of files) given.push(await file.text())
      }
      Object.assign(window, { given })
      Object.defineProperty(navigator, 'canShare', { value: () => true })
      Object.defineProperty(navigator, 'share', { value: share })
    })
    await page.reload()
    await unlock(page)
    await allIsSent(page)
    await page.route('**/api/sync', () => undefined)
    await recordCountOnly(page)
    const remark = page.getByText('Có việc chờ gửi hơn 15 phút dù có mạng')
    for (let minutes = 0; minutes < 14; minutes += 2) await page.clock.fastForward('02:00')
    expect(await remark.count()).toBe(0)
    // A phone that nobody touches locks itself.
    await page.mouse.move(50, 50)
    for (let minutes = 0; minutes < 4; minutes += 2) await page.clock.fastForward('02:00')
    await remark.waitFor()
    await page.getByRole('button', { name: 'Lưu tệp cứu hộ' }).click()
    await page.getByText('Trong tệp có 1 việc chưa gửi').waitFor()
    await page.getByRole('button', { name: 'Chia sẻ' }).click()
    const given = () => page.evaluate(() => (window as unknown as { given: string[] }).given)
    await expect.poll(given).toHaveLength(1)
    const opened = await openRescue(server.context, wardId, Buffer.from((await given()).join()))
    expect(opened?.rescued).toMatchObject({ memberId, commands: [{ name: 'recordAssist' }] })
    expect(await isProven(server.context, { wardId, memberId }, opened?.proven ?? nothingProven)).toBe(true)
  })
})

async function allIsSent(page: Page): Promise<void> {
  await page.locator('.tab-bar').getByRole('link', { name: 'Hôm nay' }).click()
  await page.getByRole('link', { name: /^Đã gửi hết · / }).waitFor({ timeout: 90_000 })
}

/** Rows in a table of the phone's database. */
function countIn(page: Page, table: string): Promise<number> {
  return page.evaluate(async (store) => {
    const names = (await indexedDB.databases()).map(({ name }) => name ?? '')
    const name = names.find((one) => one.startsWith('to-so-') && one !== 'to-so-people') ?? ''
    return new Promise<number>((resolve) => {
      const opening = indexedDB.open(name)
      opening.onsuccess = () => {
        const counting = opening.result.transaction(store).objectStore(store).count()
        counting.onsuccess = () => {
          opening.result.close()
          resolve(counting.result)
        }
      }
    })
  }, table)
}

/** As the browser does it under pressure: the databases go, the marks beside them stay. */
function clearDatabases(page: Page): Promise<void> {
  return page.evaluate(async () => {
    for (const { name = '' } of await indexedDB.databases()) {
      await new Promise((resolve) => {
        indexedDB.deleteDatabase(name).onsuccess = resolve
      })
    }
  })
}

/** As a newer app does it; gives the number of drafts that it finds. */
function upgradeDatabase(page: Page): Promise<number> {
  return page.evaluate(async () => {
    const known = (await indexedDB.databases()).find(
      ({ name }) => name?.startsWith('to-so-') && name !== 'to-so-people',
    )
    return new Promise<number>((resolve) => {
      const opening = indexedDB.open(known?.name ?? '', (known?.version ?? 0) + 10)
      opening.onsuccess = () => {
        const counting = opening.result.transaction('drafts').objectStore('drafts').count()
        counting.onsuccess = () => resolve(counting.result)
      }
    })
  })
}
