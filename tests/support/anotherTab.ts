// A second tab of the app on one phone.
import type { BrowserContext, Page } from 'playwright-core'

/** As patient as the first. */
export async function anotherTab(context: BrowserContext): Promise<Page> {
  const page = await context.newPage()
  page.setDefaultTimeout(60_000)
  return page
}
