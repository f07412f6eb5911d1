// The form of a visit: on one page and step by step, with what goes wrong in it; what is said after saving; correcting,
// withdrawing and the bin.
import type { Page } from 'playwright-core'
import { canWrite, unlock, type Phone } from '../support/browser.ts'
import { draftAtRest } from '../support/drafts.ts'
import { go, save, saveAgain, type Camera } from './camera.ts'
import { choose, fillHelp, fillPerson, lineIs, openForm, placeOfVisit, record } from './visits.ts'

const author = '0912000104'

export async function shootForm(camera: Camera, url: string): Promise<void> {
  const { open, signIn } = camera
  const { page, context } = await open(url)
  await signIn(page, author)
  await shootPage(camera, page)
  await shootCards(camera, page)
  await shootSaving(camera, page)
  await shootSteps(camera, page)
  await shootCorrecting(camera, page)
  await context.close()
  await shootFullDisk(camera, url)
}

async function shootPage({ shoot, says, button }: Camera, page: Page): Promise<void> {
  await openForm(page)
  await page.locator('#name').fill('Nguyễn Thị Hoà')
  await page.locator('#birthYear').fill('1987')
  await shoot(page, 'record')
  await page.locator('#name').fill('')
  await page.locator('#birthYear').fill('')
  await page.locator('#phone').focus()
  await shoot(page, 'assist-form', { full: true })
  await save(page)
  await page.locator('.error-summary').waitFor()
  await shoot(page, 'assist-form-errors')
  await shoot(page, 'assist-form-errors-all', { full: true })
  await page.locator('#birthYear').fill('1850')
  await page.locator('#phone').fill('091234567')
  await page.locator('#idLastFour').fill('12')
  await page.locator('#on input[type=radio]').last().check({ force: true })
  await page.locator('#on-day').fill('31')
  await page.locator('#on-month').fill('2')
  await page.locator('#note').fill('Mật khẩu VNeID là 123456')
  await page.locator('#name').focus()
  await saveAgain(page)
  await page.locator('#birthYear-error').waitFor()
  await shoot(page, 'assist-form-errors-wrong', { full: true })
  await page.locator('#countOnly').check()
  await shoot(page, 'assist-form-count-only')
  await page.locator('#countOnly').uncheck()
  for (const id of ['birthYear', 'phone', 'idLastFour', 'note']) await page.locator(`#${id}`).fill('')
  await page.locator('#on input[type=radio]').first().check({ force: true })

  await page.locator('#name').pressSequentially('ng')
  await page.locator('#name-list .option').first().waitFor()
  await shoot(page, 'assist-form-suggestions')
  await page.locator('#name-list .option').first().click()
  await page.locator('#name .picked').waitFor()
  await shoot(page, 'assist-form-known')
  const known = (await page.locator('#name .picked .text').textContent())?.trim() ?? ''
  await button(page.locator('#name'), 'app.change').click()
  await fillPerson(page, known, '')
  await fillHelp(page)
  await saveAgain(page)
  await says(page, 'known.title')
  await shoot(page, 'assist-form-likely-known')
}

/** Cards for what is done: a dossier, one from before, and what did not work. */
async function shootCards({ shoot, says, button }: Camera, page: Page): Promise<void> {
  await discardDraft(page)
  await openForm(page)
  await page.locator('#addDossier').click()
  const card = page.locator('[id^="dossier."][role=group]').first()
  await page.locator('input[id$=".procedure"]').first().click()
  await page.locator('[id$=".procedure-list"] .option').first().waitFor()
  await shoot(page, 'dossier-card-procedures')
  await page.locator('input[id$=".procedure"]').fill('không có')
  await says(page, 'assistForm.noProcedure')
  await shoot(page, 'dossier-card-no-procedure')
  await page.locator('input[id$=".procedure"]').fill('khai sinh')
  await page.locator('[id$=".procedure-list"] .option').first().click()
  await page.locator('input[id$=".code"]').fill('ABC')
  await page.locator('#note').focus()
  await says(page, 'problem.dossierCodeOdd')
  await card.scrollIntoViewIfNeeded()
  await shoot(page, 'dossier-card', { full: true })
  await page.locator('#addFailure').click()
  await page.locator('[id^="failure."] input[type=radio]').first().check({ force: true })
  await page.locator('.list .line input').first().check({ force: true })
  await shoot(page, 'failure-card', { full: true })
  await page.locator('.list .line input').last().check({ force: true })
  await page.locator('#note').focus()
  await button(page, 'assistForm.addSkill').click()
  await page.locator('#skills').waitFor()
  await save(page)
  await page.locator('.error-summary').waitFor()
  await shoot(page, 'cards-errors', { full: true })
}

async function shootSaving({ shoot, says, button }: Camera, page: Page): Promise<void> {
  await discardDraft(page)
  await openForm(page)
  await page.locator('#name').pressSequentially('Đặng Thị Dở Dang')
  await draftAtRest(page)
  await go(page, '/')
  await says(page, 'home.draftText')
  await shoot(page, 'home-draft')
  await go(page, '/residents')
  await page.locator('.list-row').first().click()
  await page.locator('a[href*="/assists/new?resident="]').click()
  await says(page, 'assistForm.otherDraftText')
  await shoot(page, 'assist-form-other-draft')
  await openForm(page)
  await says(page, 'home.draftText')
  await shoot(page, 'assist-form-restored')
  await button(page, 'assistForm.discardDraft').click()
  await says(page, 'assistForm.who')
  await record(page, 'Đặng Thị Vừa Lưu')
  await page.locator('.bottom-toast .panel').waitFor()
  await shoot(page, 'toast-saved')
  await openForm(page)
  await shoot(page, 'assist-form-repeat', { full: true })
  await record(page, 'Lê Văn Ghi Nhầm')
  await button(page.locator('.bottom-toast'), 'assistForm.undo').click()
  await says(page, 'app.undone')
  await shoot(page, 'toast-undone')
}

async function shootSteps({ shoot, says }: Camera, page: Page): Promise<void> {
  await openForm(page)
  await page.locator('.way .other').click()
  await page.locator('#note').waitFor({ state: 'detached' })
  await shoot(page, 'form-steps')
  await save(page)
  await page.locator('#name-error').waitFor()
  await shoot(page, 'form-steps-errors', { full: true })
  await fillPerson(page, 'Phan Thị Từng Bước')
  await saveAgain(page)
  await page.locator('#hasDossiers').waitFor()
  await shoot(page, 'form-steps-items', { full: true })
  await page.locator('[id="account.vneidLevel2"]').check()
  await page.locator('#hasDossiers').check()
  await page.locator('#hasFailures').check()
  await saveAgain(page)
  await page.locator('#details-title').waitFor()
  await page.locator('input[id$=".procedure"]').first().fill('khai sinh')
  await page.locator('[id$=".procedure-list"] .option').first().click()
  await shoot(page, 'form-steps-details', { full: true })
  await saveAgain(page)
  await page.locator('.error-summary').waitFor()
  await shoot(page, 'form-steps-details-errors', { full: true })
  await page.locator('[id^="failure."] input[type=radio]').first().check({ force: true })
  await page.locator('.list .line input').first().check({ force: true })
  await saveAgain(page)
  await page.locator('#note').waitFor()
  await shoot(page, 'form-steps-whenWhere', { full: true })
  await choose(page, 'place', 'home')
  await saveAgain(page)
  await page.locator('#check-title').waitFor()
  await shoot(page, 'form-steps-check', { full: true })
  await page.locator('.way .other').click()
  await says(page, 'visit.stepByStep')
  await discardDraft(page)
}

async function shootCorrecting(camera: Camera, page: Page): Promise<void> {
  const { shoot, says, button } = camera
  const today = await placeOfVisit(page, 'Đặng Thị Vừa Lưu')
  await go(page, `${today}/correct`)
  await page.locator('#place').waitFor()
  await shoot(page, 'assist-correct', { full: true })

  await lineIs(page, 'sent')
  await go(page, await ownVisitOfBefore(page))
  await page.locator('.facts').waitFor()
  const before = new URL(page.url()).pathname
  await go(page, `${before}/correct`)
  await page.locator('#correctionReason').waitFor()
  await shoot(page, 'assist-correct-reason', { full: true })
  await choose(page, 'place', 'elsewhere')
  await save(page)
  await page.locator('#correctionReason-error').waitFor()
  await shoot(page, 'assist-correct-errors')
  await page.locator('#correctionReason').fill('Chép nhầm nơi hỗ trợ')
  await saveAgain(page)
  await says(page, 'correction.reason')
  await page.locator('.facts').waitFor()
  await shoot(page, 'assist-corrected', { full: !camera.isWide })

  await button(page, 'assist.withdraw').click()
  await page.locator('#reason').waitFor()
  await page.locator('#reason').scrollIntoViewIfNeeded()
  await shoot(page, 'withdraw')
  await save(page)
  await page.locator('#reason-error').waitFor()
  await shoot(page, 'withdraw-errors')
  await page.locator('#reason').fill('Ghi trùng với lượt sáng nay')
  await saveAgain(page)
  await page.locator('.bottom-toast .panel').waitFor()
  await shoot(page, 'assist-withdrawn')
  await go(page, '/bin')
  await page.locator('.matter-row').first().waitFor()
  await shoot(page, 'bin')
}

/** One that asks for a reason when it is corrected. */
async function ownVisitOfBefore(page: Page): Promise<string> {
  await go(page, '/assists?whose=mine')
  const headings = page.locator('h2.rows-heading')
  await headings.nth(1).waitFor()
  return page.evaluate(() => {
    const [, second] = document.querySelectorAll('h2.rows-heading')
    const rows = [...document.querySelectorAll<HTMLAnchorElement>('.list-row[href^="/assists/"]')]
    const below = rows.filter(
      (row) => row.getBoundingClientRect().top > (second?.getBoundingClientRect().top ?? 0),
    )
    return below[0]?.getAttribute('href') ?? ''
  })
}

/** Whatever was begun is gone, and the next form is empty. */
async function discardDraft(page: Page): Promise<void> {
  await draftAtRest(page)
  await go(page, '/')
  await openForm(page)
  const discard = page.locator('.notice-bar .app-button')
  await discard.click()
  await discard.waitFor({ state: 'detached' })
}

/** The browser says that the disk is full; it believes for half a minute what it knew of it. */
async function shootFullDisk({ open, shoot, signIn, says }: Camera, url: string): Promise<void> {
  const phone = await open(url)
  const { page, context } = phone
  await signIn(page, author)
  await fillDisk(phone, url)
  await page.reload()
  await unlock(page)
  await openForm(page)
  await page.locator('#countOnly').check()
  await fillHelp(page)
  await save(page)
  await says(page, 'problem.diskFull')
  await page.evaluate(() => window.scrollTo(0, 0))
  await shoot(page, 'form-disk-full')
  await context.close()
}

async function fillDisk({ page, context }: Phone, url: string): Promise<void> {
  const control = await context.newCDPSession(page)
  await control.send('Storage.overrideQuotaForOrigin', { origin: url, quotaSize: 1 })
  for (const latest = Date.now() + 90_000; await canWrite(page); await page.waitForTimeout(3_000))
    if (Date.now() > latest) throw new Error('The disk did not fill up')
}
