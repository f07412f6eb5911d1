// Somebody is looked for among ten thousand residents: the search itself in Chromium as it is, and from the key to the frame
// that shows the suggestions, in the app's own form on a processor four times slower. Other programs share the machine, so
// each query and each key is measured several times, and the middle of its times is what counts. And how well duplicates
// are noticed.
import type { Browser, Page } from 'playwright-core'
import { judgeDuplicates } from '../domain/judgeDuplicates.ts'
import { aPhoneIn, signIn } from '../support/browser.ts'
import type { Bench } from './page.ts'
import { password, phone, startBenchServer } from './server.ts'

const residents = 10_000
const rowsPerResident = 3
const slowDown = 4
const betweenKeys = 150
const keyRounds = 5
const searchRounds = 20
const queries = [
  ...['ngu', 'nguyen van', 'thi hoa', 'd', 'binh 19', 'hung', 'tran thi kim lien', 'Nguyeenx Thij', 'quí'],
  ...['0912', '97 12', '+84 35', '1985', '4471', 'khong co ai', 'le', 'hoa le thi', 'thuy 1990', 'n v s'],
]
const typed = ['nguyen van hung', 'tran thi', 'hoa', 'quy', 'nguyeenx', '0971', '1985']

export async function measureSearch(browser: Browser, pages: string): Promise<Record<string, number>> {
  const server = await startBenchServer(residents * rowsPerResident, pages)
  try {
    const search = await searchTimes(browser, server.url)
    const keys = await keyTimes(browser, server.url)
    const { recall, precision, falseAlarms } = judgeDuplicates()
    return {
      searchResidents: search.residents,
      searchP95Ms: percentile(search.times.map(middle), 95),
      searchListP95Ms: percentile(search.listTimes.map(middle), 95),
      likelyKnownMs: search.likely,
      indexMs: search.index,
      keyToPaintP50Ms: percentile(keys.map(middle), 50),
      keyToPaintP95Ms: percentile(keys.map(middle), 95),
      keysMeasured: keys.length,
      duplicateRecall: recall,
      duplicatePrecision: precision,
      duplicateFalseAlarms: falseAlarms,
    }
  } finally {
    await server.close()
  }
}

async function searchTimes(browser: Browser, url: string) {
  const { page, context } = await aPhoneIn(browser, url)
  await page.goto('/bench/')
  await page.waitForFunction(() => 'bench' in window)
  const ask = { phone, password, queries, rounds: searchRounds }
  type Ask = typeof ask
  const measure = async (bench: Bench, asked: Ask) => {
    await bench.fill(asked.phone, asked.password)
    return bench.search(asked.queries, asked.rounds)
  }
  const found = await (page.evaluate(
    `(${measure.toString()})(window.bench, ${JSON.stringify(ask)})`,
  ) as Promise<ReturnType<Bench['search']>>)
  await context.close()
  return found
}

/** Real keys in the name field, and in the page the time from each to the frame after the list was drawn: of each, every round. */
async function keyTimes(browser: Browser, url: string): Promise<number[][]> {
  const { page, context } = await aPhoneIn(browser, url)
  await signIn(page, phone, password)
  await page.getByRole('link', { name: 'Ghi lượt' }).first().click()
  await page.locator('#name').click()
  await page.evaluate(noteKeys)
  const session = await context.newCDPSession(page)
  await session.send('Emulation.setCPUThrottlingRate', { rate: slowDown })
  const times: number[][] = []
  for (const words of typed) {
    const rounds: number[][] = []
    for (let round = 0; round < keyRounds; round++) rounds.push(await typeAndRead(page, words))
    times.push(...[...words].map((_letter, at) => rounds.flatMap((round) => round[at] ?? [])))
  }
  await context.close()
  return times
}

async function typeAndRead(page: Page, words: string): Promise<number[]> {
  const field = page.locator('#name')
  await field.fill('')
  await page.waitForTimeout(500)
  await page.evaluate(() => (window as unknown as Noted).keyTimes.splice(0))
  await field.pressSequentially(words, { delay: betweenKeys })
  await page.waitForFunction((count) => (window as unknown as Noted).keyTimes.length === count, words.length)
  if (!(await page.getByRole('option').first().isVisible()))
    throw new Error(`Nobody was suggested for ${words}`)
  return page.evaluate(() => (window as unknown as Noted).keyTimes)
}

interface Noted {
  keyTimes: number[]
}

/** Runs in the page. The task after a frame's callbacks runs once the frame has been drawn. */
function noteKeys(): void {
  const noted: Noted = { keyTimes: [] }
  Object.assign(window, noted)
  let pressedAt = 0
  document.addEventListener('keydown', ({ timeStamp }) => (pressedAt = timeStamp), true)
  document.addEventListener('input', () => {
    const since = pressedAt
    requestAnimationFrame(() => {
      const drawn = new MessageChannel()
      drawn.port1.onmessage = () => noted.keyTimes.push(performance.now() - since)
      drawn.port2.postMessage(undefined)
    })
  })
}

function percentile(values: readonly number[], percent: number): number {
  const sorted = [...values].sort((a, b) => a - b)
  return sorted[Math.min(sorted.length - 1, Math.floor((sorted.length * percent) / 100))] ?? 0
}

const middle = (values: readonly number[]) => percentile(values, 50)
