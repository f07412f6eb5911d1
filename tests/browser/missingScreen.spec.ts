// A tap on a screen whose code does not come is answered, and nobody is led in a circle by it.
import { enableAutoUnmount, flushPromises } from '@vue/test-utils'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { defineComponent, type Component } from 'vue'
import { useRouter, type Router } from 'vue-router'
import { useMissingScreen } from '../../src/client/composables/useMissingScreen.ts'
import { useToast } from '../../src/client/composables/useToast.ts'
import { useSessionStore } from '../../src/client/stores/session.ts'
import { createView } from '../../src/client/view/view.ts'
import { aVolunteer, ids, noon } from '../support/builders.ts'
import { aScreen } from '../support/screen.ts'

enableAutoUnmount(afterEach)

describe('a screen whose code is on its way, or does not come', () => {
  let canLoad: boolean
  let loaded: string[]
  let router: Router
  let come: () => void
  const { toast, close } = useToast()

  beforeEach(async () => {
    canLoad = false
    loaded = []
    close()
    const coming = new Promise<Component>((resolve) => {
      come = () => resolve({ render: () => null })
    })
    const App = defineComponent({
      setup() {
        router = useRouter()
        router.addRoute({ path: '/slow', component: () => coming })
        router.addRoute({ path: '/broken', component: () => Promise.reject(new TypeError('Not fetched')) })
        useMissingScreen(
          async () => canLoad,
          (path) => loaded.push(path),
        )
        return () => null
      },
    })
    await aScreen(App, {
      view: createView(aVolunteer, () => noon),
      member: { id: ids.volunteer, name: 'Thành Viên', role: 'volunteer', teamIds: [ids.team] },
      clock: () => noon,
      path: '/unlock',
    })
  })
  afterEach(() => sessionStorage.clear())

  async function tap(): Promise<void> {
    await router.push('/broken').catch(() => undefined)
    await flushPromises()
  }

  it('is said to be on its way after a while, but not where it was there at once', async () => {
    await router.push('/sign-in')
    const opening = router.push('/slow')
    await expect.poll(() => toast.text, { timeout: 5_000 }).toContain('Đang tải màn hình')
    come()
    await opening
    expect(router.currentRoute.value.path).toBe('/slow')
    expect(toast.open).toBe(false)
    await new Promise((resolve) => setTimeout(resolve, 1_200))
    expect(toast.open).toBe(false)
  })

  it('is said to be not on the phone yet', async () => {
    await tap()
    expect(toast.text).toContain('chưa tải về máy')
    expect(loaded).toEqual([])
  })

  it('is reached by loading the page anew where that brings it', async () => {
    canLoad = true
    await tap()
    expect(loaded).toEqual(['/broken'])
    expect(toast.open).toBe(false)
  })

  it('and does not come then either is said to be broken, and tried again only by the next tap', async () => {
    canLoad = true
    await tap()
    await tap()
    expect(loaded).toEqual(['/broken'])
    expect(toast.text).toContain('không mở được')
    await tap()
    expect(loaded).toEqual(['/broken', '/broken'])
  })

  it('leaves nobody at the door who is in', async () => {
    await tap()
    expect(router.currentRoute.value.path).toBe('/unlock')
    useSessionStore().phase = 'open'
    await tap()
    await expect.poll(() => router.currentRoute.value.path).toBe('/')
  })
})
