// The focus follows what was asked for.
import { nextTick } from 'vue'

/** Into the first field of what came. */
export async function enterCard(id: string): Promise<void> {
  await nextTick()
  const card = document.getElementById(id)
  card?.scrollIntoView({ block: 'nearest' })
  card?.querySelector('input')?.focus()
}

/** From what is gone to the button that brings another, or to the heading when there is none. */
export async function leaveCard(addId: string, headingId: string): Promise<void> {
  await nextTick()
  const button = document.getElementById(addId)
  if (button) return button.focus()
  const heading = document.getElementById(headingId)
  heading?.setAttribute('tabindex', '-1')
  heading?.focus()
}
