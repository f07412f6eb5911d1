// Pictures of every screen and of the states that matter, for looking at and for the README:
// npm run screenshots -- <folder> [width] [vi|en] — by default 360 × 740 and Vietnamese; each in light and dark. Contact
// sheets of them all lie in <folder>/sheets. Fails when a place of the app is in no picture. After the language some of the
// parts below may be named, as in `form,scan`, where only those are wanted.
import { mkdirSync } from 'node:fs'
import { join } from 'node:path'
import { openBrowser } from '../support/browser.ts'
import { startServer } from '../support/serverProcess.ts'
import { createCamera, fileOf, themes } from './camera.ts'
import { shootDoor } from './door.ts'
import { shootForm } from './form.ts'
import { shootFresh } from './fresh.ts'
import { shootLead } from './lead.ts'
import { shootManager } from './manager.ts'
import { shootAnswers, shootLine, shootReview } from './review.ts'
import { shootScan } from './scan.ts'
import { writeSheets } from './sheets.ts'
import { shootUpdate } from './update.ts'
import { shootVolunteer } from './volunteer.ts'

const [folder = 'screenshots', widthText = '360', asked = 'vi', some] = process.argv.slice(2)
const width = Number(widthText)
if (!(width >= 200 && width <= 4_000)) throw new Error(`${widthText} is no width of a screen`)
if (asked !== 'vi' && asked !== 'en') throw new Error(`There is no language ${asked}`)
mkdirSync(folder, { recursive: true })

const demo = await startServer({ args: ['--demo'] })
const fresh = await startServer()
const browser = await openBrowser()
const camera = createCamera({ browser, folder, width, language: asked })
const parts: Record<string, () => Promise<void>> = {
  door: () => shootDoor(camera, demo.url),
  fresh: () => shootFresh(camera, fresh),
  volunteer: () => shootVolunteer(camera, demo.url),
  form: () => shootForm(camera, demo.url),
  scan: () => shootScan(camera, demo.url),
  async team() {
    const trouble = await shootReview(camera, demo.url)
    await shootLead(camera, demo.url, trouble)
    await shootAnswers(camera, trouble)
    await Promise.all([trouble.volunteer.context.close(), trouble.lead.context.close()])
  },
  line: () => shootLine(camera, demo.url),
  manager: () => shootManager(camera, demo.url),
  update: () => shootUpdate(camera),
}

// What breaks beside the path, as in an answer that is held back, ends nothing here: servers and browser are to be ended.
process.on('unhandledRejection', (error) => fail(String(error)))
for (const signal of ['SIGINT', 'SIGTERM'] as const)
  process.once(signal, () => void end().then(() => process.exit(1)))

try {
  for (const [name, shootPart] of Object.entries(parts)) {
    if (some !== undefined && !some.split(',').includes(name)) continue
    const before = camera.names.length
    // One screen that changed is no reason to have no pictures of the others.
    await shootPart().catch((error: unknown) => breakOff(name, error))
    say(`${name}: ${camera.names.length - before}`)
  }
  const files = camera.names.flatMap((name) => themes.map((theme) => fileOf(name, theme)))
  const sheets = await writeSheets(browser, folder, files, width)
  say(`${files.length} pictures and ${sheets} sheets in ${folder}`)
} finally {
  await end()
}
if (some === undefined) for (const path of camera.unseen()) fail(`No picture of ${path}`)
for (const error of new Set(camera.errors)) say(`A page said: ${error}`)

async function end(): Promise<void> {
  await browser.close()
  await demo.remove()
  await fresh.remove()
}

/** With a picture of where it stood. */
async function breakOff(name: string, error: unknown): Promise<void> {
  fail(`${name} broke off: ${String(error)}`)
  for (const [number, context] of browser.contexts().entries()) {
    const path = join(folder, `${name}-broke-off-${number + 1}.png`)
    await context
      .pages()[0]
      ?.screenshot({ path })
      .catch(() => undefined)
    await context.close()
  }
}

function fail(text: string): void {
  process.exitCode = 1
  say(text)
}

function say(text: string): void {
  process.stdout.write(`${text}\n`)
}
