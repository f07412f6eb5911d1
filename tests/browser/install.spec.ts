// The button that puts the app on the home screen of an Android phone: after the first record, and not again once it was
// put off.
import { enableAutoUnmount, flushPromises } from '@vue/test-utils'
import { afterEach, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest'
import { keepInstallOffer } from '../../src/client/composables/useInstall.ts'
import InstallHint from '../../src/client/screens/home/InstallHint.vue'
import type { SessionMember } from '../../src/client/stores/session.ts'
import { createView, type FedView } from '../../src/client/view/view.ts'
import { aVolunteer, anAssist, anId, ids, noon } from '../support/builders.ts'
import { aScreen } from '../support/screen.ts'

enableAutoUnmount(afterEach)

const volunteer: SessionMember = { id: ids.volunteer, name: 'A', role: 'volunteer', teamIds: [ids.team] }
const prompt = vi.fn(async () => ({ outcome: 'accepted' as const }))

/** As Chrome on Android offers it, when it finds that the app may be installed. */
function offer(): Event {
  const event = Object.assign(new Event('beforeinstallprompt', { cancelable: true }), { prompt })
  window.dispatchEvent(event)
  return event
}

describe('the offer to install', () => {
  let view: FedView
  beforeAll(keepInstallOffer)
  beforeEach(() => {
    localStorage.removeItem('to-so.installDismissed')
    prompt.mockClear()
    view = createView(aVolunteer, () => noon)
  })

  const open = () => aScreen(InstallHint, { view, member: volunteer, clock: () => noon })
  const recordedBy = (memberId: string) =>
    view.hear({
      rows: [{ table: 'assists', id: anId(20), ver: 1, row: anAssist({ id: anId(20), memberId }) }],
    })

  it('keeps the browser from asking by itself', () => {
    expect(offer().defaultPrevented).toBe(true)
  })

  it('waits for the first record of this member, and then asks by the browser’s own question', async () => {
    offer()
    const screen = await open()
    recordedBy(ids.colleague)
    await flushPromises()
    expect(screen.find('button').exists()).toBe(false)
    view.hear({ rows: [{ table: 'assists', id: ids.assist, ver: 1, row: anAssist() }] })
    await flushPromises()
    await screen.find('button').trigger('click')
    expect(prompt).toHaveBeenCalledOnce()
    await flushPromises()
    expect(screen.find('button').exists()).toBe(false)
  })

  it('is not made again to whoever put it off', async () => {
    offer()
    recordedBy(ids.volunteer)
    const screen = await open()
    await screen.findAll('button').at(-1)?.trigger('click')
    await flushPromises()
    expect(screen.find('button').exists()).toBe(false)
    screen.unmount()
    expect((await open()).find('button').exists()).toBe(false)
  })
})
