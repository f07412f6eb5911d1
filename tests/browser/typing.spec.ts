// Fields under Vietnamese keyboards: Android composes every word, iOS deletes back and types again. What is typed counts at
// each input event, and no field writes into itself while somebody types.
import { mount } from '@vue/test-utils'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { cdp } from 'vitest/browser'
import { defineComponent, h, nextTick, ref } from 'vue'
import ChoiceGroup from '../../src/client/components/ChoiceGroup.vue'
import DateField from '../../src/client/components/DateField.vue'
import SearchPick from '../../src/client/components/SearchPick.vue'
import TextField from '../../src/client/components/TextField.vue'
import { waitFor } from '../support/patience.ts'

const residents = ['Nguyễn Thị Hoà', 'Nguyễn Văn An', 'Trần Văn Bình']

function inputOf(wrapper: { find: (selector: string) => { element: Element } }): HTMLInputElement {
  return wrapper.find('input').element as HTMLInputElement
}

/** A word as an Android keyboard brings it: the whole composed text so far at every letter. */
function compose(input: HTMLInputElement, steps: readonly string[]): void {
  input.focus()
  input.dispatchEvent(new CompositionEvent('compositionstart'))
  for (const text of steps) {
    input.value = text
    input.dispatchEvent(new InputEvent('input', { bubbles: true, isComposing: true, data: text }))
  }
}

describe('a text field', () => {
  function aField() {
    const typed: string[] = []
    const wrapper = mount(TextField, {
      attachTo: document.body,
      props: {
        id: 'name',
        label: 'Họ và tên',
        modelValue: '',
        'onUpdate:modelValue': async (value: string) => {
          typed.push(value)
          await wrapper.setProps({ modelValue: value })
        },
      },
    })
    return { typed, wrapper, input: inputOf(wrapper) }
  }

  it('tells every letter of a word that is still being composed', async () => {
    const { typed, wrapper, input } = aField()
    compose(input, ['D', 'Du', 'Dư', 'Dươ', 'Dương'])
    await nextTick()
    expect(typed).toEqual(['D', 'Du', 'Dư', 'Dươ', 'Dương'])
    wrapper.unmount()
  })

  it('leaves spaces, case and the caret as they were typed', async () => {
    const { wrapper, input } = aField()
    input.value = '  nguyễn  văn an '
    input.setSelectionRange(4, 4)
    input.dispatchEvent(new InputEvent('input', { bubbles: true }))
    await nextTick()
    expect(input.value).toBe('  nguyễn  văn an ')
    expect(input.selectionStart).toBe(4)
    wrapper.unmount()
  })

  it('names its hint and its trouble to a screen reader', async () => {
    const { wrapper, input } = aField()
    await wrapper.setProps({ hint: 'Như trên thẻ', error: 'Nhập họ và tên' })
    const described = (input.getAttribute('aria-describedby') ?? '').split(' ')
    expect(described.map((id) => document.getElementById(id)?.textContent?.trim())).toEqual([
      'Như trên thẻ',
      'Nhập họ và tên',
    ])
    expect(input.getAttribute('aria-invalid')).toBe('true')
    wrapper.unmount()
  })
})

describe('a field that suggests', () => {
  type Found = readonly { value: string; label: string }[]

  function aPick(options: (query: string) => Found | Promise<Found>) {
    const picked = vi.fn()
    const wrapper = mount(SearchPick, {
      attachTo: document.body,
      props: {
        id: 'resident',
        label: 'Họ và tên',
        modelValue: '',
        options,
        countText: (count: number) => `Tìm thấy ${count}`,
        'onUpdate:modelValue': (value: string) => void wrapper.setProps({ modelValue: value }),
        onPick: picked,
      },
    })
    return { picked, wrapper, input: inputOf(wrapper) }
  }

  const search = (query: string) =>
    residents
      .filter((name) => name.toLowerCase().includes(query.toLowerCase()))
      .map((label) => ({ value: label, label }))

  const shownIn = (wrapper: ReturnType<typeof mount>) =>
    wrapper.findAll('[role=option]').map((option) => option.text())

  it('searches in the middle of a composed word', async () => {
    const { wrapper, input } = aPick(search)
    compose(input, ['N', 'Ng', 'Nguyễn'])
    await waitFor(() => expect(shownIn(wrapper)).toEqual(['Nguyễn Thị Hoà', 'Nguyễn Văn An']))
    wrapper.unmount()
  })

  it('is walked and picked by keys, but never by the Enter that ends a composition', async () => {
    const { picked, wrapper, input } = aPick(search)
    compose(input, ['Nguyễn'])
    await waitFor(() => expect(shownIn(wrapper)).toHaveLength(2))
    const press = (key: string, isComposing = false) =>
      input.dispatchEvent(new KeyboardEvent('keydown', { key, isComposing, bubbles: true, cancelable: true }))
    press('ArrowDown')
    await nextTick()
    press('Enter', true)
    expect(picked).not.toHaveBeenCalled()
    press('ArrowDown')
    await nextTick()
    const active = document.getElementById(input.getAttribute('aria-activedescendant') ?? '')
    expect(active?.textContent).toContain('Nguyễn Văn An')
    press('Enter')
    expect(picked.mock.calls).toEqual([[{ value: 'Nguyễn Văn An', label: 'Nguyễn Văn An' }]])
    wrapper.unmount()
  })

  it('drops a slow answer to an older question', async () => {
    const answers = new Map<string, (found: Found) => void>()
    const { wrapper, input } = aPick((query) => new Promise((resolve) => answers.set(query, resolve)))
    compose(input, ['Ng', 'Trần'])
    answers.get('Trần')?.([{ value: 'b', label: 'Trần Văn Bình' }])
    answers.get('Ng')?.([{ value: 'a', label: 'Nguyễn Văn An' }])
    await waitFor(() => expect(shownIn(wrapper)).toEqual(['Trần Văn Bình']))
    wrapper.unmount()
  })
})

describe('the Enter key of a form', () => {
  const sent = vi.fn((event: Event) => event.preventDefault())
  const picked = vi.fn()
  const procedures = ['Đăng ký khai sinh', 'Cấp bản sao khai sinh', 'Đăng ký kết hôn']
  let wrapper: ReturnType<typeof mount>

  const Form = defineComponent(() => {
    const texts = ref<Record<string, string>>({})
    const of = (id: string, enterkeyhint?: 'next' | 'done') => ({
      ...{ id, label: id, modelValue: texts.value[id] ?? '', enterkeyhint },
      'onUpdate:modelValue': (text: string) => (texts.value[id] = text),
    })
    const search = (all: string[]) => ({
      options: (query: string) =>
        all
          .filter((one) => one.toLowerCase().includes(query.toLowerCase()))
          .map((value) => ({ value, label: value })),
      countText: String,
      onPick: picked,
    })
    const place = {
      id: 'place',
      legend: 'place',
      options: ['home', 'desk'].map((value) => ({ value, label: value })),
    }
    const partLabels = { day: 'day', month: 'month', year: 'year' }
    return () =>
      h('form', { onSubmit: sent }, [
        h(SearchPick, { ...of('name', 'next'), ...search(residents) }),
        h(TextField, of('birthYear', 'next')),
        h('input', { id: 'unseen', style: 'display: none' }),
        h('button', { type: 'button' }, 'Hiện'),
        h(ChoiceGroup, place),
        h(SearchPick, { ...of('procedure'), ...search(procedures), minimum: 0 }),
        h(DateField, { ...of('on'), partLabels }),
        h(TextField, of('code', 'done')),
        h(TextField, of('last', 'next')),
        h('button', 'Lưu'),
      ])
  })

  beforeEach(() => {
    sent.mockClear()
    picked.mockClear()
    wrapper = mount(Form, { attachTo: document.body })
  })
  afterEach(() => wrapper.unmount())

  const here = () => document.activeElement?.id
  async function type(id: string, text: string) {
    const input = document.getElementById(id) as HTMLInputElement
    input.focus()
    input.value = text
    input.dispatchEvent(new InputEvent('input', { bubbles: true }))
    await nextTick()
    await nextTick()
  }
  /** As a keyboard brings it: what no page prevents sends the form. */
  async function enter() {
    const { send } = cdp() as { send: (method: string, params: object) => Promise<unknown> }
    const about = { key: 'Enter', code: 'Enter', windowsVirtualKeyCode: 13, nativeVirtualKeyCode: 13 }
    await send('Input.dispatchKeyEvent', { type: 'keyDown', text: '\r', ...about })
    await send('Input.dispatchKeyEvent', { type: 'keyUp', ...about })
    await nextTick()
  }

  it('goes on to the next field where the phone says "next", and sends nothing', async () => {
    await type('birthYear', '1987')
    await enter()
    expect(document.activeElement).toBe(document.querySelector('#place input'))
    for (const [part, next] of [
      ['on-day', 'on-month'],
      ['on-month', 'on-year'],
      ['on-year', 'code'],
    ] as const) {
      await type(part, '12')
      await enter()
      expect(here()).toBe(next)
    }
    expect(sent).not.toHaveBeenCalled()
  })

  it('leaves a new name as it was typed beside somebody alike, and closes the list', async () => {
    await type('name', 'Nguyễn Văn')
    await waitFor(() => expect(wrapper.find('[role=option]').exists()).toBe(true))
    await enter()
    expect(here()).toBe('birthYear')
    expect(wrapper.find('#name').attributes('aria-expanded')).toBe('false')
    expect([picked, sent].map(({ mock }) => mock.calls.length)).toEqual([0, 0])
  })

  it('takes the only procedure that is found, and of several waits for a choice', async () => {
    await type('procedure', 'khai sinh')
    await waitFor(() => expect(wrapper.findAll('#procedure-list [role=option]')).toHaveLength(2))
    await enter()
    expect([picked, sent].map(({ mock }) => mock.calls.length)).toEqual([0, 0])
    expect([here(), wrapper.find('#procedure').attributes('aria-expanded')]).toEqual(['procedure', 'true'])
    await type('procedure', 'kết hôn')
    await waitFor(() => expect(wrapper.findAll('#procedure-list [role=option]')).toHaveLength(1))
    await enter()
    expect(picked.mock.calls).toEqual([[{ value: 'Đăng ký kết hôn', label: 'Đăng ký kết hôn' }]])
    await type('procedure', 'không có')
    await enter()
    expect(sent).not.toHaveBeenCalled()
  })

  it('sends the form from a field that says "done", such as that of a password, and from the last one', async () => {
    await type('code', 'H08')
    await enter()
    expect(sent).toHaveBeenCalledTimes(1)
    await type('last', '0123')
    await enter()
    expect(sent).toHaveBeenCalledTimes(2)
  })

  it('is not taken where it ends a word that is being composed', async () => {
    await type('birthYear', '1987')
    const event = new KeyboardEvent('keydown', {
      key: 'Enter',
      isComposing: true,
      bubbles: true,
      cancelable: true,
    })
    document.getElementById('birthYear')?.dispatchEvent(event)
    expect([event.defaultPrevented, here()]).toEqual([false, 'birthYear'])
  })
})
