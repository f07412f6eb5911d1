// A real Chromium on a profile folder that outlives it: started as its own process group, so that it can be killed as a
// phone without power is, all of it in one moment, and started again on what it left on the disk.
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { chromium, type Page } from 'playwright-core'
import { chromiumArgs, chromiumPath } from './chromium.ts'

export interface KillableBrowser {
  readonly page: Page
  /** SIGKILL to the browser and everything it started; resolves when it is gone. */
  kill(): Promise<void>
}

const patience = 30_000

export async function openKillableBrowser(profile: string): Promise<KillableBrowser> {
  const args = [
    ...chromiumArgs,
    '--headless',
    '--hide-scrollbars',
    '--mute-audio',
    '--force-prefers-reduced-motion',
    '--remote-debugging-port=0',
    `--user-data-dir=${profile}`,
    '--window-size=360,740',
    'about:blank',
  ]
  const child = spawn(await chromiumPath(), args, {
    detached: true,
    stdio: ['ignore', 'ignore', 'pipe'],
    env: { ...process.env, TZ: 'Asia/Ho_Chi_Minh' },
  })
  const ended = once(child, 'exit')
  const kill = async () => {
    if (child.pid === undefined || child.exitCode !== null || child.signalCode !== null) return
    process.kill(-child.pid, 'SIGKILL')
    await ended
  }
  try {
    const address = await findAddress(child.stderr, ended)
    const browser = await chromium.connectOverCDP(address)
    const [context] = browser.contexts()
    if (!context) throw new Error('The browser has no profile')
    await context.addInitScript(() => {
      if (!location.protocol.startsWith('http')) return
      localStorage.setItem('to-so.locale', 'vi')
      localStorage.setItem('to-so.welcomed', 'true')
      localStorage.setItem('to-so.form', 'page')
    })
    const page = context.pages()[0] ?? (await context.newPage())
    await page.setViewportSize({ width: 360, height: 740 })
    page.setDefaultTimeout(20_000)
    return { page, kill }
  } catch (error) {
    await kill()
    throw error
  }
}

/** It says once where it can be reached. */
function findAddress(stderr: NodeJS.ReadableStream, ended: Promise<unknown>): Promise<string> {
  return new Promise((resolve, reject) => {
    let said = ''
    const give = () => reject(new Error(`The browser did not start: ${said}`))
    const timer = setTimeout(give, patience)
    void ended.then(give)
    stderr.on('data', (chunk) => {
      said += String(chunk)
      const address = /DevTools listening on (ws:\S+)/.exec(said)?.[1]
      if (!address) return
      clearTimeout(timer)
      resolve(address)
    })
  })
}
