// The figures of today turn with the day, while the app stays open and when a phone wakes up.
import { enableAutoUnmount, flushPromises } from '@vue/test-utils'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import '../../src/client/styles/main.css'
import DashboardScreen from '../../src/client/screens/dashboard/DashboardScreen.vue'
import HomeScreen from '../../src/client/screens/home/HomeScreen.vue'
import { ids, noon } from '../support/builders.ts'
import { aScreen } from '../support/screen.ts'
import { aView, lead, tiles } from '../support/teamFigures.ts'

enableAutoUnmount(afterEach)

describe('today', () => {
  const msPerHour = 3_600_000
  beforeEach(() => {
    vi.useFakeTimers({ now: noon })
  })
  afterEach(() => {
    vi.useRealTimers()
  })
  const colleague = { ...lead, id: ids.colleague }
  const open = () => aScreen(HomeScreen, { view: aView(), member: colleague, clock: Date.now, path: '/' })

  it('turns at midnight in Vietnam while the app stays open', async () => {
    const screen = await open()
    expect(tiles(screen)).toMatchObject({ Lượt: '1' })
    await vi.advanceTimersByTimeAsync(12 * msPerHour - 1)
    expect(tiles(screen)).toMatchObject({ Lượt: '1' })
    await vi.advanceTimersByTimeAsync(1)
    expect(tiles(screen)).toMatchObject({ Lượt: '0' })
    expect(screen.get('.big-figure').attributes('href')).toContain('from=2026-11-21')
  })

  it('turns on the dashboard too', async () => {
    const screen = await aScreen(DashboardScreen, {
      view: aView(),
      member: lead,
      clock: Date.now,
      path: '/dashboard?period=day',
    })
    expect(screen.find('header p').text()).toBe('Hôm nay: 20/11/2026')
    await vi.advanceTimersByTimeAsync(12 * msPerHour)
    expect(screen.find('header p').text()).toBe('Hôm nay: 21/11/2026')
    expect(tiles(screen)).toMatchObject({ Lượt: '0' })
  })

  it('is looked at again when a phone that slept over midnight wakes up', async () => {
    const screen = await open()
    const visibility = vi.spyOn(document, 'visibilityState', 'get')
    const turn = async (to: DocumentVisibilityState) => {
      visibility.mockReturnValue(to)
      document.dispatchEvent(new Event('visibilitychange'))
      await flushPromises()
    }
    await turn('hidden')
    expect(tiles(screen)).toMatchObject({ Lượt: '1' })
    vi.setSystemTime(noon + 20 * msPerHour)
    await turn('visible')
    expect(tiles(screen)).toMatchObject({ Lượt: '0' })
    vi.restoreAllMocks()
  })
})
