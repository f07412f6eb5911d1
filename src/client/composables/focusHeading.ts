// What has become another screen begins at its top: there the eye finds it, and a screen reader reads on from its heading.
import { nextTick } from 'vue'

/** Gives the focus to the heading of the screen; of a list and its detail, to that of the detail. */
export async function focusHeading(): Promise<void> {
  await nextTick()
  const detail = document.querySelector('.split-detail')
  const heading = detail?.querySelector('h1') ?? document.querySelector('h1')
  detail?.scrollTo({ top: 0 })
  heading?.setAttribute('tabindex', '-1')
  heading?.focus({ preventScroll: true })
}

/** The same for a screen that turned into another one without a change of its address. */
export async function beginAtTop(): Promise<void> {
  await focusHeading()
  if (!document.querySelector('.split-detail')) window.scrollTo({ top: 0 })
}
