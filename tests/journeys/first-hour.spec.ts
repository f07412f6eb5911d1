// The first hour of the app on a phone, whose network comes and goes while the app is still on its way: whoever has signed
// in has all of it as soon as it lies there, and what did not come is never gone for good.
import type { Browser } from 'playwright-core'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { aPhoneIn, installed, openBrowser, signIn, unlock, type Phone } from '../support/browser.ts'
import { cutOff, intercept } from '../support/interception.ts'
import { recordCountOnly } from '../support/recording.ts'
import { password } from '../support/server.ts'
import { openWardOnPort, volunteerPhone, type WardOnPort } from '../support/wardOnPort.ts'

describe('somebody who has just signed in', () => {
  let ward: WardOnPort
  let browser: Browser
  let phone: Phone

  beforeAll(async () => {
    ward = await openWardOnPort()
    browser = await openBrowser()
  })
  afterAll(async () => {
    await browser.close()
    await ward.close()
  })
  beforeEach(async () => {
    phone = await aPhoneIn(browser, ward.url)
  })
  afterEach(async () => {
    ward.answer = (_request, next) => next()
    await phone.context.close()
  })

  const toSettings = () => phone.page.locator('.tab-bar').getByRole('link', { name: 'Cài đặt' }).click()
  const settings = () => phone.page.getByRole('heading', { level: 1, name: 'Cài đặt' }).waitFor()
  /** The first exchange comes after all that the first screen is made of. */
  const home = () => phone.page.getByRole('link', { name: /^Đã gửi hết · / }).waitFor()
  const offer = () => phone.page.locator('.update-bar', { hasText: 'Ứng dụng đã tải đủ về máy' })

  /** The network goes before the worker has come, until the function that it gives is called. */
  function holdWorker(): () => void {
    ward.answer = async (request, next) =>
      new URL(request.url).pathname === '/sw.js' ? new Response(null, { status: 503 }) : next()
    return () => {
      ward.answer = (_request, next) => next()
    }
  }

  it('has every screen without a network, whatever the browser has thrown out of its cache', async () => {
    const { page, context } = phone
    await signIn(page, volunteerPhone, password)
    await installed(page)
    const session = await context.newCDPSession(page)
    await session.send('Network.setCacheDisabled', { cacheDisabled: true })
    await context.setOffline(true)
    await toSettings()
    await settings()
    await page.goto('/guide')
    await unlock(page)
    await page.getByRole('searchbox').waitFor()
  })

  it('is told that a screen is not on the phone yet, and has it when the network has brought the rest', async () => {
    const { page, context, errors } = phone
    const letIn = holdWorker()
    await signIn(page, volunteerPhone, password)
    await home()
    await context.setOffline(true)
    await toSettings()
    await page.locator('.bottom-toast').getByText('Màn hình này chưa tải về máy').first().waitFor()
    expect(await offer().count()).toBe(0)
    letIn()
    await context.setOffline(false)
    await offer().waitFor()
    await toSettings()
    await unlock(page)
    await settings()
    expect(await offer().count()).toBe(0)
    expect(errors).toEqual([])
  })

  it('goes on recording where what speaks with the ward did not come, and sends it all after one tap', async () => {
    const { page } = phone
    // What a worker has fetched comes past this interception.
    const letIn = holdWorker()
    await intercept(page, '**/assets/cycle-*.js', cutOff)
    await signIn(page, volunteerPhone, password)
    await recordCountOnly(page, 'Lượt của giờ đầu')
    await page.locator('.tab-bar').getByRole('link', { name: 'Hôm nay' }).click()
    await page.getByRole('link', { name: /Chờ gửi 1/ }).waitFor()
    await page.locator('.notice-bar').getByText('Ứng dụng chưa tải đủ về máy').waitFor()
    letIn()
    // What the browser says when a network is back.
    await page.evaluate(() => void dispatchEvent(new Event('online')))
    await offer().getByRole('button', { name: 'Tải lại trang' }).click()
    await unlock(page)
    await page.getByRole('link', { name: /^Đã gửi hết · / }).waitFor()
    expect(await ward.countNotes('Lượt của giờ đầu')).toBe(1)
  })
})
