// What does not go smoothly between a phone and the ward: no network, what waits, what was refused or could not be decided,
// whose value gave way, what the lead did with what was handed over, and the file for what cannot be sent.
import type { Phone } from '../support/browser.ts'
import { intercept } from '../support/interception.ts'
import { go, save, saveAgain, type Camera } from './camera.ts'
import {
  correctPlace,
  fillHelp,
  lineIs,
  openForm,
  parkAll,
  placeOfVisit,
  prepareForOffline,
  record,
  letClockBeSet,
  setAhead,
} from './visits.ts'

export const author = '0912000101'
export const leadPhone = '0912000011'

/** Two phones of one team, and what is stuck between them. */
export interface Trouble {
  readonly volunteer: Phone
  readonly lead: Phone
  /** The place of a visit whose correction was handed over. */
  readonly corrected: string
}

/** Two things are handed to the lead, one is refused and lies on the phone. */
export async function shootReview(camera: Camera, url: string): Promise<Trouble> {
  const { open, signIn } = camera
  const volunteer = await open(url)
  const lead = await open(url)
  for (const { context } of [volunteer, lead]) await letClockBeSet(context)
  await signIn(volunteer.page, author)
  await signIn(lead.page, leadPhone)
  await prepareForOffline(volunteer.page)
  await prepareForOffline(lead.page)
  await shootWaiting(camera, volunteer)
  await shootRefused(camera, volunteer)
  await shootOverridden(camera, { volunteer, lead })
  const corrected = await shootHanding(camera, { volunteer, lead })
  return { volunteer, lead, corrected }
}

async function shootWaiting({ shoot, says, button, isWide }: Camera, { page, context }: Phone) {
  await go(page, '/outbox')
  await setAhead(page, 48)
  await button(page, 'outbox.checkAgain').click()
  await says(page, 'sync.clockFast')
  await shoot(page, 'outbox-clock-fast')
  await context.setOffline(true)
  for (const name of ['Đặng Thị Ngày Sai', 'Bùi Văn Ngày Mai', 'Võ Thị Còn Lại']) await record(page, name)
  const first = await placeOfVisit(page, 'Đặng Thị Ngày Sai')
  await correctPlace(page, first, 'elsewhere')
  await setAhead(page, 0)
  await record(page, 'Hồ Thị Ngoại Tuyến')
  await shoot(page, 'assists-waiting')
  await go(page, await placeOfVisit(page, 'Hồ Thị Ngoại Tuyến'))
  await page.locator('.facts').waitFor()
  await shoot(page, 'assist-waiting', { full: !isWide })
  await page.locator('a[href^="/assists/"][href$="/history"]').click()
  await says(page, 'history.onlyHere')
  await shoot(page, 'history-only-here')
  await go(page, '/dashboard')
  await page.locator('.tiles').waitFor()
  await shoot(page, 'dashboard-waiting')
  await lineIs(page, 'away')
  await shoot(page, 'home-offline', { full: true })
  await go(page, '/search')
  await page.locator('#query').fill('ngay')
  await page.locator('.list-row').first().waitFor()
  await shoot(page, 'search-waiting')
  await go(page, '/outbox')
  await button(page, 'sync.sendNow').click()
  await page.locator('.bottom-toast .panel').waitFor()
  await shoot(page, 'outbox-offline', { full: true })

  await go(page, '/settings')
  await button(page, 'settings.signOut').click()
  const dialog = page.getByRole('dialog')
  await dialog.waitFor()
  await shoot(page, 'sign-out')
  await dialog.locator('.danger').click()
  await says(dialog, 'problem.unsentLeft')
  await shoot(page, 'sign-out-unsent')
  await page.keyboard.press('Escape')
  await button(page, 'rescue.write').click()
  await page.locator('.notice-bar.sent').waitFor()
  await button(page, 'rescue.write').scrollIntoViewIfNeeded()
  await shoot(page, 'rescue-file-made')
}

async function shootRefused({ shoot, says, button, isWide }: Camera, { page, context }: Phone) {
  await context.setOffline(false)
  await lineIs(page, 'mend')
  await shoot(page, 'home-review', { full: true })
  await go(page, '/outbox')
  await page.locator('.matter-row').nth(2).waitFor()
  await shoot(page, 'outbox-review', { full: true })
  await go(page, '/assists')
  await shoot(page, 'assists-review')
  await go(page, '/settings')
  await button(page, 'settings.signOut').click()
  await page.locator('dialog[open] .danger').click()
  await says(page.getByRole('dialog'), 'problem.reviewLeft')
  await shoot(page, 'sign-out-review')
  await page.keyboard.press('Escape')

  await go(page, '/outbox')
  const row = page.locator('.matter-row', { hasText: 'Đặng Thị Ngày Sai' })
  await row.locator('a[href$="/mend"]').click()
  await page.locator('#on-error').waitFor()
  await shoot(page, 'mend')
  await shoot(page, 'mend-all', { full: true })
  await page.locator('#on input[type=radio]').first().check({ force: true })
  await save(page)
  await page.locator('.bottom-toast .panel').waitFor()
  await shoot(page, 'mend-sent')
  await go(page, '/outbox/none/mend')
  await says(page, 'mend.missing')
  await shoot(page, 'mend-missing')
  await go(page, '/outbox')
  await button(page.locator('.matter-row', { hasText: 'Bùi Văn Ngày Mai' }), 'outbox.discard').click()
  await page.getByRole('dialog').waitFor()
  await shoot(page, 'discard')
  await page.keyboard.press('Escape')
  await button(page.locator('.matter-row', { hasText: 'Bùi Văn Ngày Mai' }), 'outbox.hand').click()
  await page.locator('.bottom-toast', { hasText: /\S/ }).waitFor()
  await shoot(page, 'handed', { full: !isWide })
}

/** Two correct one field of one visit without a network; the later one stands. */
async function shootOverridden(
  { shoot, says, isWide }: Camera,
  { volunteer, lead }: Pick<Trouble, 'volunteer' | 'lead'>,
) {
  const { page } = volunteer
  const visit = await placeOfVisit(page, 'Đặng Thị Ngày Sai')
  await lead.page.locator('.tab-bar').waitFor()
  await go(lead.page, visit)
  await lead.page.locator('.facts').waitFor()
  await volunteer.context.setOffline(true)
  await lead.context.setOffline(true)
  await correctPlace(page, visit, 'cultureHouse')
  await correctPlace(lead.page, visit, 'oneStopDesk')
  await lead.context.setOffline(false)
  await lineIs(lead.page, 'sent')
  await volunteer.context.setOffline(false)
  await go(page, '/outbox')
  await says(page, 'outbox.overridden')
  await shoot(page, 'outbox-overridden', { full: true })
  await go(page, `${visit}/history`)
  await says(page, 'history.gaveWay')
  await shoot(page, 'history-gave-way', { full: !isWide })
  await go(page, visit)
  await volunteer.context.setOffline(true)
  await page.locator(`a[href="${visit}/history"]`).click()
  await says(page, 'history.needsNetwork')
  await shoot(page, 'history-offline')
  await volunteer.context.setOffline(false)
}

/** A correction of what the lead has withdrawn meanwhile. */
async function shootHanding(
  { button, says }: Camera,
  { volunteer, lead }: Pick<Trouble, 'volunteer' | 'lead'>,
): Promise<string> {
  const { page } = volunteer
  const visit = await placeOfVisit(page, 'Hồ Thị Ngoại Tuyến')
  await volunteer.context.setOffline(true)
  await correctPlace(page, visit, 'elsewhere')
  await go(lead.page, visit)
  await button(lead.page, 'assist.withdraw').click()
  await lead.page.locator('#reason').fill('Nhầm người')
  await save(lead.page)
  await lead.page.locator('.bottom-toast .panel').waitFor()
  await lineIs(lead.page, 'sent')
  await volunteer.context.setOffline(false)
  await go(page, '/outbox')
  await says(page, 'problem.rowWithdrawn')
  await button(page.locator('.matter-row', { hasText: 'Hồ Thị Ngoại Tuyến' }), 'outbox.hand').click()
  await page.locator('.matter-row', { hasText: 'Hồ Thị Ngoại Tuyến' }).waitFor({ state: 'detached' })
  return visit
}

/** A phone of its own: what it believes of the ward afterwards is not so. */
async function shootUndecided({ open, shoot, says, signIn }: Camera, url: string): Promise<void> {
  const { page, context } = await open(url)
  await signIn(page, '0912000106')
  await lineIs(page, 'sent')
  await parkAll(page)
  await record(page, 'Cao Văn Chưa Quyết')
  await go(page, '/outbox')
  await says(page, 'outbox.undecided')
  await shoot(page, 'outbox-parked', { full: true })
  await context.close()
}

/** What the lead did with what was handed over. */
export async function shootAnswers({ shoot, says }: Camera, { volunteer }: Trouble): Promise<void> {
  const { page } = volunteer
  await lineIs(page, 'mend')
  await go(page, '/outbox')
  await says(page, 'outbox.settled')
  await page.locator('.rows .list-row .app-button').nth(1).waitFor()
  await shoot(page, 'outbox-settled', { full: true })
}

/** The line to the ward in trouble: other answers than the ward's, a session that ended, and what waits too long. */
export async function shootLine(camera: Camera, url: string): Promise<void> {
  const { open, shoot, says, signIn } = camera
  const { page, context } = await open(url)
  await signIn(page, '0912000107')
  await record(page, 'Mai Thị Chờ Gửi')
  for (const [name, answer, remark] of [
    [
      'line-server-failed',
      { status: 500, json: { problem: { code: 'serverFailed' } } },
      'problem.serverFailed',
    ],
    [
      'line-other-answer',
      { status: 200, contentType: 'text/html', body: '<h1>Wi-Fi</h1>' },
      'problem.answerNotOurs',
    ],
  ] as const) {
    const free = await intercept(page, '**/api/sync', (route) => route.fulfill(answer))
    await openForm(page)
    await page.locator('#countOnly').check()
    await fillHelp(page)
    await save(page)
    await page.locator('#note').waitFor({ state: 'detached' })
    await go(page, '/')
    await says(page, remark)
    await shoot(page, name)
    free()
  }
  await lineIs(page, 'sent')
  await context.clearCookies()
  await record(page, 'Mai Văn Hết Phiên')
  await go(page, '/')
  await says(page, 'sync.signInAgain')
  await shoot(page, 'session-ended')
  await page.locator('.notice-bar a[href="/sign-in"]').click()
  await page.locator('#phone').waitFor()
  await shoot(page, 'session-sign-in-again')
  await page.locator('#phone').fill('0912000107')
  await page.locator('#password').fill('toso-demo')
  await saveAgain(page)
  await page.locator('.sync-line.sent').waitFor()
  await context.close()
  await shootUndecided(camera, url)
  await shootLongWait(camera, url)
}

/** More than a quarter of an hour with a network, and nothing gets through. */
async function shootLongWait({ open, shoot, says, signIn }: Camera, url: string): Promise<void> {
  const { page, context } = await open(url)
  await page.clock.install()
  // A page that slept may have requests that nothing ends.
  await context.addInitScript(() => {
    AbortSignal.timeout = () => new AbortController().signal
  })
  await signIn(page, '0912000107')
  await lineIs(page, 'sent')
  await page.route('**/api/sync', () => undefined)
  await record(page, 'Mai Thị Chờ Lâu')
  await go(page, '/')
  for (let minutes = 0; minutes < 18; minutes += 2) {
    // A phone that nobody touches locks itself.
    await page.mouse.move(50 + minutes, 50)
    await page.clock.fastForward('02:00')
  }
  await says(page, 'sync.stuck')
  await shoot(page, 'home-stuck', { full: true })
  await context.close()
}
