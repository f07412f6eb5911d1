// A new version of the app that waits to be let in. The ward stands in this process, for its page to be changed.
import { appendFileSync, cpSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { password } from '../support/server.ts'
import { openWardOnPort, volunteerPhone } from '../support/wardOnPort.ts'
import type { Camera } from './camera.ts'
import { prepareForOffline } from './visits.ts'

export async function shootUpdate({ open, shoot, signIn, button }: Camera): Promise<void> {
  const ward = await openWardOnPort()
  const nextPages = mkdtempSync(join(tmpdir(), 'to-so-next-'))
  try {
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
