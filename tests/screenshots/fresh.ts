// A ward from its first minute: setting it up, inviting, joining by the invitation, and all that is still empty.
import type { Page } from 'playwright-core'
import type { ServerProcess } from '../support/serverProcess.ts'
import { go, save, saveAgain, type Camera } from './camera.ts'
import { choose, lineIs } from './visits.ts'

const password = 'mat-khau-dai'
const volunteerPhone = '0912345678'

export async function shootFresh(camera: Camera, server: ServerProcess): Promise<void> {
  const { open, shoot } = camera
  const manager = await open(server.url)
  await shootSetup(camera, manager.page, server)
  await shootEmptyDesk(camera, manager.page)
  const invite = await inviteSomebody(manager.page, 'volunteer', 'Trần Văn Mẫu')
  await go(manager.page, '/team')
  await manager.page.locator('.page section .rows').first().waitFor()
  await shoot(manager.page, 'fresh-team-invited', { full: true })
  await shootJoining(camera, server.url, invite)
  await manager.context.close()
}

async function shootSetup(camera: Camera, page: Page, server: ServerProcess): Promise<void> {
  const { open, shoot, says, choosePin } = camera
  await page.goto('/sign-in')
  await says(page, 'signIn.unset')
  await shoot(page, 'sign-in-no-ward')
  await page.goto('/setup#nua-duong-dan')
  await says(page, 'problem.setupTokenWrong')
  await shoot(page, 'setup-wrong-link')
  const link = /http:\S+\/setup#\S+/.exec(server.output())?.[0] ?? ''
  await page.goto('/sign-in')
  await page.goto(link)
  await page.locator('#wardName').waitFor()
  await shoot(page, 'setup', { full: true })
  await page.locator('#wardName').fill('')
  await page.locator('#phone').fill('091200000')
  await page.locator('#password').fill('ngan')
  await save(page)
  await page.locator('#wardName-error').waitFor()
  await shoot(page, 'setup-errors', { full: true })
  await page.locator('#wardName').fill('Phường Hoài Tân')
  await page.locator('#managerName').fill('Nguyễn Thị Quản Lý')
  await page.locator('#phone').fill('0912000001')
  await page.locator('#password').fill(password)
  await saveAgain(page)
  await choosePin(page)
  await page.locator('.tiles').waitFor()
  const late = await open(server.url)
  await late.page.goto(link)
  await says(late.page, 'setup.closed')
  await shoot(late.page, 'setup-closed')
  await late.context.close()
}

/** What a manager sees before anybody has done anything. */
async function shootEmptyDesk({ shoot }: Camera, page: Page): Promise<void> {
  await shoot(page, 'fresh-ward', { full: true })
  await go(page, '/dashboard/records?indicator=assists&period=month')
  await page.locator('.empty-state').waitFor()
  await shoot(page, 'fresh-records')
  await go(page, '/team')
  await page.locator('.page section .rows').first().waitFor()
  await shoot(page, 'fresh-team', { full: true })
  for (const name of ['devices', 'stuck', 'rescue'] as const) {
    await go(page, `/team/${name}`)
    await shoot(page, `fresh-${name}`)
  }
}

/** By the form; gives the link. */
export async function inviteSomebody(page: Page, role: string, name: string): Promise<string> {
  await go(page, '/team/invite')
  await page.locator('#name').fill(name)
  await choose(page, 'role', role)
  await page.locator('input[name=team]').first().check({ force: true })
  await saveAgain(page)
  const link = page.locator('[data-test=invite-link]')
  return (await link.textContent())?.trim() ?? ''
}

async function shootJoining(camera: Camera, url: string, invite: string): Promise<void> {
  const { open, shoot, says, choosePin, button } = camera
  const { page, context } = await open(url, { isNew: true })
  await page.goto('/join#loi-moi-sai')
  await says(page, 'problem.inviteUnknown')
  await shoot(page, 'join-unknown')
  await page.goto('/sign-in')
  await page.goto(invite)
  await page.locator('#phone').waitFor()
  await shoot(page, 'join')
  await page.locator('#phone').fill('0912')
  await page.locator('#password').fill('ngan')
  await save(page)
  await page.locator('#phone-error').waitFor()
  await shoot(page, 'join-errors', { full: true })
  await page.locator('#phone').fill(volunteerPhone)
  await page.locator('#password').fill(password)
  await saveAgain(page)
  await choosePin(page)
  await page.waitForURL('**/welcome')
  await shoot(page, 'welcome', { full: true })
  for (const step of [2, 3]) {
    await page.locator('.action-bar a').click()
    await page.waitForURL(`**/welcome/${step}`)
    await shoot(page, `welcome-${step}`, { full: true })
  }
  await button(page, 'welcome.begin').click()
  await lineIs(page, 'sent')
  await shoot(page, 'fresh-home', { full: true })
  for (const name of ['assists', 'residents', 'dossiers', 'search', 'bin', 'outbox', 'guide'] as const) {
    await go(page, `/${name}`)
    await shoot(page, `fresh-${name}`)
  }
  await go(page, '/dashboard')
  await page.locator('.tiles').waitFor()
  await shoot(page, 'fresh-dashboard', { full: true })
  await go(page, '/assists/new')
  await page.locator('.way').waitFor()
  await shoot(page, 'fresh-form', { full: true })
  await context.close()

  const late = await open(url)
  await late.page.goto(invite)
  await says(late.page, 'problem.inviteUsed')
  await shoot(late.page, 'join-used')
  await late.context.close()
}
