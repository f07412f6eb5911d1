// What a person does at the form of a visit, in any language.
import { gunzipSync } from 'node:zlib'
import type { APIResponse, BrowserContext, Page, Route } from 'playwright-core'
import { pin } from '../support/browser.ts'
import { go, save } from './camera.ts'

/** An empty form, on one page. */
export async function openForm(page: Page): Promise<void> {
  await go(page, '/assists/new')
  await page.locator('#note').waitFor()
}

export async function fillPerson(page: Page, name: string, year = '1987'): Promise<void> {
  await page.locator('#name').fill(name)
  await page.locator('#birthYear').fill(year)
  await page.locator('#keepRecord').check()
}

/** A second account, at home: the least that a visit can be. */
export async function fillHelp(page: Page): Promise<void> {
  await page.locator('[id="account.vneidLevel2"]').check()
  await choose(page, 'place', 'home')
}

export async function record(page: Page, name: string): Promise<void> {
  await openForm(page)
  await fillPerson(page, name)
  await fillHelp(page)
  await saveVisit(page)
}

/** Saves what the form holds; done when it has been left. */
export async function saveVisit(page: Page): Promise<void> {
  await save(page)
  await page.locator('#note').waitFor({ state: 'detached' })
}

/** One of a few that stand beside each other. */
export async function choose(page: Page, name: string, value: string): Promise<void> {
  await page.locator(`input[name="${name}"][value="${value}"]`).check({ force: true })
}

/** The place of the newest visit of somebody. */
export async function placeOfVisit(page: Page, name: string): Promise<string> {
  await go(page, '/assists')
  const row = page.locator('.list-row[href^="/assists/"]', { hasText: name }).first()
  return (await row.getAttribute('href')) ?? ''
}

export async function correctPlace(page: Page, visit: string, value: string): Promise<void> {
  await go(page, `${visit}/correct`)
  await page.locator('#place').waitFor()
  await choose(page, 'place', value)
  await saveVisit(page)
  await page.locator('.facts').waitFor()
}

/** A page that was loaded by the worker goes on without a network, wherever it is asked to go. */
export async function prepareForOffline(page: Page): Promise<void> {
  await page.evaluate(async () => void (await navigator.serviceWorker.ready))
  await page.reload()
  await page.locator('#pin').fill(pin)
  await page.locator('.tab-bar').waitFor()
}

/** Before the page is loaded: its clock can be set from outside. */
export async function letClockBeSet(context: BrowserContext): Promise<void> {
  await context.addInitScript(() => {
    const now = Date.now
    Date.now = () => now() + Number(sessionStorage.getItem('ahead') ?? 0)
  })
}

/** So many hours. */
export async function setAhead(page: Page, hours: number): Promise<void> {
  await page.evaluate((value) => sessionStorage.setItem('ahead', String(value)), hours * 3_600_000)
}

/** The line to the ward, when it is so: what waits, what must be looked at, or that all is sent. */
export async function lineIs(page: Page, tone: 'sent' | 'mend' | 'wait' | 'away'): Promise<void> {
  if (new URL(page.url()).pathname !== '/') await go(page, '/')
  await page.locator(`.sync-line.${tone}`).waitFor()
}

interface Asked {
  readonly commands: readonly { readonly id: string; readonly seq: number }[]
}

/** What a phone asks of the ward, and the ward's answer to it as if nothing had been sent. */
export async function askWithoutCommands(route: Route): Promise<{ asked: Asked; answer: APIResponse }> {
  const request = route.request()
  const body = request.postDataBuffer() ?? Buffer.of()
  const headers = { ...request.headers() }
  const isPacked = headers['content-encoding'] === 'gzip'
  delete headers['content-encoding']
  const asked = JSON.parse((isPacked ? gunzipSync(body) : body).toString()) as Asked
  return { asked, answer: await route.fetch({ headers, postData: { ...asked, commands: [] } }) }
}

/** From now on the ward answers that it could decide nothing of what it is sent, as a fault in it would make it say. */
export async function parkAll(page: Page): Promise<void> {
  let lastSeq = 0
  await page.route('**/api/sync', async (route) => {
    const { asked, answer } = await askWithoutCommands(route)
    const json = await answer.json()
    json.outcomes = asked.commands.map(({ id, seq }) => ({
      ...{ id, seq, outcome: 'parked', problem: { code: 'serverFailed' }, rows: [] },
    }))
    lastSeq = Math.max(lastSeq, json.lastSeq, ...asked.commands.map(({ seq }) => seq))
    json.lastSeq = lastSeq
    await route.fulfill({ response: answer, json })
  })
}
