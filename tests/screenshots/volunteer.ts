// What a volunteer looks at from day to day: today, the lists and what is behind their rows, the guide, settings and help.
import type { Page } from 'playwright-core'
import { go, save, saveAgain, type Camera } from './camera.ts'
import { choose, lineIs } from './visits.ts'

/** No word of either language begins like this. */
const nothing = 'bkbk'

export async function shootVolunteer(camera: Camera, url: string): Promise<void> {
  const { open, signIn } = camera
  const { page, context } = await open(url)
  await signIn(page, '0912000101')
  await shootToday(camera, page)
  await shootVisits(camera, page)
  await shootDossiers(camera, page)
  await shootGuide(camera, page)
  await shootHelp(camera, page)
  await context.close()
  await shootLowStorage(camera, url)
}

async function shootToday({ shoot, says }: Camera, page: Page): Promise<void> {
  await lineIs(page, 'sent')
  await shoot(page, 'home')
  await shoot(page, 'home-all', { full: true })
  await choose(page, 'workPeriod', 'month')
  await shoot(page, 'home-month', { full: true })
  await go(page, '/search')
  await shoot(page, 'search-empty')
  await page.locator('#query').fill('nguyen')
  await page.locator('.list-row').first().waitFor()
  await shoot(page, 'search')
  await page.locator('#query').fill(nothing)
  await says(page, 'search.noneFound')
  await shoot(page, 'search-none')
  await go(page, '/dashboard')
  await page.locator('.tiles').waitFor()
  await shoot(page, 'dashboard', { full: true })
  await go(page, '/dashboard?period=week')
  await shoot(page, 'dashboard-week', { full: true })
  await go(page, '/dashboard/records?indicator=assists&period=month')
  await page.locator('.list-row').first().waitFor()
  await shoot(page, 'records-of-team')
  await go(page, '/outbox')
  await shoot(page, 'outbox')
  await go(page, '/settings')
  await shoot(page, 'settings', { full: true })
}

async function shootVisits({ shoot, says, button, isWide }: Camera, page: Page): Promise<void> {
  await go(page, '/assists')
  const rows = page.locator('.list-row[href^="/assists/"]')
  await rows.first().waitFor()
  await shoot(page, 'assists')
  await page.locator('[aria-controls=filters]').click()
  await page.locator('#filters').waitFor()
  await shoot(page, 'assists-filters')
  await page.locator('#filters select').nth(0).selectOption('mine')
  await page.locator('#filters select').nth(2).selectOption('account')
  await shoot(page, 'assists-filtered')
  await page.locator('#query').fill(nothing)
  await says(page, 'assists.noneFound')
  await shoot(page, 'assists-none')
  await button(page, 'visits.showAll').click()
  await rows.first().click()
  await page.locator('.facts').waitFor()
  await shoot(page, 'assist', { full: !isWide })
  await page.locator('a[href^="/assists/"][href$="/history"]').click()
  await says(page, 'history.changes')
  await shoot(page, 'history')
  await go(page, '/assists/none')
  await says(page, 'frame.missing.visit')
  await shoot(page, 'assist-missing')

  await go(page, '/residents')
  const people = page.locator('.list-row[href^="/residents/"]')
  await people.first().waitFor()
  await shoot(page, 'residents')
  await page.locator('#query').fill(nothing)
  await says(page, 'residents.noneFound')
  await shoot(page, 'residents-none')
  await page.locator('#query').fill('')
  await people.first().click()
  await page.locator('.facts').waitFor()
  await shoot(page, 'resident', { full: !isWide })
  await page.locator('a[href$="/history"]').click()
  await says(page, 'history.changes')
  await shoot(page, 'resident-history')
  await go(page, '/r/unknown')
  await says(page, 'frame.missing.record')
  await shoot(page, 'record-link-unknown')
}

async function shootDossiers({ shoot, says, isWide }: Camera, page: Page): Promise<void> {
  await go(page, '/dossiers')
  const rows = page.locator('.dossier-row')
  await rows.first().waitFor()
  await shoot(page, 'dossiers')
  const kinds = page.locator('input[name=kind]')
  for (const [place, name] of [
    [1, 'open'],
    [2, 'over'],
    [3, 'all'],
  ] as const) {
    await kinds.nth(place).check({ force: true })
    await rows.first().waitFor()
    await shoot(page, `dossiers-${name}`)
  }
  await kinds.nth(0).check({ force: true })
  await page.locator('#query').fill(nothing)
  await says(page, 'dossiers.none.unknown')
  await shoot(page, 'dossiers-none')
  await kinds.nth(2).check({ force: true })
  await page.locator('#query').fill('')
  await rows.first().waitFor()
  const over = (await rows.first().locator('.title').textContent()) ?? ''
  await kinds.nth(0).check({ force: true })
  // The year of birth behind the name is none of what is searched.
  await page.locator('#query').fill(over.split(',')[0] ?? '')
  await page.locator('.empty-state').first().waitFor()
  await shoot(page, 'dossiers-elsewhere')
  await page.locator('#query').fill('')

  await rows.first().click()
  await page.locator('.facts').waitFor()
  await shoot(page, 'dossier', { full: !isWide })
  const place = new URL(page.url()).pathname
  await go(page, `${place}/history`)
  await says(page, 'history.changes')
  await shoot(page, 'dossier-history')
  await go(page, `${place}/update`)
  await page.locator('#state').waitFor()
  await shoot(page, 'dossier-update', { full: true })
  for (const [part, text] of [
    ['day', '31'],
    ['month', '2'],
    ['year', '2027'],
  ] as const)
    await page.locator(`#dueOn-${part}`).fill(text)
  await page.locator('#code').fill('ABC')
  await save(page)
  await page.locator('#dueOn-error').waitFor()
  await shoot(page, 'dossier-update-errors', { full: true })
  const taken = await codeOfAnother(page, place)
  await go(page, `${place}/update`)
  for (const part of ['day', 'month', 'year']) await page.locator(`#dueOn-${part}`).fill('')
  await page.locator('#code').fill(taken)
  await saveAgain(page)
  await page.locator('#code-error').waitFor()
  await shoot(page, 'dossier-update-code-taken', { full: true })
}

/** The code of another dossier of the team. */
async function codeOfAnother(page: Page, place: string): Promise<string> {
  await go(page, '/dossiers')
  await page.locator('input[name=kind]').nth(3).check({ force: true })
  const others = page.locator(`.dossier-row:not([href="${place}"])`)
  for (let n = 0; ; n++) {
    await go(page, (await others.nth(n).getAttribute('href')) ?? '')
    const code = page.locator('.facts .code')
    if ((await code.count()) > 0) return (await code.first().textContent()) ?? ''
    await go(page, '/dossiers')
    await page.locator('input[name=kind]').nth(3).check({ force: true })
  }
}

async function shootGuide({ shoot, says, isWide }: Camera, page: Page): Promise<void> {
  await go(page, '/guide')
  const rows = page.locator('.list-row[href^="/guide/"]')
  await rows.first().waitFor()
  await shoot(page, 'guide')
  await page.locator('#query').fill(nothing)
  await says(page, 'guide.noneFound')
  await shoot(page, 'guide-none')
  await page.locator('#query').fill('khai sinh')
  await rows.first().waitFor()
  await shoot(page, 'guide-found')
  await rows.first().click()
  await page.locator('input[type=checkbox]').first().check()
  await shoot(page, 'procedure', { full: !isWide })
  await go(page, '/guide/none')
  await says(page, 'guide.missing')
  await shoot(page, 'procedure-missing')
}

async function shootHelp({ shoot, says }: Camera, page: Page): Promise<void> {
  await go(page, '/help')
  await says(page, 'help.people')
  await shoot(page, 'help', { full: true })
  await page.locator('.rows details summary').first().click()
  await shoot(page, 'help-answer')
  await page.locator('#query').fill('pin')
  await shoot(page, 'help-search')
  await page.locator('#query').fill(nothing)
  await says(page, 'help.noneFound')
  await shoot(page, 'help-none')
  await go(page, '/install')
  await shoot(page, 'install')
}

/** A phone whose storage is nearly used up. */
async function shootLowStorage({ open, shoot, signIn, says }: Camera, url: string): Promise<void> {
  const { page, context } = await open(url)
  await context.addInitScript(() => {
    navigator.storage.estimate = () => Promise.resolve({ usage: 970_000_000, quota: 1_000_000_000 })
  })
  await signIn(page, '0912000101')
  await says(page, 'frame.storage')
  await shoot(page, 'home-storage-low')
  await go(page, '/settings')
  await says(page, 'frame.storage')
  await page.locator('[role=progressbar], progress').first().scrollIntoViewIfNeeded()
  await shoot(page, 'settings-storage-low', { full: true })
  await context.close()
}
