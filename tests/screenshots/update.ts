// What the app says of itself: it has not come whole yet, it has now, or a new version waits to be let in. The ward stands
// in this process, for its page to be changed.
import { appendFileSync, cpSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { cutOff, intercept } from '../support/interception.ts'
import { password } from '../support/server.ts'
import { openWardOnPort, volunteerPhone } from '../support/wardOnPort.ts'
import { go, type Camera } from './camera.ts'
import { prepareForOffline, record } from './visits.ts'

export async function shootUpdate(camera: Camera): Promise<void> {
  const { open, shoot, signIn, button } = camera
  const ward = await openWardOnPort()
  const nextPages = mkdtempSync(join(tmpdir(), 'to-so-next-'))
  try {
    await shootIncomplete(camera, ward.url)
    const { page, context } = await open(ward.url)
    await signIn(page, volunteerPhone, password)
    await prepareForOffline(page)
    cpSync('dist', nextPages, { recursive: true })
    // A worker that takes its time, so that its coming is seen.
    appendFileSync(
      join(nextPages, 'sw.js'),
      '\nconst skip = self.skipWaiting.bind(self); self.skipWaiting = () => setTimeout(skip, 20_000)\n',
    )
    ward.usePages(nextPages)
    await page.evaluate(async () => void (await (await navigator.serviceWorker.ready).update()))
    await page.locator('.update-bar').waitFor()
    await shoot(page, 'update-bar')
    await button(page.locator('.update-bar'), 'update.now').click()
    await page.locator('.update-bar .busy').waitFor()
    await shoot(page, 'update-under-way')
    await context.close()
  } finally {
    await ward.close()
    rmSync(nextPages, { recursive: true, force: true })
  }
}

/** The first hour, with a network that came and went. */
async function shootIncomplete({ open, shoot, signIn, says }: Camera, url: string): Promise<void> {
  const { page, context } = await open(url)
  const reconnect = await intercept(context, '**/sw.js', cutOff)
  await intercept(page, '**/assets/{cycle,SettingsScreen}-*.js', cutOff)
  await signIn(page, volunteerPhone, password)
  await record(page, 'Trần Thị Giờ Đầu')
  await go(page, '/')
  await says(page, 'problem.codeMissing')
  await shoot(page, 'app-incomplete')
  await context.setOffline(true)
  await page.locator('.tab-bar a[href="/settings"]').click()
  await page.locator('.bottom-toast .panel').waitFor()
  await shoot(page, 'screen-missing')
  reconnect()
  await context.setOffline(false)
  await page.locator('.update-bar').waitFor()
  await page.locator('.bottom-toast .panel').waitFor({ state: 'detached' })
  await shoot(page, 'app-complete')
  await context.close()
}
