// A new version of the app comes while people work: it interrupts no entry, in no tab, and waits to be let in.
import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { serve, type ServerType } from '@hono/node-server'
import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { isTeam } from '#domain/unit.ts'
import { anotherTab } from '../support/anotherTab.ts'
import { aPhoneIn, openBrowser, signIn, unlock, type Phone } from '../support/browser.ts'
import { freePort } from '../support/freePort.ts'
import { aServer, joinedBy, password, type TestServer } from '../support/server.ts'
import { seeTakenOver } from '../support/worker.ts'
import { readTables } from '../../src/server/store/documents.ts'

const volunteerPhone = '0912000101'

describe('a new version', () => {
  let server: TestServer
  let listener: ServerType
  let browser: Browser
  let phone: Phone
  let url: string
  let app: ReturnType<TestServer['withPages']>
  const nextPages = mkdtempSync(join(tmpdir(), 'to-so-next-'))

  beforeAll(async () => {
    const port = await freePort()
    url = `http://localhost:${port}`
    server = await aServer({ env: { PUBLIC_URL: url } })
    const { browser: manager, session } = await server.setUp()
    const { units } = await readTables(server.context, session.ward.id, ['units'])
    const teamIds = units.filter(isTeam).map(({ id }) => id)
    await joinedBy(server, manager, { name: 'Trần Văn Mẫu', role: 'volunteer', teamIds }, volunteerPhone)
    app = server.withPages('dist')
    listener = serve({ fetch: (request) => app.fetch(request), port, hostname: '127.0.0.1' })
    browser = await openBrowser()
    phone = await aPhoneIn(browser, url)
    await signIn(phone.page, volunteerPhone, password)
    await phone.page.evaluate(async () => {
      await navigator.serviceWorker.ready
    })
  })
  afterAll(async () => {
    await browser.close()
    listener.close()
    if ('closeAllConnections' in listener) listener.closeAllConnections()
    await server.close()
    rmSync(nextPages, { recursive: true, force: true })
  })

  const bar = (page: Page) => page.locator('.update-bar')

  /** Taps, and waits until the new version has taken over and the page has been loaded anew. */
  async function letIn(page: Page): Promise<void> {
    await page.evaluate(() => {
      document.body.dataset.old = 'yes'
    })
    await bar(page).getByRole('button', { name: 'Cập nhật' }).click()
    await seeTakenOver(page, page.locator('body:not([data-old]) #pin'))
    expect(await page.evaluate(async () => (await navigator.serviceWorker.ready).waiting)).toBeNull()
  }

  async function openForm(page: Page, name: string): Promise<void> {
    await page.goto('/assists/new')
    await unlock(page)
    await page.locator('#name').pressSequentially(name)
  }

  /** The server is given a new version, and the browser asks for it, as it does by itself now and then. */
  async function publish(page: Page, firstLine: string): Promise<void> {
    cpSync('dist', nextPages, { recursive: true })
    writeFileSync(join(nextPages, 'sw.js'), `${firstLine}\n${readFileSync('dist/sw.js', 'utf8')}`)
    app = server.withPages(nextPages)
    await page.evaluate(async () => {
      await (await navigator.serviceWorker.ready).update()
    })
    const isWaiting = () => page.evaluate(async () => (await navigator.serviceWorker.ready).waiting !== null)
    await expect.poll(isWaiting).toBe(true)
  }

  it('says nothing while a visit is being entered, and asks when the entry is left', async () => {
    const { page } = phone
    await openForm(page, 'Đặng Thị Dở Dang')
    await publish(page, '// the next version')
    expect(await bar(page).count()).toBe(0)
    await page.locator('#name').pressSequentially(' Hai')
    expect(await page.locator('#name').inputValue()).toBe('Đặng Thị Dở Dang Hai')
    await page.goBack()
    await bar(page).getByText('Có bản mới').waitFor()
  })

  it('is let in by one tap in one tab, and lets the entry in another be finished first', async () => {
    const other = await anotherTab(phone.context)
    await openForm(other, ' Ba')
    await other.evaluate(() => {
      document.body.dataset.same = 'yes'
    })
    await letIn(phone.page)
    expect(await other.locator('body').getAttribute('data-same')).toBe('yes')
    expect(await bar(other).count()).toBe(0)
    expect(await other.locator('#name').inputValue()).toContain(' Ba')
    await other.getByRole('link', { name: 'Quay lại' }).click()
    await bar(other).getByRole('button', { name: 'Cập nhật' }).click()
    await other.locator('#pin').waitFor()
    expect(await other.locator('body').getAttribute('data-same')).toBeNull()
    expect(phone.errors).toEqual([])
  })

  it('does not reload under somebody who has begun an entry while the old version was leaving', async () => {
    const { page } = phone
    await unlock(page)
    // It takes over when it was asked to by the tap, and has been told that the entry has begun.
    const held = [
      'const skip = self.skipWaiting.bind(self)',
      'let isAsked = false',
      'self.skipWaiting = () => void (isAsked = true)',
      'self.addEventListener("message", ({ data }) => data === "begun" && isAsked && skip())',
    ]
    await publish(page, held.join(';'))
    await page.evaluate(() => {
      navigator.serviceWorker.addEventListener('controllerchange', () => {
        document.body.dataset.controlled = 'yes'
      })
    })
    await bar(page).getByRole('button', { name: 'Cập nhật' }).click()
    await bar(page).getByText('Đang cập nhật').waitFor()
    await page.getByRole('link', { name: 'Ghi lượt', exact: true }).click()
    await page.locator('#name').fill('Lê Thị Vừa Tới')
    await page.evaluate(async () => (await navigator.serviceWorker.ready).waiting?.postMessage('begun'))
    await seeTakenOver(page, page.locator('body[data-controlled]'))
    expect(await page.locator('#name').inputValue()).toBe('Lê Thị Vừa Tới')
    await page.goBack()
    await bar(page).getByRole('button', { name: 'Cập nhật' }).click()
    await page.locator('#pin').waitFor()
    expect(await page.locator('body').getAttribute('data-controlled')).toBeNull()
  })
})
