// One screen of the app in a real browser: real rows, words and routes, with the server and the clock in the test's hand.
import { mount, type VueWrapper } from '@vue/test-utils'
import { createPinia } from 'pinia'
import type { Component } from 'vue'
import { createMemoryHistory } from 'vue-router'
import { clientKey } from '../../src/client/composables/useClient.ts'
import type { Client } from '../../src/client/createClient.ts'
import type { Api } from '../../src/client/http/api.ts'
import { i18n, showLocale } from '../../src/client/i18n/index.ts'
import { createAppRouter } from '../../src/client/routes.ts'
import { useSessionStore, type SessionMember } from '../../src/client/stores/session.ts'
import type { View } from '../../src/client/view/view.ts'

export interface ScreenWorld {
  readonly view: View
  readonly member: SessionMember
  readonly clock: () => number
  readonly api?: Partial<Api>
  /** What else of the client the screen reaches for. */
  readonly client?: Partial<Client>
  readonly path?: string
  readonly props?: Record<string, unknown>
}

export async function aScreen(component: Component, world: ScreenWorld): Promise<VueWrapper> {
  await showLocale('vi')
  const pinia = createPinia()
  useSessionStore(pinia).member = world.member
  const router = createAppRouter(createMemoryHistory())
  await router.push(world.path ?? '/dashboard')
  const client = {
    view: () => world.view,
    clock: world.clock,
    api: world.api ?? {},
    drafts: { list: async () => [] },
    ...world.client,
  } as unknown as Client
  return mount(component, {
    attachTo: document.body,
    props: world.props ?? {},
    global: { plugins: [pinia, router, i18n], provide: { [clientKey as symbol]: client } },
  })
}
