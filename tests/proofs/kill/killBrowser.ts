// A person's browser gets SIGKILL while they type and while what they saved is being sent, and is started again on the same
// profile. What said "saved" is at the ward exactly once in the end, and what was typed comes back.
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import type { Page } from 'playwright-core'
import { paths } from '#protocol/paths.ts'
import { createRandom, type Random } from '../../../src/server/tasks/demo/random.ts'
import { signInHere, unlock } from '../../support/browser.ts'
import { checkStore } from '../../support/checkStore.ts'
import { draftAtRest } from '../../support/drafts.ts'
import { openKillableBrowser, type KillableBrowser } from '../../support/killableBrowser.ts'
import { fillCountOnly, nextForm, saveVisit } from '../../support/recording.ts'
import { password } from '../../support/server.ts'
import { openWardOnPort, volunteerPhone, type WardOnPort } from '../../support/wardOnPort.ts'

export interface BrowserKillFigures {
  readonly kills: number
  readonly saidSaved: number
  /** Recordings that a kill cut off before anything was said. */
  readonly cutOff: number
  /** Of those, how many had been saved all the same. */
  readonly savedThoughCutOff: number
  readonly lost: number
  readonly doubled: number
  readonly draftsExpected: number
  readonly draftsFound: number
  /** Characters typed after the last one that was surely kept, and how many of them came back. */
  readonly typedOn: number
  readonly typedOnFound: number
  /** After a kill that took a cookie along which the browser had not written yet. */
  readonly signedInAgain: number
  readonly wrongs: readonly string[]
}

const typedFirst = 'Đặng Thị Dở Dang'
const typedThen = 'Hẹn chị quay lại thứ sáu, mang theo giấy chứng sinh và căn cước của hai vợ chồng'

interface Scene {
  readonly url: string
  readonly random: Random
  browser: KillableBrowser
  said: string[]
  attempted: string[]
  draftsExpected: number
  draftsFound: number
  typedOn: number
  typedOnFound: number
  signedInAgain: number
  wrongs: string[]
}

export async function killBrowser({
  kills,
  seed,
}: {
  kills: number
  seed: number
}): Promise<BrowserKillFigures> {
  const random = createRandom(seed)
  const ward = await openWardOnPort()
  answerSlowly(ward, random)
  const profile = mkdtempSync(join(tmpdir(), 'to-so-profile-'))
  const scene: Scene = {
    url: ward.url,
    random,
    browser: await openKillableBrowser(profile),
    said: [],
    attempted: [],
    draftsExpected: 0,
    draftsFound: 0,
    typedOn: 0,
    typedOnFound: 0,
    signedInAgain: 0,
    wrongs: [],
  }
  const restart = async () => {
    await scene.browser.kill()
    scene.browser = await openKillableBrowser(profile)
  }
  try {
    await goTo(scene, '/sign-in')
    await signInHere(scene.browser.page, volunteerPhone, password)
    for (let kill = 0; kill < kills; kill++) {
      if (kill % 2 === 0) await killedWhileTyping(scene, restart)
      else await killedWhileSending(scene, restart, ward, kill % 4 === 3)
    }
    await sendAll(scene)
    return { kills, ...(await count(scene, ward)) }
  } finally {
    await scene.browser.kill()
    rmSync(profile, { recursive: true, force: true })
    await ward.close()
  }
}

async function killedWhileTyping(scene: Scene, restart: () => Promise<void>): Promise<void> {
  const { random, browser } = scene
  await openForm(scene)
  await browser.page.locator('#name').pressSequentially(typedFirst)
  await draftAtRest(browser.page)
  const typing = browser.page.locator('#note').pressSequentially(typedThen, { delay: 12 })
  typing.catch(() => undefined)
  await sleep(50 + random.next() * 800)
  const typedOn = await browser.page.locator('#note').inputValue()
  await restart()
  scene.draftsExpected++
  scene.typedOn += typedOn.length
  const { page } = scene.browser
  await goTo(scene, '/assists/new')
  await unlock(page)
  await page.locator('#note').waitFor()
  const [name, note] = [await page.locator('#name').inputValue(), await page.locator('#note').inputValue()]
  if (name === typedFirst) scene.draftsFound++
  else scene.wrongs.push(`the draft came back as "${name}"`)
  if (!typedThen.startsWith(note)) scene.wrongs.push(`the note came back as "${note}"`)
  scene.typedOnFound += Math.min(note.length, typedOn.length)
  await page.getByText('Những gì đã gõ vẫn còn').waitFor()
}

async function killedWhileSending(
  scene: Scene,
  restart: () => Promise<void>,
  ward: WardOnPort,
  isAway: boolean,
): Promise<void> {
  if (isAway) beAway(ward)
  await openForm(scene)
  const { page } = scene.browser
  let isOver = false
  const recording = (async () => {
    while (!isOver) await recordOne(scene, page)
  })()
  recording.catch(() => undefined)
  // However slow the machine is, some are saved before the kill; only the moment after them is chance.
  const wanted = scene.said.length + 2
  while (scene.said.length < wanted) await Promise.race([sleep(50), recording])
  await sleep(scene.random.next() * 3_000)
  isOver = true
  await restart()
  answerSlowly(ward, scene.random)
  await sendAll(scene)
}

/** A browser writes a new cookie to the disk only after half a minute: whoever it was killed for signs in again. */
async function sendAll(scene: Scene): Promise<void> {
  const { page } = scene.browser
  await goTo(scene, '/')
  await unlock(page)
  const isSent = page.getByRole('link', { name: /^Đã gửi hết/ })
  const signInLink = page.getByRole('link', { name: 'Đăng nhập', exact: true })
  await isSent.or(signInLink).first().waitFor()
  if (await signInLink.isVisible()) {
    scene.signedInAgain++
    await signInLink.click()
    await page.locator('#phone').fill(volunteerPhone)
    await page.locator('#password').fill(password)
    await page.getByRole('button', { name: 'Đăng nhập', exact: true }).click()
  }
  await isSent.waitFor()
}

async function recordOne(scene: Scene, page: Page): Promise<void> {
  const note = `lượt số ${scene.attempted.length + 1}.`
  scene.attempted.push(note)
  await fillCountOnly(page, note)
  await saveVisit(page)
  scene.said.push(note)
  await nextForm(page)
}

async function openForm(scene: Scene): Promise<void> {
  const { page } = scene.browser
  await goTo(scene, '/assists/new')
  if (await isLocked(page)) await unlock(page)
  await page.locator('#note').waitFor()
  const old = page.getByRole('button', { name: 'Bỏ bản nháp' })
  if ((await old.count()) === 0) return
  await old.click()
  await old.waitFor({ state: 'detached' })
}

async function isLocked(page: Page): Promise<boolean> {
  await page.locator('#pin, #note').first().waitFor()
  return (await page.locator('#pin').count()) > 0
}

async function goTo({ url, browser }: Scene, path: string): Promise<void> {
  await browser.page.goto(`${url}${path}`)
}

/** Answers to a sync take a moment, so that a kill often falls between what the ward did and what the phone heard. */
function answerSlowly(ward: WardOnPort, random: Random): void {
  ward.answer = async (request, next) => {
    const answer = await next()
    if (isSync(request)) await sleep(random.next() * 200)
    return answer
  }
}

function beAway(ward: WardOnPort): void {
  ward.answer = (request, next) =>
    isSync(request) ? Promise.resolve(new Response('<h1>Bad Gateway</h1>', { status: 502 })) : next()
}

function isSync({ url }: Request): boolean {
  return new URL(url).pathname === paths.sync
}

async function count(scene: Scene, ward: WardOnPort): Promise<Omit<BrowserKillFigures, 'kills'>> {
  const { said, attempted, wrongs } = scene
  const counts = new Map<string, number>()
  for (const note of attempted) counts.set(note, await ward.countNotes(note))
  const times = (note: string) => counts.get(note) ?? 0
  const cutOff = attempted.filter((marker) => !said.includes(marker))
  const store = await checkStore(ward.server.context, ward.wardId)
  return {
    saidSaved: said.length,
    cutOff: cutOff.length,
    savedThoughCutOff: cutOff.filter((marker) => times(marker) > 0).length,
    lost: said.filter((marker) => times(marker) === 0).length,
    doubled: store.doubled + attempted.filter((marker) => times(marker) > 1).length,
    draftsExpected: scene.draftsExpected,
    draftsFound: scene.draftsFound,
    typedOn: scene.typedOn,
    typedOnFound: scene.typedOnFound,
    signedInAgain: scene.signedInAgain,
    wrongs: [...wrongs, ...store.wrongs],
  }
}
