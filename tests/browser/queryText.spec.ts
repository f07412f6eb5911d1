// Whom somebody searched for is there on the way back, and stands in no address and in nothing that a browser writes down.
import { enableAutoUnmount, flushPromises, mount, type VueWrapper } from '@vue/test-utils'
import { createPinia } from 'pinia'
import { afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { createMemoryHistory, RouterView, type Router, type RouterHistory } from 'vue-router'
import type { WireRow } from '#protocol/sync.ts'
import { clientKey } from '../../src/client/composables/useClient.ts'
import type { Client } from '../../src/client/createClient.ts'
import { i18n, showLocale } from '../../src/client/i18n/index.ts'
import { createAppRouter } from '../../src/client/routes.ts'
import { useSessionStore } from '../../src/client/stores/session.ts'
import { createView } from '../../src/client/view/view.ts'
import { aResident, aTeam, aVolunteer, anId, ids, noon } from '../support/builders.ts'
import { waitFor } from '../support/patience.ts'

enableAutoUnmount(afterEach)

const named = ['Trần Văn Một', 'Trần Văn Hai', 'Trần Văn Ba', 'Trần Văn Bốn', 'Trần Văn Năm', 'Trần Văn Sáu']
const residents = [...named, 'Lê Thị Khác'].map((name, n) => aResident({ id: anId(200 + n), name }))
const rows = [
  { table: 'units', id: ids.team, ver: 1, row: aTeam() },
  ...residents.map((row) => ({ table: 'residents', id: row.id, ver: 1, row })),
] as WireRow[]

let history: RouterHistory
let router: Router
let wrapper: VueWrapper
let session: ReturnType<typeof useSessionStore>
let made = 700

beforeAll(() => showLocale('vi'))
beforeEach(async () => {
  const view = createView(aVolunteer, () => noon)
  view.hear({ rows })
  const client = {
    view: () => view,
    clock: () => noon,
    newId: () => anId(made++),
    drafts: { list: async () => [] },
  } as unknown as Client
  const pinia = createPinia()
  session = useSessionStore(pinia)
  session.member = { id: ids.volunteer, name: 'Thành Viên', role: 'volunteer', teamIds: [ids.team] }
  history = createMemoryHistory()
  router = createAppRouter(history)
  await router.push('/help')
  wrapper = mount(RouterView, {
    attachTo: document.body,
    global: { plugins: [pinia, router, i18n], provide: { [clientKey as symbol]: client } },
  })
})

const searchbox = () => document.querySelector<HTMLInputElement>('#query')
const found = () => wrapper.findAll('.list-row').length

async function go(path: string): Promise<void> {
  await router.push(path)
  await flushPromises()
}

async function goBack(): Promise<void> {
  const left = router.currentRoute.value
  router.back()
  await waitFor(() => expect(router.currentRoute.value).not.toBe(left))
  await flushPromises()
}

async function type(text: string): Promise<void> {
  await waitFor(() => expect(searchbox()).not.toBeNull())
  const input = searchbox() as HTMLInputElement
  input.value = text
  input.dispatchEvent(new InputEvent('input', { bubbles: true }))
  await flushPromises()
}

describe('what is typed into a search', () => {
  it('is there on the way back, whatever was looked at meanwhile, and no place tells it', async () => {
    await go('/residents')
    await type('le thi')
    await waitFor(() => expect(found()).toBe(1))
    expect(history.location).toBe('/residents')
    expect(JSON.stringify(history.state)).not.toContain('le thi')
    await go(`/residents/${anId(206)}`)
    await go('/help')
    await goBack()
    await goBack()
    expect(history.location).toBe('/residents')
    await waitFor(() => expect(searchbox()?.value).toBe('le thi'))
    expect(found()).toBe(1)
    await type('')
    await go('/help')
    await goBack()
    expect(searchbox()?.value).toBe('')
  })

  it('is cleared by the cross beside it, and the next can be typed at once', async () => {
    const cross = () => document.querySelector<HTMLElement>('.search-field button')
    await go('/residents')
    expect(cross()).toBeNull()
    await type('le thi')
    await waitFor(() => expect(found()).toBe(1))
    cross()?.click()
    await waitFor(() => expect(found()).toBeGreaterThan(1))
    expect(searchbox()?.value).toBe('')
    expect(document.activeElement).toBe(searchbox())
    expect(cross()).toBeNull()
  })

  it('stays with its place: the list opened anew begins with nothing', async () => {
    await go('/residents')
    await type('le thi')
    await go('/help')
    await go('/residents')
    expect(searchbox()?.value).toBe('')
  })

  it('stays where a choice goes into the address', async () => {
    await go('/dossiers')
    await type('le thi')
    await router.replace({ query: { show: 'all' } })
    await go('/help')
    await goBack()
    expect(history.location).toBe('/dossiers?show=all')
    expect(searchbox()?.value).toBe('le thi')
  })

  it('goes along to the list of all that was found, which leaves the search as it was', async () => {
    await go('/search')
    await type('tran van')
    const all = () => wrapper.find('a[href="/residents"]')
    await waitFor(() => expect(all().exists()).toBe(true))
    await all().trigger('click', { button: 0 })
    await waitFor(() => expect(history.location).toBe('/residents'))
    await flushPromises()
    expect(searchbox()?.value).toBe('tran van')
    await type('tran van hai')
    await goBack()
    expect(searchbox()?.value).toBe('tran van')
  })

  it('is nothing that another member finds on the same phone', async () => {
    await go('/residents')
    await type('le thi')
    await go('/help')
    session.member = { id: ids.colleague, name: 'Lê Thị Bạn', role: 'volunteer', teamIds: [ids.team] }
    await goBack()
    expect(searchbox()?.value).toBe('')
  })
})
