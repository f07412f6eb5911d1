// A photographer of the app: opens phones in one size and language, goes to a place in them, and takes every picture in
// light and dark. What is pressed is found by ids, classes and addresses, or by the words of the language that is shown.
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Browser, Locator, Page } from 'playwright-core'
import type { Router } from 'vue-router'
import { aPhoneIn, pin, type Phone } from '../support/browser.ts'

export type Language = 'vi' | 'en'
export const themes = ['light', 'dark'] as const
export const demoPassword = 'toso-demo'

export interface Setting {
  readonly browser: Browser
  readonly folder: string
  readonly width: number
  readonly language: Language
}

export interface Camera {
  readonly setting: Setting
  readonly isWide: boolean
  /** The pictures taken so far, in order; each lies in the folder once for every theme. */
  readonly names: readonly string[]
  /** What went wrong in the pages. */
  readonly errors: readonly string[]
  /** Places of the app that are in no picture. */
  unseen(): string[]
  /** `in`: another Chromium than the one that takes all the others. */
  open(url: string, options?: PhoneOptions): Promise<Phone>
  /** `full`: the whole page, and not only what the screen shows. */
  shoot(page: Page, name: string, options?: { full?: boolean }): Promise<void>
  /** The words of a message as they begin, up to what is filled in. */
  words(key: string): string
  /** The button or link that begins with these words, the first of them. */
  button(page: Page | Locator, key: string): Locator
  link(page: Page | Locator, key: string): Locator
  /** Waits for the words. */
  says(page: Page | Locator, key: string): Promise<void>
  signIn(page: Page, phone: string, password?: string): Promise<void>
  /** On the sign-in screen that is shown. */
  signInHere(page: Page, phone: string, password?: string): Promise<void>
  /** Types a PIN as often as it is asked for, on the screen that asks for it. */
  choosePin(page: Page): Promise<void>
}

export interface PhoneOptions {
  readonly in?: Browser
  readonly userAgent?: string
  readonly isNew?: boolean
}

export function createCamera(setting: Setting): Camera {
  const { folder, width, language } = setting
  const isWide = width >= 900
  const height = isWide ? 800 : 740
  const messages = readMessages(language)
  const names: string[] = []
  const errors: string[] = []
  const places = { known: new Set<string>(), seen: new Set<string>() }
  const pages = new WeakSet<Page>()

  function words(key: string): string {
    const text = messages.get(key)
    if (text === undefined) throw new Error(`There is no message ${key}`)
    return text.split('{')[0]?.trim() ?? ''
  }

  /** Where a button says about what it is, that stands behind its words. */
  const beginsWith = (key: string) => new RegExp(`^\\s*${words(key).replace(/[^\p{L}\d ]/gu, '.')}`, 'u')

  async function choosePin(page: Page): Promise<void> {
    for (const key of ['pin.title', 'pin.again']) {
      await page.getByRole('heading', { level: 1, name: words(key) }).waitFor()
      await page.locator('#pin').fill(pin)
    }
  }

  async function signInHere(page: Page, phone: string, password = demoPassword): Promise<void> {
    await page.locator('#phone').fill(phone)
    await page.locator('#password').fill(password)
    await save(page)
    await choosePin(page)
    await page.locator('.tab-bar').waitFor()
  }

  /** The screen as high as the page: what stands at its lower edge hides nothing. */
  async function stretch(page: Page): Promise<void> {
    await page.evaluate(() => window.scrollTo(0, 0))
    const whole = await page.evaluate(() => document.documentElement.scrollHeight)
    await page.setViewportSize({ width, height: Math.max(height, whole) })
    await page.waitForTimeout(100)
  }

  return {
    setting,
    isWide,
    names,
    errors,
    words,
    choosePin,
    unseen: () => [...places.known].filter((path) => !places.seen.has(path)),
    button: (page, key) => page.getByRole('button', { name: beginsWith(key) }).first(),
    link: (page, key) => page.getByRole('link', { name: beginsWith(key) }).first(),
    says: (page, key) => page.getByText(words(key)).first().waitFor(),
    async open(url, { in: browser = setting.browser, ...options } = {}) {
      const phone = await aPhoneIn(browser, url, { width, height, locale: language, ...options })
      // Nothing is proven by being quick, and a machine that takes pictures may be busy.
      phone.page.setDefaultTimeout(90_000)
      phone.context.on('close', () => errors.push(...phone.errors))
      return phone
    },
    async shoot(page, name, { full = false } = {}) {
      if (names.includes(name)) throw new Error(`There are two pictures ${name}`)
      // Nothing looks as if a hand were on it.
      await page.mouse.move(0, 0)
      await atRest(page)
      if (!pages.has(page)) for (const path of await allPlaces(page)) places.known.add(path)
      pages.add(page)
      const place = await placeOf(page)
      if (place !== undefined) places.seen.add(place)
      if (full) await stretch(page)
      for (const colorScheme of themes) {
        await page.emulateMedia({ colorScheme })
        const path = join(folder, fileOf(name, colorScheme))
        await page.screenshot({ path, animations: 'disabled' })
      }
      await page.emulateMedia({ colorScheme: 'light' })
      if (full) await page.setViewportSize({ width, height })
      names.push(name)
    },
    signInHere,
    async signIn(page, phone, password) {
      await page.goto('/sign-in')
      await signInHere(page, phone, password)
    },
  }
}

export function fileOf(name: string, theme: (typeof themes)[number]): string {
  return `${name}-${theme}.png`
}

/** Within the app: a reload would lock it. What was said at the bottom of the place before stays there. */
export async function go(page: Page, path: string): Promise<void> {
  await page.mouse.move(0, 0)
  // For so long it belongs to the next place too.
  if (await page.locator('.bottom-toast .panel').isVisible()) await page.waitForTimeout(1_100)
  await page.evaluate(async (to) => {
    const { __vue_app__: app } = document.querySelector('#app') as unknown as Mounted
    await app.config.globalProperties.$router.push(to)
  }, path)
  await page.locator('h1').first().waitFor()
}

/** The one button that sends what a form holds. */
export async function save(page: Page): Promise<void> {
  await page.locator('form button[type=submit]').click()
}

/** A second press within a second of the first is taken for a slip of the finger. */
export async function saveAgain(page: Page): Promise<void> {
  await page.waitForTimeout(1_100)
  await save(page)
}

interface Mounted {
  readonly __vue_app__: { readonly config: { readonly globalProperties: { readonly $router: Router } } }
}

/** What comes late has come: letters, lines that stand for what loads, and what follows a tap. */
async function atRest(page: Page): Promise<void> {
  await page.evaluate(() => document.fonts.ready.then(() => undefined))
  await page.waitForTimeout(350)
}

/** Every place in the route table of the app that runs in the page, but for those that only lead on. */
async function allPlaces(page: Page): Promise<string[]> {
  return page.evaluate(() => {
    const { __vue_app__: app } = document.querySelector('#app') as unknown as Mounted
    const routes = app.config.globalProperties.$router.getRoutes()
    return routes.filter(({ redirect }) => redirect === undefined).map(({ path }) => path)
  })
}

/** Where the page is, as the route table writes it. */
async function placeOf(page: Page): Promise<string | undefined> {
  return page.evaluate(() => {
    const { __vue_app__: app } = document.querySelector('#app') as unknown as Mounted
    return app.config.globalProperties.$router.currentRoute.value.matched.at(-1)?.path
  })
}

function readMessages(language: Language): Map<string, string> {
  const messages = new Map<string, string>()
  const read = (path: string) => JSON.parse(readFileSync(new URL(path, import.meta.url), 'utf8')) as unknown
  const folder = '../../src/client/i18n/messages'
  for (const path of [`${folder}/${language}.json`, `${folder}/help/${language}.json`]) lay('', read(path))
  return messages

  function lay(key: string, value: unknown): void {
    if (typeof value === 'string') messages.set(key, value)
    else if (typeof value === 'object' && value !== null)
      for (const [name, inner] of Object.entries(value)) lay(key === '' ? name : `${key}.${name}`, inner)
  }
}
