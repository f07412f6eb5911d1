// The period of the figures: how it is chosen, typed or taken from an address.
import { enableAutoUnmount, flushPromises, type VueWrapper } from '@vue/test-utils'
import { afterEach, describe, expect, it } from 'vitest'
import '../../src/client/styles/main.css'
import DashboardScreen from '../../src/client/screens/dashboard/DashboardScreen.vue'
import { noon } from '../support/builders.ts'
import { plain } from '../support/plainText.ts'
import { aScreen } from '../support/screen.ts'
import { aView, lead } from '../support/teamFigures.ts'

enableAutoUnmount(afterEach)

describe('the period', () => {
  const open = (query: string) =>
    aScreen(DashboardScreen, {
      ...{ view: aView(), member: lead, clock: () => noon },
      path: `/dashboard?${query}`,
    })
  const shown = (screen: VueWrapper) => plain(screen.get('header p').text())
  const marked = (screen: VueWrapper) => screen.get('.choice:has(:checked)').text()
  const first2022 = 'period=custom&from=2022-01-01&to=2022-09-30'
  /** Types a day into the three boxes of one end. */
  async function type(screen: VueWrapper, end: 'from' | 'to', parts: readonly [string, string, string]) {
    for (const [index, part] of (['day', 'month', 'year'] as const).entries())
      await screen.get(`#${end}-${part}`).setValue(parts[index])
  }
  const show = async (screen: VueWrapper) => {
    await screen.get('form').trigger('submit')
    await flushPromises()
  }

  it('can be the first six months, one tap behind the near ones', async () => {
    const screen = await open('period=week')
    expect(marked(screen)).toBe('Tuần')
    expect(screen.find('select').exists()).toBe(false)
    await screen.get('input[value=other]').setValue()
    await flushPromises()
    expect(shown(screen)).toBe('Quý này: 01/10/2026 – 31/12/2026')
    await screen.get('select').setValue('sixMonths')
    await flushPromises()
    expect(shown(screen)).toBe('6 tháng đầu năm: 01/01/2026 – 30/06/2026')
    expect(marked(screen)).toBe('Khác')
  })

  it('of an address is marked, and its figures come before any boxes to fill', async () => {
    const screen = await open(first2022)
    expect(shown(screen)).toBe('01/01/2022 – 30/09/2022')
    expect(marked(screen)).toBe('Khác')
    expect(screen.get<HTMLSelectElement>('select').element.value).toBe('custom')
    expect(screen.find('form').exists()).toBe(false)
  })

  it('that is typed shows nothing else until a person asks for it', async () => {
    const screen = await open(first2022)
    await screen.get('#changeDays').trigger('click')
    await flushPromises()
    expect(document.activeElement?.id).toBe('from-day')
    await type(screen, 'from', ['1', '10', '2026'])
    await type(screen, 'to', ['30', '11', '2026'])
    await flushPromises()
    expect(shown(screen)).toBe('01/01/2022 – 30/09/2022')
    expect(screen.get<HTMLInputElement>('#from-month').element.value).toBe('10')
    await show(screen)
    expect(shown(screen)).toBe('01/10/2026 – 30/11/2026')
    expect(screen.find('form').exists()).toBe(false)
    expect(document.activeElement?.id).toBe('changeDays')
  })

  it('that cannot be says so beside its field, keeps what was typed, and never turns the days round', async () => {
    const screen = await open(first2022)
    await screen.get('#changeDays').trigger('click')
    await flushPromises()
    await type(screen, 'from', ['31', '2', '2026'])
    await show(screen)
    expect(screen.get('#from-error').text()).toContain('Nhập ngày có trong lịch')
    expect(document.activeElement?.id).toBe('from-day')
    await type(screen, 'from', ['1', '12', '2026'])
    await type(screen, 'to', ['30', '11', '2026'])
    await show(screen)
    expect(screen.find('#from-error').exists()).toBe(false)
    expect(screen.get('#to-error').text()).toBe('Chọn “Đến ngày” bằng hoặc sau “Từ ngày”')
    expect(document.activeElement?.id).toBe('to-day')
    expect(screen.get<HTMLInputElement>('#from-month').element.value).toBe('12')
    expect(shown(screen)).toBe('01/01/2022 – 30/09/2022')
  })

  it('that no address can mean is this month', async () => {
    for (const query of ['from=2026-11-30&to=2026-11-01', 'from=2026-02-31&to=2026-11-01', ''])
      expect(shown(await open(`period=custom&${query}`))).toBe('Tháng này: 01/11/2026 – 30/11/2026')
  })
})
