// What only a real browser does to a phone: it freezes a tab, clears the storage, lets the disk run full, holds the pokes
// back, and lets a newer app take the database. Nothing is lost, and the app says what is so.
import { serve, type ServerType } from '@hono/node-server'
import type { Browser, Page, Route } from 'playwright-core'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { isTeam } from '#domain/unit.ts'
import { readTables } from '../../src/server/store/documents.ts'
import { aPhoneIn, openBrowser, signIn, unlock, type Phone } from '../support/browser.ts'
import { freePort } from '../support/freePort.ts'
import { aServer, joinedBy, password, type TestServer } from '../support/server.ts'

const volunteer = '0912000101'

describe('a phone in a real browser', () => {
  let server: TestServer
  let listener: ServerType
  let browser: Browser
  let url: string
  let wardId: string
  let phone: Phone
  let page: Page

  beforeAll(async () => {
    const port = await freePort()
    url = `http://localhost:${port}`
    server = await aServer({ env: { PUBLIC_URL: url } })
    const { browser: manager, session } = await server.setUp()
    wardId = session.ward.id
    const { units } = await readTables(server.context, wardId, ['units'])
    const teamIds = units
      .filter(isTeam)
      .map(({ id }) => id)
      .slice(0, 1)
    await joinedBy(server, manager, { name: 'Trần Văn Mẫu', role: 'volunteer', teamIds }, volunteer)
    const app = server.withPages('dist')
    listener = serve({ fetch: (request) => app.fetch(request), port, hostname: '127.0.0.1' })
    browser = await openBrowser()
  })
  afterAll(async () => {
    await browser.close()
    listener.close()
    if ('closeAllConnections' in listener) listener.closeAllConnections()
    await server.close()
  })
  beforeEach(async () => {
    phone = await aPhoneIn(browser, url)
    page = phone.page
    await signIn(page, volunteer, password)
  })
  afterEach(async () => {
    await phone.context.close()
  })

  const visitsAtServer = async () => (await readTables(server.context, wardId, ['assists'])).assists.length

  it('whose other tab froze in the middle of sending goes on, and what that one does when it wakes does no harm', async () => {
    const before = await visitsAtServer()
    const other = await phone.context.newPage()
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
      void page.route('**/api/sync', hold, { times: 1 })
    })
    await recordCountOnly(page)
    await asked
    // Headless Chromium freezes no page that is looked at; one that is paused stands as still.
    const control = await phone.context.newCDPSession(page)
    await control.send('Debugger.enable')
    await control.send('Debugger.pause')
    await answer()
    await recordCountOnly(other)
    await expect.poll(visitsAtServer, { timeout: 90_000 }).toBe(before + 2)
    await allIsSent(other)

    await control.send('Debugger.resume')
    await control.send('Debugger.disable')
    await recordCountOnly(page)
    await allIsSent(page)
    expect(await visitsAtServer()).toBe(before + 3)
    await allIsSent(other)
    expect(await countIn(page, 'outbox')).toBe(0)
    expect(phone.errors).toEqual([])
  })

  it('hears what others did although no poke gets through', async () => {
    // A proxy that keeps a stream to itself: it is asked for and nothing ever comes.
    await page.route('**/api/events**', () => undefined)
    await page.reload()
    await unlock(page)
    await allIsSent(page)
    const other = await aPhoneIn(browser, url)
    await signIn(other.page, volunteer, password)
    await page.locator('.tab-bar').getByRole('link', { name: 'Lượt', exact: true }).click()
    const shown = () => page.getByText('Định danh điện tử mức 1').count()
    const before = await shown()
    await recordCountOnly(other.page)
    await allIsSent(other.page)
    await expect.poll(shown, { timeout: 60_000 }).toBe(before + 1)
    await other.context.close()
  })

  it('says at the door that the browser threw its storage away, and how much of it was unsent', async () => {
    await page.route('**/api/sync', (route) => route.abort('connectionfailed'))
    await recordCountOnly(page)
    await recordCountOnly(page)
    await page.goto('/api/health')
    await clearDatabases(page)
    await page.goto('/')
    await page.getByText('Trình duyệt đã xóa').waitFor()
    await page.getByText('2').first().waitFor()
  })

  it('whose storage was cleared under its feet puts back what was unsent, and all of it is sent', async () => {
    const before = await visitsAtServer()
    await page.route('**/api/sync', (route) => route.abort('connectionfailed'))
    await recordCountOnly(page)
    const control = await phone.context.newCDPSession(page)
    await control.send('Storage.clearDataForOrigin', { origin: url, storageTypes: 'indexeddb' })
    await recordCountOnly(page)
    expect(await countIn(page, 'outbox')).toBe(2)
    await page.unroute('**/api/sync')
    await page.locator('.tab-bar').getByRole('link', { name: 'Hôm nay' }).click()
    await page.getByRole('link', { name: /2 chờ gửi|Chờ gửi 2/ }).click()
    await page.getByRole('button', { name: 'Gửi ngay' }).click()
    await page.getByText('Đã gửi hết lên phường').waitFor()
    expect(await visitsAtServer()).toBe(before + 2)
    await page.reload()
    await unlock(page)
    await allIsSent(page)
    expect(phone.errors).toEqual([])
  })

  it('does not say "saved" when the disk is full, keeps the form, and saves once there is room', async () => {
    const control = await phone.context.newCDPSession(page)
    const full = (isFull: boolean) =>
      control.send('Storage.overrideQuotaForOrigin', { origin: url, ...(isFull ? { quotaSize: 1 } : {}) })
    const before = await visitsAtServer()
    await full(true)
    // The browser believes for half a minute what it knew of the disk.
    await expect.poll(() => canWrite(page), { timeout: 60_000, interval: 3_000 }).toBe(false)
    await page.reload()
    await unlock(page)
    await fillCountOnly(page)
    await page.getByRole('button', { name: 'Lưu', exact: true }).click()
    await page.getByText('Máy chưa giữ được bản nháp').waitFor()
    await expect.poll(() => page.getByText('Máy đã đầy, chưa lưu được').count()).toBe(2)
    expect(await page.getByText('Đã lưu trên máy').count()).toBe(0)
    expect(await countIn(page, 'outbox')).toBe(0)
    await full(false)
    await page.locator('#note').fill('Hẹn thứ sáu')
    await page.getByText('Máy chưa giữ được bản nháp').waitFor({ state: 'detached' })
    // A second press within a second of the first is taken for a slip.
    const save = page.getByRole('button', { name: 'Lưu', exact: true })
    const saved = page.getByRole('heading', { level: 1, name: 'Lượt hỗ trợ', exact: true })
    await expect
      .poll(
        async () => {
          if ((await saved.count()) === 0) await save.click()
          return saved.count()
        },
        { interval: 1_200 },
      )
      .toBe(1)
    await expect.poll(visitsAtServer).toBe(before + 1)
  })

  it('lets a newer app have the database, keeps what was being typed first, and asks to be loaded anew', async () => {
    await page.locator('.tab-bar').getByRole('link', { name: 'Ghi lượt' }).click()
    await page.locator('#name').pressSequentially('Đặng Thị Dở Dang')
    const newer = await phone.context.newPage()
    await newer.goto('/api/health')
    expect(await upgradeDatabase(newer)).toBe(1)
    await page.getByText('Định danh điện tử mức 1').click()
    await page.getByRole('button', { name: 'Lưu', exact: true }).click()
    await page.getByText('Trình duyệt đã ngắt bộ nhớ').first().waitFor()
    expect(await page.locator('#name').inputValue()).toBe('Đặng Thị Dở Dang')
  })
})

async function fillCountOnly(page: Page): Promise<void> {
  await page.locator('.tab-bar').getByRole('link', { name: 'Ghi lượt' }).click()
  await page.getByText('Chỉ đếm lượt, không ghi tên').click()
  await page.getByText('Định danh điện tử mức 1').click()
  await page.getByText('Tại nhà').click()
}

async function recordCountOnly(page: Page): Promise<void> {
  await fillCountOnly(page)
  await page.getByRole('button', { name: 'Lưu', exact: true }).click()
  await page.getByRole('heading', { level: 1, name: 'Lượt hỗ trợ', exact: true }).waitFor()
}

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

/** Whether the browser takes anything into a database beside the phone's. */
function canWrite(page: Page): Promise<boolean> {
  return page.evaluate(
    () =>
      new Promise<boolean>((resolve) => {
        const opening = indexedDB.open('beside')
        opening.onupgradeneeded = () => opening.result.createObjectStore('kept', { autoIncrement: true })
        opening.onerror = () => resolve(false)
        opening.onsuccess = () => {
          const writing = opening.result.transaction('kept', 'readwrite')
          writing.objectStore('kept').add('x')
          const end = (isKept: boolean) => () => {
            opening.result.close()
            resolve(isKept)
          }
          writing.oncomplete = end(true)
          writing.onabort = end(false)
        }
      }),
  )
}
