// What a lead sees of the team: its figures, its people, what is stuck on their phones, and the phones themselves.
import type { Page } from 'playwright-core'
import { pin, type Phone } from '../support/browser.ts'
import { cutOff, intercept } from '../support/interception.ts'
import { go, type Camera } from './camera.ts'
import type { Trouble } from './review.ts'
import { askWithoutCommands, lineIs, prepareForOffline, record, setAhead } from './visits.ts'

/** The lead takes one of what was handed over, and dismisses the other. */
export async function shootLead(camera: Camera, url: string, trouble: Trouble): Promise<void> {
  const { shoot, isWide } = camera
  const { page, context } = trouble.lead
  await lineIs(page, 'sent')
  await shoot(page, 'lead-home', { full: true })
  await go(page, '/dashboard')
  await page.locator('.tiles').waitFor()
  await shoot(page, 'lead', { full: true })
  await go(page, '/team')
  await page.locator('a[href="/team/devices"]').waitFor()
  await shoot(page, 'lead-team', { full: true })
  await shootStuck(camera, trouble)
  await shootPhones(camera, url, page)
  await go(page, '/team/rescue')
  await shoot(page, 'lead-rescue')
  await go(page, '/team/invite')
  await page.locator('#name').waitFor()
  await shoot(page, 'lead-invite')
  await go(page, '/team/targets')
  await shoot(page, 'lead-targets')
  await go(page, '/bin')
  await page.locator('.matter-row, .empty-state').first().waitFor()
  await shoot(page, 'lead-bin', { full: !isWide })
  await prepareForOffline(page)
  await context.setOffline(true)
  for (const name of ['team', 'team/stuck', 'team/devices'] as const) {
    await go(page, `/${name}`)
    await page.locator('.notice-bar').first().waitFor()
    await shoot(page, `lead-${name.replace('/', '-')}-offline`, { full: !isWide })
  }
  await context.setOffline(false)
}

async function shootStuck({ shoot, button, says }: Camera, { lead: { page }, corrected }: Trouble) {
  await go(page, '/team/stuck')
  const rows = page.locator('.matter-row')
  await rows.nth(2).waitFor()
  await shoot(page, 'lead-stuck', { full: true })
  const handed = rows.filter({ hasText: 'Hồ Thị Ngoại Tuyến' })
  await button(handed, 'stuck.take').click()
  await page.locator('.bottom-toast .panel').waitFor()
  await shoot(page, 'lead-stuck-not-taken', { full: true })
  await go(page, corrected)
  await button(page, 'assist.restore').click()
  await page.locator(`a[href="${corrected}/correct"]`).waitFor()
  await lineIs(page, 'sent')
  await go(page, '/team/stuck')
  await button(handed, 'stuck.take').click()
  await handed.waitFor({ state: 'detached' })
  await shoot(page, 'lead-stuck-taken')
  await button(rows.filter({ hasText: 'Bùi Văn Ngày Mai' }), 'stuck.dismiss').click()
  const dialog = page.locator('dialog[open]')
  await dialog.waitFor()
  await shoot(page, 'lead-stuck-dismiss')
  await dialog.locator('.danger').click()
  await rows.filter({ hasText: 'Bùi Văn Ngày Mai' }).waitFor({ state: 'detached' })
  await says(page, 'stuck.dismissed')
}

/** One has something refused on it, another work that waits; that is told from an hour on. */
async function shootPhones(camera: Camera, url: string, page: Page): Promise<void> {
  const { shoot, button, says, isWide } = camera
  const far = await aPhoneThatHearsNothing(camera, url)
  await setAhead(page, 2)
  await go(page, '/team/devices')
  await page.locator('.list-row[href^="/team/devices/"]').nth(1).waitFor()
  await shoot(page, 'lead-devices')
  const rows = page.locator('.list-row[href^="/team/devices/"]')
  await rows.first().click()
  await page.locator('.facts').waitFor()
  await shoot(page, 'lead-device', { full: !isWide })
  await button(page, 'devices.revoke').click()
  await page.locator('dialog[open]').waitFor()
  await shoot(page, 'lead-device-revoke')
  await page.locator('dialog[open] .danger').click()
  await says(page, 'devices.revoked')
  await shoot(page, 'lead-device-revoked', { full: !isWide })
  far.free()
  await far.page.reload()
  await far.page.locator('#pin').fill(pin)
  await says(far.page, 'door.erased')
  await shoot(far.page, 'sign-in-erased')
  await far.context.close()
  await setAhead(page, 96)
  await go(page, '/team')
  await go(page, '/team/devices')
  await rows.first().waitFor()
  await shoot(page, 'lead-devices-silent')
  await setAhead(page, 0)
}

/** The ward hears how much it has to send, but neither what nor does it hear the ward. */
async function aPhoneThatHearsNothing(
  { open, signIn, button }: Camera,
  url: string,
): Promise<Phone & { free(): void }> {
  const phone = await open(url)
  const { page } = phone
  await signIn(page, '0912000103')
  await lineIs(page, 'sent')
  const reconnect = await intercept(page, '**/api/sync', cutOff)
  await record(page, 'Lâm Thị Một')
  await record(page, 'Lâm Thị Hai')
  reconnect()
  const free = await intercept(page, '**/api/sync', async (route) => {
    await askWithoutCommands(route).catch(() => undefined)
    await cutOff(route).catch(() => undefined)
  })
  await go(page, '/outbox')
  await button(page, 'sync.sendNow').click()
  await page.locator('.bottom-toast .panel').waitFor()
  return { ...phone, free }
}
