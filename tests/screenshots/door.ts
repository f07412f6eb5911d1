// At the door: signing in, choosing a PIN, the first fill, the lock, and browsers in which nobody is let in.
import type { Page } from 'playwright-core'
import { pin } from '../support/browser.ts'
import { cutOff, intercept } from '../support/interception.ts'
import { go, save, saveAgain, type Camera } from './camera.ts'
import { record } from './visits.ts'

const iphone =
  'Mozilla/5.0 (iPhone; CPU iPhone OS 17_5 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko)'
const android = 'Mozilla/5.0 (Linux; Android 13; SM-A245F) AppleWebKit/537.36 (KHTML, like Gecko)'

export async function shootDoor(camera: Camera, url: string): Promise<void> {
  const { open, shoot, signInHere, choosePin, button, says } = camera
  const { page, context } = await open(url)
  await page.goto('/sign-in')
  await page.locator('#phone').waitFor()
  await shoot(page, 'sign-in')
  await save(page)
  await page.locator('#phone-error').waitFor()
  await shoot(page, 'sign-in-errors')
  await page.locator('#phone').fill('0912000101')
  await page.locator('#password').fill('khong-phai-mat-khau')
  await saveAgain(page)
  await says(page, 'problem.signInWrong')
  await shoot(page, 'sign-in-wrong')
  await context.setOffline(true)
  await saveAgain(page)
  await says(page, 'problem.serverUnreachable')
  await shoot(page, 'sign-in-offline')
  await context.setOffline(false)

  await page.locator('#password').fill('toso-demo')
  await saveAgain(page)
  await page.locator('#pin').waitFor()
  await shoot(page, 'pin')
  await page.locator('#pin').fill(pin)
  await says(page, 'pin.startOver')
  await shoot(page, 'pin-again')
  await page.locator('#pin').fill('123456')
  await says(page, 'problem.pinsDiffer')
  await shoot(page, 'pin-differs')
  await shootFilling(camera, page, () => choosePin(page))

  await go(page, '/settings')
  await button(page, 'settings.lock').click()
  await page.locator('#pin').waitFor()
  await shoot(page, 'unlock')
  await page.locator('#pin').fill('111111')
  await says(page, 'problem.pinWrong')
  await shoot(page, 'unlock-wrong')
  for (let tries = 1; tries < 5; tries++) {
    await page.locator('#pin').fill('111111')
    await page.locator('#pin[readonly]').waitFor({ state: 'detached' })
    await page.waitForTimeout(300)
  }
  await says(page, 'problem.pinBlocked')
  await shoot(page, 'unlock-blocked')
  await button(page, 'unlock.forgot').click()
  await page.locator('#phone').waitFor()
  await shoot(page, 'sign-in-known')
  await signInHere(page, '0912000102')
  await go(page, '/settings')
  await button(page, 'settings.lock').click()
  await says(page, 'unlock.others')
  await shoot(page, 'unlock-others')
  await context.close()

  await shootCleared(camera, url)
  await shootInOtherApps(camera, url)
}

/** While the ward's rows come: the answers are held back, then cut, then let through. */
async function shootFilling({ shoot, says, button }: Camera, page: Page, begin: () => Promise<void>) {
  let isCut = false
  let letGo = () => {}
  const held = new Promise<void>((resolve) => (letGo = resolve))
  const free = await intercept(page, '**/api/snapshot/**', async (route) => {
    await held
    await (isCut ? cutOff(route) : route.continue())
  })
  await begin()
  await page.waitForURL('**/filling')
  await shoot(page, 'filling')
  isCut = true
  letGo()
  await says(page, 'filling.cut')
  await shoot(page, 'filling-cut')
  free()
  await button(page, 'app.tryAgain').click()
  await page.locator('.tab-bar').waitFor()
}

/** The browser threw away what lay on the phone, as it does under pressure. */
async function shootCleared({ open, shoot, signIn, says }: Camera, url: string): Promise<void> {
  const { page, context } = await open(url)
  await signIn(page, '0912000102')
  await page.route('**/api/sync', cutOff)
  await record(page, 'Trần Thị Thử')
  await page.goto('/api/health')
  await page.evaluate(async () => {
    for (const { name = '' } of await indexedDB.databases()) {
      await new Promise((resolve) => {
        indexedDB.deleteDatabase(name).onsuccess = resolve
      })
    }
  })
  await page.goto('/')
  await says(page, 'door.cleared')
  await shoot(page, 'sign-in-cleared', { full: true })
  await context.close()
}

async function shootInOtherApps(camera: Camera, url: string): Promise<void> {
  const { open, shoot, signIn, says, button } = camera
  const zalo = `${iphone} Mobile/15E148 Zalo iOS/502 ZaloTheme/light ZaloLanguage/vn`
  const facebook = `${android} Version/4.0 Chrome/120.0 Mobile Safari/537.36 [FB_IAB/FB4A;FBAV/440.0]`
  for (const [name, userAgent] of [
    ['in-zalo', zalo],
    ['in-facebook', facebook],
  ] as const) {
    const { page, context } = await open(url, { userAgent })
    await page.goto('/join#loi-moi')
    await says(page, 'inAppBrowser.title')
    await shoot(page, name, { full: true })
    await context.close()
  }

  const safari = await open(url, { userAgent: `${iphone} Version/17.5 Mobile/15E148 Safari/604.1` })
  await signIn(safari.page, '0912000103')
  await go(safari.page, '/install')
  await shoot(safari.page, 'install-ios', { full: true })
  await go(safari.page, '/assists/new')
  await says(safari.page, 'installing.why')
  await shoot(safari.page, 'install-ios-first', { full: true })
  await button(safari.page, 'installing.goOn').click()
  await safari.page.locator('#note').waitFor()
  await go(safari.page, '/')
  await says(safari.page, 'install.how')
  await shoot(safari.page, 'home-install-ios', { full: true })
  await safari.context.close()

  const chrome = await open(url, { userAgent: `${android} Chrome/131.0.0.0 Mobile Safari/537.36` })
  await signIn(chrome.page, '0912000103')
  // Chrome finds by itself when it may be installed; this Chromium never does.
  await chrome.page.evaluate(() => {
    const prompt = () => Promise.resolve({ outcome: 'dismissed' })
    window.dispatchEvent(Object.assign(new Event('beforeinstallprompt', { cancelable: true }), { prompt }))
  })
  await says(chrome.page, 'install.action')
  await shoot(chrome.page, 'home-install-android', { full: true })
  await go(chrome.page, '/install')
  await button(chrome.page, 'install.action').waitFor()
  await shoot(chrome.page, 'install-android')
  await chrome.context.close()
}
