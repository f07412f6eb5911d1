// A list of suggestions is all within reach: above the bar at the bottom, however low its field stood.
import { mount, type VueWrapper } from '@vue/test-utils'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { defineComponent, h } from 'vue'
import SearchPick from '../../src/client/components/SearchPick.vue'
import '../../src/client/styles/main.css'
import { waitFor } from '../support/patience.ts'

const many = Array.from({ length: 30 }, (_, index) => ({ value: String(index), label: `Thủ tục ${index}` }))

/** A long page with a field in it, and a bar that stays at its bottom. */
const LongPage = defineComponent({
  props: { above: { type: Number, required: true } },
  setup: ({ above }) => {
    const block = (height: number) => h('div', { style: { blockSize: `${height}px` } })
    const field = () =>
      h(SearchPick, {
        id: 'procedure',
        label: 'Thủ tục',
        modelValue: '',
        minimum: 0,
        options: () => many,
        countText: String,
      })
    return () =>
      h('div', [
        block(above),
        field(),
        block(3000),
        h('div', { class: 'action-bar', style: { position: 'fixed', insetInline: 0, blockSize: '72px' } }),
      ])
  },
})

describe.each([
  ['near the bottom', 560],
  ['far below', 2400],
])('the list of a field that stands %s', (_where, above) => {
  let wrapper: VueWrapper
  const find = (selector: string) => wrapper.find(selector).element as HTMLElement
  const top = (selector: string) => find(selector).getBoundingClientRect().top
  const bottom = (selector: string) => find(selector).getBoundingClientRect().bottom

  beforeEach(async () => {
    window.scrollTo(0, 0)
    wrapper = mount(LongPage, { attachTo: document.body, props: { above } })
    find('input').focus()
    await waitFor(() => expect(find('[role=listbox]').checkVisibility()).toBe(true))
    await waitFor(() => expect(bottom('[role=listbox]')).toBeLessThanOrEqual(top('.action-bar')))
  })
  afterEach(() => wrapper.unmount())

  it('shows several of them with the field above, and never runs under the bar', () => {
    expect(top('.label')).toBeGreaterThanOrEqual(0)
    expect(bottom('[role=listbox]') - top('[role=listbox]')).toBeGreaterThanOrEqual(200)
  })

  it('shows no torn rest of what lies behind it between its end and the bar', () => {
    const clear = parseFloat(getComputedStyle(find('[role=listbox]')).getPropertyValue('--clear'))
    const left = top('.action-bar') - bottom('[role=listbox]')
    expect(clear).toBeGreaterThanOrEqual(left <= 150 ? left : 24)
  })

  it('is walked to its end without moving the page', async () => {
    const before = window.scrollY
    const press = (key: string) =>
      find('input').dispatchEvent(new KeyboardEvent('keydown', { key, bubbles: true, cancelable: true }))
    press('ArrowUp')
    await waitFor(() => expect(find('.active').textContent).toContain('Thủ tục 29'))
    expect(bottom('.active')).toBeLessThanOrEqual(bottom('[role=listbox]'))
    press('ArrowDown')
    await waitFor(() => expect(find('.active').textContent).toContain('Thủ tục 0'))
    expect(top('.active')).toBeGreaterThanOrEqual(top('[role=listbox]'))
    expect(window.scrollY).toBe(before)
  })
})
