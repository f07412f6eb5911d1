// The code on a resident's ID card fills the form: by the camera, by a photo, by a hand-held scanner, with and without a
// network. Of the card only name, year of birth, a keyed hash and four digits stay anywhere. The camera is Chromium's own
// false one, which plays a file; Chromium on Linux has no reader of codes, so it is the one in wasm that reads.
import { createHmac } from 'node:crypto'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { serve, type ServerType } from '@hono/node-server'
import { chromium, type Browser, type Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { isTeam } from '#domain/unit.ts'
import { readTables } from '../../src/server/store/documents.ts'
import { getIdKey } from '../../src/server/store/wards.ts'
import { aPhoneIn, signIn, unlock, type Phone } from '../support/browser.ts'
import { seeCard, type Grey, type Sight } from '../support/cardFrames.ts'
import { toPng, toVideo } from '../support/cardFiles.ts'
import { chromiumArgs, chromiumPath } from '../support/chromium.ts'
import { freePort } from '../support/freePort.ts'
import { aServer, joinedBy, password, type TestServer } from '../support/server.ts'

const volunteerPhone = '0912000101'
const cardOf = (name: string, address = 'Khu phố Đệ Đức 1, Hoài Tân, Hoài Nhơn, Bình Định') =>
  `052085000123|211000123|${name}|15031985|Nam|${address}|10052021`
/** What is on the card and must be nowhere else. */
const forgotten = ['052085000123', '211000123', '15031985', '10052021', 'Hoài Nhơn, Bình Định']

const size = { width: 960, height: 540 }
const see = (text: string, sight: Partial<Sight> = {}) => seeCard(text, { ...size, side: 300, ...sight })
const spoiled: Record<string, Partial<Sight>> = {
  'Trần Văn Mờ': { blur: 1.6, noise: 5 },
  'Trần Văn Nghiêng': { tilt: 0.3, turn: 14, noise: 5 },
  'Trần Văn Chói': { glare: 0.75, noise: 5 },
  'Trần Văn Nhỏ': { side: 110, noise: 5 },
}

describe('the code of an ID card', () => {
  let server: TestServer
  let listener: ServerType
  let browser: Browser
  let phone: Phone
  let wardId: string
  const folder = mkdtempSync(join(tmpdir(), 'to-so-camera-'))
  const film = join(folder, 'camera.y4m')
  const requests: string[] = []

  beforeAll(async () => {
    writeFileSync(film, toVideo([see('https://example.vn')]))
    const port = await freePort()
    const url = `http://localhost:${port}`
    server = await aServer({ env: { PUBLIC_URL: url } })
    const { browser: manager, session } = await server.setUp()
    wardId = session.ward.id
    const { units } = await readTables(server.context, wardId, ['units'])
    const teamIds = units.filter(isTeam).map(({ id }) => id)
    const invite = { name: 'Trần Văn Thành Viên', role: 'volunteer' as const, teamIds: teamIds.slice(0, 1) }
    await joinedBy(server, manager, invite, volunteerPhone)
    const app = server.withPages('dist')
    listener = serve({ fetch: (request) => app.fetch(request), port, hostname: '127.0.0.1' })
    browser = await chromium.launch({
      executablePath: await chromiumPath(),
      args: [
        ...chromiumArgs,
        '--use-fake-device-for-media-stream',
        '--use-fake-ui-for-media-stream',
        `--use-file-for-fake-video-capture=${film}`,
      ],
    })
    phone = await aPhoneIn(browser, url)
    await phone.page.addInitScript(listen)
    phone.page.on('request', (request) => requests.push(`${request.url()} ${request.postData() ?? ''}`))
    await signIn(phone.page, volunteerPhone, password)
    await phone.page.evaluate(async () => {
      await navigator.serviceWorker.ready
    })
  })
  afterAll(async () => {
    await browser.close()
    listener.close()
    if ('closeAllConnections' in listener) listener.closeAllConnections()
    await server.close()
    rmSync(folder, { recursive: true, force: true })
  })

  /** What the camera sees from now on, also where it is open: it plays the file as it lies there, which keeps its length. */
  const putBefore = (picture: Grey) => writeFileSync(film, toVideo([picture]), { flag: 'r+' })
  const press = (page: Page, name: string) => page.getByRole('button', { name, exact: true }).click()
  const dialog = (page: Page) => page.getByRole('dialog')

  async function openForm(page: Page): Promise<void> {
    await page.goto('/assists/new')
    await unlock(page)
    await page.locator('#name').waitFor()
  }

  it('is asked for first, is told from other codes, and fills name and year', async () => {
    const { page } = phone
    putBefore(see('https://dichvucong.gov.vn/p/home/dvc-trang-chu.html'))
    await openForm(page)
    // What reads codes is here before anybody scans: the first card may come where there is no network.
    await expect
      .poll(() => page.evaluate(async () => (await (await caches.open('to-so-decoder')).keys()).length))
      .toBe(1)
    await press(page, 'Quét mã trên thẻ căn cước')
    await dialog(page).getByText('Số thẻ, ảnh, địa chỉ và mọi thông tin khác bị xóa ngay').waitFor()
    expect(await tracks(page)).toEqual([])
    await press(page, 'Người dân đồng ý')
    await page.getByText('Đây không phải mã trên thẻ căn cước').waitFor()
    putBefore(see(cardOf('Trần Văn Mẫu')))
    await page.getByRole('heading', { name: 'So lại với thẻ' }).waitFor()
    await dialog(page).getByText('Trần Văn Mẫu').waitFor()
    expect(await tracks(page)).toEqual(['ended'])
    const shown = await page.evaluate(() => document.documentElement.outerHTML)
    expect(forgotten.filter((secret) => shown.includes(secret))).toEqual([])
    await press(page, 'Dùng thông tin này')
    expect(await page.locator('#name').inputValue()).toBe('Trần Văn Mẫu')
    expect(await page.locator('#birthYear').inputValue()).toBe('1985')
    expect(await page.locator('#keepRecord').isChecked()).toBe(true)
  })

  it('leaves its hash and four digits with the ward, and nothing else anywhere', async () => {
    const { page } = phone
    await page.locator('label').getByText('Định danh điện tử mức 2').click()
    await page.getByText('Tại nhà').click()
    await press(page, 'Lưu')
    await page.getByRole('link', { name: /Trần Văn Mẫu, 1985.*Đã gửi/ }).waitFor()
    const { residents } = await readTables(server.context, wardId, ['residents'])
    const idKey = Buffer.from(await getIdKey(server.context, wardId), 'base64')
    const idHash = createHmac('sha256', idKey).update('052085000123').digest('hex')
    expect(residents).toMatchObject([
      { name: 'Trần Văn Mẫu', birthYear: 1985, phone: null, idHash, idLastFour: '0123' },
    ])

    const left = [...requests, ...(await sealed(page)), ...(await lying(page)), JSON.stringify(residents)]
    expect(left.join('\n')).toContain(idHash)
    expect(forgotten.filter((secret) => left.some((text) => text.includes(secret)))).toEqual([])
  })

  it('is read without a network, also where the picture is bad', async () => {
    const { page, context } = phone
    await context.setOffline(true)
    await openForm(page)
    const read: string[] = []
    for (const [name, sight] of Object.entries(spoiled)) {
      putBefore(see(cardOf(name), sight))
      await press(page, 'Quét mã trên thẻ căn cước')
      if (read.length === 0) await press(page, 'Người dân đồng ý')
      await page.getByText(name, { exact: true }).waitFor()
      read.push(name)
      await press(page, 'Nhập tay')
      await dialog(page).waitFor({ state: 'detached' })
    }
    console.log(`bad pictures read by the camera, without a network: ${read.length} of 4`)
    expect(await page.locator('#name').inputValue()).toBe('')
  })

  it('is looked for only while the page is seen', async () => {
    const { page } = phone
    putBefore(see('https://example.vn'))
    await press(page, 'Quét mã trên thẻ căn cước')
    await page.getByText('Đây không phải mã trên thẻ căn cước').waitFor()
    await show(page, 'hidden')
    await expect.poll(async () => (await tracks(page)).includes('live')).toBe(false)
    await show(page, 'visible')
    await expect.poll(async () => (await tracks(page)).includes('live')).toBe(true)
    await page.keyboard.press('Escape')
    await expect.poll(async () => (await tracks(page)).includes('live')).toBe(false)
  })

  it('is read from a photo, which is told from a photo without a code', async () => {
    const { page } = phone
    await press(page, 'Quét mã trên thẻ căn cước')
    const photo = (name: string, buffer: Buffer) =>
      page.locator('#cardPhoto').setInputFiles({ name, mimeType: 'image/png', buffer })
    await photo('the.png', toPng(seeCard('x', { ...size, side: 4 })))
    await page.getByText('Chưa thấy mã trong ảnh').waitFor()
    await photo(
      'card.png',
      toPng(seeCard(cardOf('LÊ THỊ ẢNH'), { width: 1_600, height: 1_200, side: 260, turn: 5 })),
    )
    await dialog(page).getByText('Lê Thị Ảnh').waitFor()
    await press(page, 'Dùng thông tin này')
    expect(await page.locator('#name').inputValue()).toBe('Lê Thị Ảnh')
  })

  it('is taken from a hand-held scanner and from twelve digits, and other text is not', async () => {
    const { page } = phone
    await press(page, 'Bỏ')
    await press(page, 'Quét mã trên thẻ căn cước')
    await page.getByText('Máy quét cầm tay, hoặc số thẻ').click()
    await page.locator('#typedCard').focus()
    await page.keyboard.type('00020101021138570010A000000727\n')
    await page.locator('#typedCard-error', { hasText: 'Đây không phải mã trên thẻ căn cước' }).waitFor()
    await page.locator('#typedCard').fill('')
    await page.keyboard.type(cardOf('Le Thi Khong Dau', 'Hoai Nhon').replace('052085', '052185'))
    await page.keyboard.press('Enter')
    for (const text of ['Le Thi Khong Dau', 'Tên chưa có dấu', 'Số thẻ không khớp giới tính'])
      await dialog(page).getByText(text).waitFor()
    await press(page, 'Quét lại')
    await page.getByText('Máy quét cầm tay, hoặc số thẻ').click()
    await page.locator('#typedCard').fill('052 190 007 654')
    await press(page, 'Đọc')
    await dialog(page).getByText('7654').waitFor()
    await press(page, 'Dùng thông tin này')
    expect(await page.locator('#name').inputValue()).toBe('Lê Thị Ảnh')
    await page.getByText('7654').waitFor()
  })

  it('is a scan also where a scanner typed it into the name, and no draft has it', async () => {
    const { page } = phone
    const before = (await sealed(page)).length
    await page.locator('#name').fill('')
    await page.locator('#name').focus()
    await page.keyboard.type(`${cardOf('Trần Văn Mẫu')}\n`)
    await page.getByRole('heading', { name: 'So lại với thẻ' }).waitFor()
    expect(await page.locator('#name').inputValue()).toBe('')
    await press(page, 'Dùng thông tin này')
    expect(await page.locator('#name').inputValue()).toBe('Trần Văn Mẫu')
    const since = async () => (await sealed(page)).slice(before)
    // One write at a time: once this one is sealed, all that was typed before it is.
    await expect.poll(async () => (await since()).join('\n')).toContain('Trần Văn Mẫu')
    const drafts = await since()
    expect(forgotten.filter((secret) => drafts.some((text) => text.includes(secret)))).toEqual([])
    expect((await lying(page)).filter((text) => text.includes('052085000123'))).toEqual([])
  })

  it('where the camera is not allowed it is said what to do, and the other ways stay open', async () => {
    const { page } = phone
    await page.evaluate(() => {
      navigator.mediaDevices.getUserMedia = () => Promise.reject(new DOMException('', 'NotAllowedError'))
    })
    await press(page, 'Bỏ')
    await press(page, 'Quét mã trên thẻ căn cước')
    await page.getByText('Trình duyệt chưa cho dùng máy ảnh').waitFor()
    await dialog(page).getByRole('button', { name: 'Chụp ảnh mã' }).waitFor()
    await press(page, 'Nhập tay')
    await dialog(page).waitFor({ state: 'detached' })
    expect(phone.errors).toEqual([])
  })
})

/** Remembers in the page which cameras it opened, and every text that it sealed. */
function listen(): void {
  const opened: MediaStreamTrack[] = []
  const texts: string[] = []
  Object.assign(window, { opened, texts })
  const { mediaDevices } = navigator
  const getUserMedia = mediaDevices.getUserMedia.bind(mediaDevices)
  mediaDevices.getUserMedia = async (constraints) => {
    const stream = await getUserMedia(constraints)
    opened.push(...stream.getTracks())
    return stream
  }
  const encrypt = crypto.subtle.encrypt.bind(crypto.subtle)
  crypto.subtle.encrypt = (algorithm, key, data) => {
    texts.push(new TextDecoder().decode(data))
    return encrypt(algorithm, key, data)
  }
}

interface Listening {
  opened: MediaStreamTrack[]
  texts: string[]
}

function tracks(page: Page): Promise<string[]> {
  return page.evaluate(() => (window as unknown as Listening).opened.map(({ readyState }) => readyState))
}

function sealed(page: Page): Promise<string[]> {
  return page.evaluate(() => (window as unknown as Listening).texts)
}

/** Whatever lies in the browser's own storage, as text. */
function lying(page: Page): Promise<string[]> {
  return page.evaluate(async () => {
    const done = <T>(request: IDBRequest<T>) =>
      new Promise<T>((resolve, reject) => {
        request.onsuccess = () => resolve(request.result)
        request.onerror = () => reject(request.error ?? new Error('It cannot be read'))
      })
    const asText = (value: unknown) =>
      JSON.stringify(value, (_, inner: unknown) =>
        inner instanceof Uint8Array || inner instanceof ArrayBuffer ? new TextDecoder().decode(inner) : inner,
      )
    const found = [
      JSON.stringify({ ...localStorage }),
      JSON.stringify({ ...sessionStorage }),
      document.cookie,
    ]
    for (const { name = '' } of await indexedDB.databases()) {
      const database = await done(indexedDB.open(name))
      for (const store of database.objectStoreNames) {
        const all = await done(database.transaction(store).objectStore(store).getAll())
        found.push(...all.map(asText))
      }
      database.close()
    }
    return found
  })
}

/** As when the person goes to another app, and comes back. */
async function show(page: Page, visibility: DocumentVisibilityState): Promise<void> {
  await page.evaluate((now) => {
    Object.defineProperty(document, 'visibilityState', { configurable: true, get: () => now })
    document.dispatchEvent(new Event('visibilitychange'))
  }, visibility)
}
