// A real Chromium with phones in it: each is a context of its own, with its own storage and network.
import { chromium, type Browser, type BrowserContext, type Page } from 'playwright-core'
import { chromiumArgs, chromiumPath } from './chromium.ts'

export interface Phone {
  readonly page: Page
  readonly context: BrowserContext
  /** What went wrong in the page; a journey ends with none. */
  readonly errors: string[]
}

/** `args`: more of what Chromium is started with. */
export async function openBrowser(args: readonly string[] = []): Promise<Browser> {
  const all = [...chromiumArgs, ...args]
  return chromium.launch({ executablePath: await chromiumPath(), args: all, headless: true })
}

export async function aPhoneIn(
  browser: Browser,
  url: string,
  options: {
    width?: number
    height?: number
    dark?: boolean
    locale?: 'vi' | 'en'
    /** What the browser calls itself. */
    userAgent?: string
    forcedColors?: boolean
    /** Nobody has seen the introduction here yet, nor said how visits are to be asked for. */
    isNew?: boolean
  } = {},
): Promise<Phone> {
  const { width = 360, height = 740, dark = false, locale = 'vi', userAgent, isNew = false } = options
  const context = await browser.newContext({
    baseURL: url,
    viewport: { width, height },
    deviceScaleFactor: 2,
    colorScheme: dark ? 'dark' : 'light',
    reducedMotion: 'reduce',
    forcedColors: options.forcedColors ? 'active' : 'none',
    ...(userAgent === undefined ? {} : { userAgent }),
    hasTouch: width < 900,
    locale: locale === 'vi' ? 'vi-VN' : 'en-GB',
    timezoneId: 'Asia/Ho_Chi_Minh',
  })
  await context.addInitScript(
    ([chosen, isWelcomed]) => {
      if (!location.protocol.startsWith('http')) return
      localStorage.setItem('to-so.locale', chosen)
      if (!isWelcomed) return
      localStorage.setItem('to-so.welcomed', 'true')
      localStorage.setItem('to-so.form', 'page')
    },
    [locale, !isNew] as const,
  )
  const page = await context.newPage()
  // Nothing is proven by being quick.
  page.setDefaultTimeout(60_000)
  const errors: string[] = []
  page.on('pageerror', (error) => errors.push(error.message))
  page.on('console', (message) => {
    if (message.type() === 'error' && !isNetwork(message.text())) errors.push(message.text())
  })
  return { page, context, errors }
}

/** A cut network is part of a journey; the browser calls it an error. */
function isNetwork(text: string): boolean {
  return /Failed to load resource|net::ERR_|when fetching the script/.test(text)
}

export const pin = '428913'

/** Types a PIN as often as it is asked. */
export async function choosePin(page: Page): Promise<void> {
  for (const title of ['Đặt mã PIN cho máy này', 'Nhập lại mã PIN']) {
    await page.getByRole('heading', { level: 1, name: title }).waitFor()
    await page.locator('#pin').fill(pin)
  }
}

export async function signIn(page: Page, phone: string, password: string): Promise<void> {
  await page.goto('/sign-in')
  await signInHere(page, phone, password)
}

/** On the sign-in screen that is shown. */
export async function signInHere(page: Page, phone: string, password: string): Promise<void> {
  await page.locator('#phone').fill(phone)
  await page.locator('#password').fill(password)
  await page.getByRole('button', { name: 'Đăng nhập', exact: true }).click()
  await choosePin(page)
  await page.locator('.tab-bar').waitFor()
}

export async function unlock(page: Page): Promise<void> {
  await page.locator('#pin').fill(pin)
  await page.locator('#pin').waitFor({ state: 'detached' })
}

/** Resolves when the whole app lies on this phone, and this page has it from there. */
export async function installed(page: Page): Promise<void> {
  await page.waitForFunction(() => navigator.serviceWorker.controller !== null)
}

/** Whether the browser takes anything into a database beside the phone's. */
export function canWrite(page: Page): Promise<boolean> {
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
