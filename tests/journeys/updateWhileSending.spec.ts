// A new version is let in at the very moment in which what was saved is on its way: the answer of the ward reaches nobody,
// and everything is at the ward exactly once all the same.
import { appendFileSync, cpSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { paths } from '#protocol/paths.ts'
import { aPhoneIn, openBrowser, signIn, unlock, type Phone } from '../support/browser.ts'
import { recordCountOnly } from '../support/recording.ts'
import { password } from '../support/server.ts'
import { openWardOnPort, volunteerPhone, type WardOnPort } from '../support/wardOnPort.ts'
import { seeTakenOver } from '../support/worker.ts'

let ward: WardOnPort
let browser: Browser
let phone: Phone
const nextPages = mkdtempSync(join(tmpdir(), 'to-so-next-'))

beforeAll(async () => {
  ward = await openWardOnPort()
  browser = await openBrowser()
  phone = await aPhoneIn(browser, ward.url)
  await signIn(phone.page, volunteerPhone, password)
  await phone.page.evaluate(async () => {
    await navigator.serviceWorker.ready
  })
})
afterAll(async () => {
  await browser.close()
  await ward.close()
  rmSync(nextPages, { recursive: true, force: true })
})

async function publish(page: Page): Promise<void> {
  cpSync('dist', nextPages, { recursive: true })
  appendFileSync(join(nextPages, 'sw.js'), '\n// the next version\n')
  ward.usePages(nextPages)
  await page.evaluate(async () => {
    await (await navigator.serviceWorker.ready).update()
  })
  const isWaiting = () => page.evaluate(async () => (await navigator.serviceWorker.ready).waiting !== null)
  await expect.poll(isWaiting).toBe(true)
}

it('a new version that takes over while visits are being sent loses none and doubles none', async () => {
  const { page } = phone
  // A page that has just installed its worker is under it from its next start on.
  await page.reload()
  await unlock(page)
  ward.answer = (request, next) =>
    new URL(request.url).pathname === paths.sync ? Promise.resolve(new Response('', { status: 502 })) : next()
  await recordCountOnly(page, 'lượt thứ nhất')
  await recordCountOnly(page, 'lượt thứ hai')
  await publish(page)

  const carried = Promise.withResolvers<void>()
  const never = Promise.withResolvers<void>()
  ward.answer = async (request, next) => {
    const answer = await next()
    if (new URL(request.url).pathname !== paths.sync) return answer
    carried.resolve()
    await never.promise
    return answer
  }
  await page.goto('/')
  await unlock(page)
  await carried.promise
  await page.locator('.update-bar').getByRole('button', { name: 'Cập nhật' }).click()
  await seeTakenOver(page, page.locator('#pin'))
  expect(await page.evaluate(async () => (await navigator.serviceWorker.ready).waiting)).toBeNull()
  ward.answer = (_request, next) => next()
  never.resolve()
  await unlock(page)
  await page.getByRole('link', { name: /^Đã gửi hết/ }).waitFor()
  for (const note of ['lượt thứ nhất', 'lượt thứ hai']) expect(await ward.countNotes(note)).toBe(1)
  expect(phone.errors).toEqual([])
})
