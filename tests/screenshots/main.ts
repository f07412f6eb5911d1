// Pictures of every screen of the demo ward, for looking at and for the README:
// npm run screenshots -- <folder> [width] — by default 360 × 740, in light and dark.
import { mkdirSync } from 'node:fs'
import { join } from 'node:path'
import type { Browser, Page } from 'playwright-core'
import { aPhoneIn, choosePin, openBrowser, signIn } from '../support/browser.ts'
import { startServer } from '../support/serverProcess.ts'

const [folder = 'screenshots', widthText = '360', language = 'vi'] = process.argv.slice(2)
const width = Number(widthText)
const height = width >= 900 ? 800 : 740
const password = 'toso-demo'
mkdirSync(folder, { recursive: true })

const server = await startServer({ args: ['--demo'] })
const fresh = await startServer()
const browser = await openBrowser()
try {
  for (const dark of [false, true]) {
    await shootDoor(browser, dark)
    await shootVolunteer(browser, dark)
    await shootManager(browser, dark)
    await shootLead(browser, dark)
  }
} finally {
  await browser.close()
  await server.remove()
  await fresh.remove()
}

async function open(url: string, dark: boolean): Promise<Page> {
  const { page, errors } = await aPhoneIn(browser, url, { width, height, dark, locale: 'vi' })
  page.on('close', () => {
    if (errors.length > 0) process.stdout.write(`${errors.join('\n')}\n`)
  })
  return page
}

async function shoot(page: Page, name: string, dark: boolean, fullPage = false): Promise<void> {
  await page.waitForTimeout(400)
  await page.screenshot({ path: join(folder, `${name}-${dark ? 'dark' : 'light'}.png`), fullPage })
}

async function shootDoor(_browser: Browser, dark: boolean): Promise<void> {
  const page = await open(fresh.url, dark)
  await page.goto('/sign-in')
  await shoot(page, 'sign-in', dark)
  await page.getByRole('button', { name: 'Đăng nhập', exact: true }).click()
  await shoot(page, 'sign-in-errors', dark)
  const token = fresh.output().split('/setup#')[1]?.trim().split(/\s/)[0] ?? ''
  await page.goto(`/setup#${token}`)
  await page.locator('#wardName').waitFor()
  await shoot(page, 'setup', dark, true)
  await page.goto('/join#wrong')
  await shoot(page, 'join-unknown', dark)
  await page.close()
}

async function shootVolunteer(_browser: Browser, dark: boolean): Promise<void> {
  const page = await open(server.url, dark)
  await page.goto('/sign-in')
  await page.locator('#phone').fill('0912000101')
  await page.locator('#password').fill(password)
  await page.getByRole('button', { name: 'Đăng nhập', exact: true }).click()
  await page.locator('#pin').waitFor()
  await shoot(page, 'pin', dark)
  await choosePin(page)
  await page.locator('.tab-bar').waitFor()
  if (language === 'en') await page.evaluate(() => localStorage.setItem('to-so.locale', 'en'))
  await shoot(page, 'home', dark, true)
  for (const name of ['assists', 'residents', 'bin', 'outbox', 'dashboard', 'settings'] as const) {
    await go(page, `/${name}`)
    await shoot(page, name, dark, name === 'dashboard' || name === 'settings')
  }
  for (const name of ['help', 'install', 'welcome', 'welcome/2', 'welcome/3', 'r/unknown']) {
    await go(page, `/${name}`)
    await page.locator('h1').waitFor()
    await shoot(page, name.replace('/', '-'), dark, name === 'help')
  }
  await go(page, '/assists')
  await page.locator('.list-row').first().click()
  await shoot(page, 'assist', dark)
  await page.locator('a[href$="/history"]').click()
  await shoot(page, 'history', dark)
  await go(page, '/residents')
  await page.locator('.list-row').first().click()
  await shoot(page, 'resident', dark)
  await go(page, '/dossiers')
  await page.locator('.dossier-row').first().waitFor()
  await shoot(page, 'dossiers', dark)
  await page.locator('.dossier-row').first().click()
  await page.locator('.facts').waitFor()
  await shoot(page, 'dossier', dark, true)
  await page.locator('a[href$="/update"]').click()
  await page.locator('#state').waitFor()
  await shoot(page, 'dossier-update', dark, true)
  await go(page, '/search')
  await page.locator('#query').fill('nguyen')
  await shoot(page, 'search', dark)
  await go(page, '/guide')
  await page.locator('.list-row').first().waitFor()
  await shoot(page, 'guide', dark)
  await page.locator('.list-row').first().click()
  await page.locator('input[type=checkbox]').first().check()
  await shoot(page, 'procedure', dark, true)
  await go(page, '/assists/new')
  await page.locator('#name').waitFor()
  await page.locator('#name').fill('Nguyễn Thị Hoà')
  await page.locator('#birthYear').fill('1987')
  await shoot(page, 'record', dark)
  await page.locator('#name').fill('')
  await page.locator('#birthYear').fill('')
  await shoot(page, 'assist-form', dark, true)
  await page.locator('form button[type=submit]').click()
  await shoot(page, 'assist-form-errors', dark, true)
  await page.locator('#name').pressSequentially('ng')
  await shoot(page, 'assist-form-suggestions', dark)
  await page.locator('#name').fill('')
  await page.locator('button:has(.lucide-scan-qr-code)').click()
  await page.locator('dialog h2').waitFor()
  await shoot(page, 'scan-consent', dark)
  await page.locator('dialog button').first().click()
  await page.locator('dialog summary').click()
  await page.locator('#typedCard').fill('132085000123')
  await shoot(page, 'scan', dark)
  await page.locator('#typedCard').press('Enter')
  await page.locator('dialog .facts').waitFor()
  await shoot(page, 'scan-result', dark)
  await page.locator('dialog button').last().click()
  await page.keyboard.press('Escape')
  await page.locator('.way button').click()
  await shoot(page, 'form-steps', dark)
  await go(page, '/assists/new?step=items')
  await shoot(page, 'form-steps-items', dark, true)
  await go(page, '/assists/new?step=whenWhere')
  await shoot(page, 'form-steps-whenWhere', dark, true)
  await go(page, '/assists/new?step=check')
  await shoot(page, 'form-steps-check', dark, true)
  await page.locator('.way .other').click()
  await go(page, '/settings')
  await page.getByRole('button', { name: 'Khóa ngay' }).click()
  await page.locator('#pin').waitFor()
  await shoot(page, 'unlock', dark)
  await page.close()
}

async function shootManager(_browser: Browser, dark: boolean): Promise<void> {
  const page = await open(server.url, dark)
  await signIn(page, '0912000001', password)
  await page.locator('.tiles').waitFor()
  await shoot(page, 'ward', dark, true)
  await go(page, '/dashboard?period=custom&from=2022-01-01&to=2022-09-30')
  await shoot(page, 'ward-2022', dark, true)
  await page.locator('.tiles').scrollIntoViewIfNeeded()
  await page.evaluate(() => document.querySelector('.tiles')?.scrollIntoView())
  await shoot(page, 'figures', dark)
  await go(page, '/dashboard/records?indicator=peopleWithAccount&from=2022-01-01&to=2022-09-30')
  await shoot(page, 'records', dark)
  await go(page, '/team')
  await shoot(page, 'team', dark, true)
  for (const name of ['targets', 'devices', 'stuck', 'rescue'] as const) {
    await go(page, `/team/${name}`)
    await shoot(page, `team-${name}`, dark, true)
  }
  await go(page, '/team')
  await page.locator('a[href*="/team/members/"]').first().click()
  await shoot(page, 'member', dark, true)
  await go(page, '/team')
  await page.locator('a[href*="/team/move"]').first().click()
  await shoot(page, 'move', dark, true)
  await go(page, '/team/invite')
  await shoot(page, 'invite', dark)
  await page.locator('#name').fill('Lê Thị Thử')
  await page.locator('input[type=radio]').first().check({ force: true })
  await page.locator('input[name=team]').first().check({ force: true })
  await page.locator('form button[type=submit]').click()
  await page.locator('[data-test=invite-link]').waitFor()
  await shoot(page, 'invite-link', dark, true)
  await page.close()
}

async function shootLead(_browser: Browser, dark: boolean): Promise<void> {
  const page = await open(server.url, dark)
  await signIn(page, '0912000012', password)
  await go(page, '/dashboard')
  await shoot(page, 'lead', dark, true)
  await page.close()
}

/** Within the app: a reload would lock it. */
async function go(page: Page, path: string): Promise<void> {
  await page.evaluate((to) => {
    history.pushState({}, '', to)
    dispatchEvent(new PopStateEvent('popstate', { state: {} }))
  }, path)
  await page.waitForTimeout(250)
}
