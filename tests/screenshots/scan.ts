// The scan of an ID card in all its states. The camera is Chromium's own false one, which plays a file; without it this
// machine has none.
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Page } from 'playwright-core'
import { openBrowser } from '../support/browser.ts'
import { toPng, toVideo } from '../support/cardFiles.ts'
import { seeCard } from '../support/cardFrames.ts'
import { go, type Camera } from './camera.ts'
import { openForm } from './visits.ts'

const volunteer = '0912000105'
const size = { width: 960, height: 540 }
const otherCode = 'https://dichvucong.gov.vn/p/home/dvc-trang-chu.html'
const oddCard =
  '052185000123|211000123|Tran Van Mau|15031985|Nam|Khu phố Đệ Đức 1, Hoài Tân, Hoài Nhơn, Bình Định|10052021'

export async function shootScan(camera: Camera, url: string): Promise<void> {
  await shootWithoutCamera(camera, url)
  await shootWithCamera(camera, url)
}

async function shootWithoutCamera(camera: Camera, url: string): Promise<void> {
  const { open, shoot, says, signIn, button } = camera
  const { page, context } = await open(url)
  await signIn(page, volunteer)
  await openForm(page)
  await openScan(page)
  await shoot(page, 'scan-consent')
  await button(page.getByRole('dialog'), 'scan.agreed').click()
  await says(page, 'problem.cameraMissing')
  await shoot(page, 'scan-no-camera')
  await photo(page, toPng(seeCard('x', { ...size, side: 4 })))
  await says(page, 'problem.qrNotFound')
  await shoot(page, 'scan-photo-without-code')
  await photo(page, toPng(seeCard(otherCode, { ...size, side: 300 })))
  await says(page, 'problem.qrNotIdCard')
  await shoot(page, 'scan-photo-other-code')
  const typed = page.locator('#typedCard')
  if (!(await typed.isVisible())) await page.locator('dialog summary').click()
  await typed.fill('132085000123')
  await shoot(page, 'scan')
  await typed.fill(otherCode)
  await typed.press('Enter')
  await page.locator('#typedCard-error').waitFor()
  await shoot(page, 'scan-typed-other-code')
  await typed.fill(oddCard)
  await typed.press('Enter')
  await says(page, 'scan.compare')
  await shoot(page, 'scan-result')
  await button(page.getByRole('dialog'), 'scan.use').click()
  await page.locator('#idLastFour .picked').waitFor()
  await shoot(page, 'assist-form-scanned', { full: true })

  await page.evaluate(() => {
    navigator.mediaDevices.getUserMedia = () => Promise.reject(new DOMException('', 'NotAllowedError'))
  })
  await button(page.locator('#idLastFour'), 'app.remove').click()
  await openScan(page)
  if (await button(page.getByRole('dialog'), 'scan.openCamera').isVisible()) {
    await shoot(page, 'scan-asking')
    await button(page.getByRole('dialog'), 'scan.openCamera').click()
  }
  await says(page, 'problem.cameraDenied')
  await shoot(page, 'scan-camera-denied')
  await context.close()
}

async function shootWithCamera(camera: Camera, url: string): Promise<void> {
  const { open, shoot, says, signIn, button } = camera
  const folder = mkdtempSync(join(tmpdir(), 'to-so-camera-'))
  const film = join(folder, 'camera.y4m')
  writeFileSync(film, toVideo([seeCard('x', { ...size, side: 4 })]))
  const browser = await openBrowser([
    '--use-fake-device-for-media-stream',
    '--use-fake-ui-for-media-stream',
    `--use-file-for-fake-video-capture=${film}`,
  ])
  try {
    const { page } = await open(url, { in: browser })
    await signIn(page, volunteer)
    await openForm(page)
    await openScan(page)
    await button(page.getByRole('dialog'), 'scan.agreed').click()
    await says(page, 'scan.looking')
    await shoot(page, 'scan-looking')
    await page.keyboard.press('Escape')
    writeFileSync(film, toVideo([seeCard(otherCode, { ...size, side: 300 })]))
    await go(page, '/')
    await openForm(page)
    await openScan(page)
    await says(page, 'problem.qrNotIdCard')
    await shoot(page, 'scan-looking-other-code')
  } finally {
    await browser.close()
    rmSync(folder, { recursive: true, force: true })
  }
}

async function openScan(page: Page): Promise<void> {
  await page.locator('button:has(.lucide-scan-qr-code)').click()
  await page.locator('dialog h2').waitFor()
}

async function photo(page: Page, buffer: Buffer): Promise<void> {
  await page.locator('#cardPhoto').setInputFiles({ name: 'the.png', mimeType: 'image/png', buffer })
}
