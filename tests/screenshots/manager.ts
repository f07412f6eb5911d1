// What a manager and a viewer see of the whole ward: figures, teams and people, targets, phones, and files that were brought.
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Page } from 'playwright-core'
import { go, save, saveAgain, type Camera } from './camera.ts'
import { inviteSomebody } from './fresh.ts'
import { prepareForOffline, record } from './visits.ts'

export async function shootManager(camera: Camera, url: string): Promise<void> {
  const { open, signIn } = camera
  const { page, context } = await open(url)
  await signIn(page, '0912000001')
  await shootFigures(camera, page)
  await shootPeople(camera, page)
  await shootTargets(camera, page)
  await shootRescue(camera, url, page)
  await shootMoves(camera, page)
  await shootWithoutNetwork(camera, page)
  await context.close()
  await shootViewer(camera, url)
}

async function shootFigures({ shoot, says, button, isWide }: Camera, page: Page): Promise<void> {
  await page.locator('.figure-table').first().waitFor()
  await shoot(page, 'ward', { full: true })
  await go(page, '/dashboard?period=custom&from=2022-01-01&to=2022-09-30')
  await page.locator('.tiles').waitFor()
  await shoot(page, 'ward-2022', { full: true })
  await page.evaluate(() => document.querySelector('.tiles')?.scrollIntoView())
  await shoot(page, 'figures')
  await page.evaluate(() => window.scrollTo(0, 0))
  await button(page, 'period.change').click()
  await page.locator('#to-day').fill('1')
  await page.locator('#to-month').fill('1')
  await page.locator('#to-year').fill('2021')
  await save(page)
  await page.locator('#to-error, #from-error').first().waitFor()
  await shoot(page, 'ward-dates-error')
  await go(page, '/dashboard/records?indicator=peopleWithAccount&from=2022-01-01&to=2022-09-30')
  const rows = page.locator('.list-row')
  await rows.first().waitFor()
  await shoot(page, 'records')
  await rows.first().click()
  await says(page, 'history.changes')
  await shoot(page, 'record-history', { full: !isWide })
  await go(page, '/settings')
  await shoot(page, 'manager-settings', { full: true })
}

async function shootPeople({ shoot, button, isWide }: Camera, page: Page): Promise<void> {
  await go(page, '/team/invite')
  await page.locator('#name').waitFor()
  await shoot(page, 'invite', { full: true })
  await save(page)
  await page.locator('#name-error').waitFor()
  await shoot(page, 'invite-errors', { full: true })
  await inviteSomebody(page, 'volunteer', 'Lê Thị Thử')
  await shoot(page, 'invite-link', { full: true })
  await go(page, '/team')
  const invite = button(page.locator('.list-row'), 'team.withdraw')
  await invite.waitFor()
  await shoot(page, 'team', { full: true })
  await invite.click()
  await page.locator('dialog[open]').waitFor()
  await shoot(page, 'invite-withdraw')
  await page.keyboard.press('Escape')
  for (const name of ['devices', 'stuck'] as const) {
    await go(page, `/team/${name}`)
    await page.locator('.page .list-row, .empty-state').first().waitFor()
    await shoot(page, `team-${name}`, { full: !isWide })
  }
  await go(page, '/team/devices/none')
  await page.locator('.empty-state').first().waitFor()
  await shoot(page, 'device-missing')

  await go(page, '/team')
  await page.locator('a[href^="/team/members/"]').last().click()
  await page.locator('#name').waitFor()
  await shoot(page, 'member', { full: true })
  await page.locator('#name').fill('')
  for (const box of await page.locator('input[id^="team-"]').all()) await box.uncheck()
  await page.locator('#isLeaving').check()
  await page.locator('#leftOn input[type=radio]').last().check({ force: true })
  await page.locator('#leftOn-day').fill('31')
  await page.locator('#leftOn-month').fill('2')
  await save(page)
  await page.locator('#name-error').waitFor()
  await shoot(page, 'member-errors', { full: true })
  await go(page, '/team/members/none')
  await page.locator('.empty-state').waitFor()
  await shoot(page, 'member-missing')
}

async function shootTargets({ shoot, says }: Camera, page: Page): Promise<void> {
  await go(page, '/team/targets')
  const fields = page.locator('.team input')
  await fields.first().waitFor()
  await shoot(page, 'team-targets', { full: true })
  await fields.first().fill('-3')
  await save(page)
  await page.locator('.error-summary').waitFor()
  await shoot(page, 'team-targets-errors')
  await fields.first().fill('777')
  await page.locator('#kind').selectOption('year')
  await says(page, 'targets.unsaved')
  await shoot(page, 'team-targets-unsaved')
  await page.locator('#kind').selectOption('month')
  await saveAgain(page)
  await page.locator('.bottom-toast .panel').waitFor()
  await shoot(page, 'team-targets-saved')
}

/** A phone that cannot send hands its work over in a file. */
async function shootRescue({ open, shoot, says, signIn, button }: Camera, url: string, page: Page) {
  const folder = mkdtempSync(join(tmpdir(), 'to-so-rescue-'))
  const file = join(folder, 'to-so.rescue')
  const author = await open(url)
  await signIn(author.page, '0912000110')
  await prepareForOffline(author.page)
  await author.context.setOffline(true)
  await record(author.page, 'Lý Văn Cứu Hộ')
  await go(author.page, '/settings')
  const downloading = author.page.waitForEvent('download')
  await button(author.page, 'rescue.write').click()
  await (await downloading).saveAs(file)
  await author.context.close()

  const input = page.locator('#rescueFile')
  await go(page, '/team/rescue')
  await says(page, 'rescue.nothingCame')
  await shoot(page, 'team-rescue')
  await input.setInputFiles(file)
  await page.locator('.notice-bar.sent').waitFor()
  await shoot(page, 'team-rescue-taken', { full: true })
  // What came to harm on the way.
  const { sealed, ...rest } = JSON.parse(readFileSync(file, 'utf8')) as { sealed: string }
  const harmed = Buffer.from(JSON.stringify({ ...rest, sealed: sealed.replace(/^.{8}/, 'AAAAAAAA') }))
  await input.setInputFiles({ name: 'hong.json', mimeType: 'application/json', buffer: harmed })
  await says(page, 'rescue.unreadBelow')
  await shoot(page, 'team-rescue-unread', { full: true })
  const none = { name: 'danh-sach.txt', mimeType: 'text/plain', buffer: Buffer.from('danh sách') }
  await input.setInputFiles(none)
  await says(page, 'problem.fileNotRescue')
  await shoot(page, 'team-rescue-other-file')
  rmSync(folder, { recursive: true, force: true })
}

/** A whole team, and what one of its members recorded; the latter goes to another team. */
async function shootMoves({ shoot, says }: Camera, page: Page): Promise<void> {
  await go(page, '/team')
  await page.locator('a[href*="/team/move"]').first().click()
  await page.locator('#toTeam').waitFor()
  await shoot(page, 'move', { full: true })
  await go(page, '/team')
  await page.locator('a[href^="/team/members/"]').last().click()
  await page.locator('#name').waitFor()
  await page.locator('a[href*="/team/move"]').click()
  await page.locator('#toTeam').waitFor()
  await shoot(page, 'move-member', { full: true })
  await save(page)
  await page.locator('#toTeam-error').waitFor()
  await shoot(page, 'move-errors')
  await page.locator('#toTeam input').nth(2).check({ force: true })
  await saveAgain(page)
  await page.locator('dialog[open]').waitFor()
  await shoot(page, 'move-confirm')
  await page.locator('dialog[open] .primary').click()
  await page.locator('.notice-bar.sent').waitFor()
  await shoot(page, 'move-done')
  await go(page, '/team')
  await go(page, '/team/move?from=none')
  await says(page, 'move.missing')
  await shoot(page, 'move-missing')
}

async function shootWithoutNetwork({ shoot, says }: Camera, page: Page): Promise<void> {
  await go(page, '/dashboard')
  await page.locator('.tiles').waitFor()
  await page.context().setOffline(true)
  await go(page, '/team')
  await says(page, 'team.needsNetwork')
  await shoot(page, 'team-offline')
  await go(page, '/dashboard')
  await page.locator('.notice-bar').first().waitFor()
  await shoot(page, 'ward-offline')
  await page.context().setOffline(false)
}

/** Somebody who sees figures alone, and nobody's name. */
async function shootViewer({ open, shoot, signIn }: Camera, url: string): Promise<void> {
  const { page, context } = await open(url)
  await signIn(page, '0912000002')
  await page.locator('.figure-table').first().waitFor()
  await shoot(page, 'viewer', { full: true })
  await go(page, '/dashboard/records?indicator=assists&period=month')
  await page.locator('.list-row').first().waitFor()
  await shoot(page, 'viewer-records')
  await context.close()
}
