// A new version of the app comes while people work: it interrupts no entry, in no tab, and waits to be let in.
import { appendFileSync, cpSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { serve, type ServerType } from '@hono/node-server'
import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { isTeam } from '#domain/unit.ts'
import { aPhoneIn, openBrowser, signIn, unlock, type Phone } from '../support/browser.ts'
import { freePort } from '../support/freePort.ts'
import { aServer, joinedBy, password, type TestServer } from '../support/server.ts'
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

  async function openForm(page: Page, name: string): Promise<void> {
    await page.goto('/assists/new')
    await unlock(page)
    await page.locator('#name').pressSequentially(name)
  }

  /** The server is given a new version, and the browser asks for it, as it does by itself now and then. */
  async function publish(page: Page): Promise<void> {
    cpSync('dist', nextPages, { recursive: true })
    appendFileSync(join(nextPages, 'sw.js'), '\n// the next version\n')
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
    await publish(page)
    expect(await bar(page).count()).toBe(0)
    await page.locator('#name').pressSequentially(' Hai')
    expect(await page.locator('#name').inputValue()).toBe('Đặng Thị Dở Dang Hai')
    await page.goBack()
    await bar(page).getByText('Có bản mới').waitFor()
  })

  it('is let in by one tap in one tab, and lets the entry in another be finished first', async () => {
    const other = await phone.context.newPage()
    await openForm(other, ' Ba')
    await other.evaluate(() => {
      document.body.dataset.same = 'yes'
    })
    await bar(phone.page).getByRole('button', { name: 'Cập nhật' }).click()
    await phone.page.locator('#pin').waitFor()
    await expect
      .poll(() => phone.page.evaluate(async () => (await navigator.serviceWorker.ready).waiting))
      .toBeNull()
    expect(await other.locator('body').getAttribute('data-same')).toBe('yes')
    expect(await bar(other).count()).toBe(0)
    expect(await other.locator('#name').inputValue()).toContain(' Ba')
    await other.getByRole('link', { name: 'Quay lại' }).click()
    await bar(other).getByRole('button', { name: 'Cập nhật' }).click()
    await other.locator('#pin').waitFor()
    expect(await other.locator('body').getAttribute('data-same')).toBeNull()
    expect(phone.errors).toEqual([])
  })
})
