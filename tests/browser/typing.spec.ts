// Fields under Vietnamese keyboards: Android composes every word, iOS deletes back and types again. What is typed counts at
// each input event, and no field writes into itself while somebody types.
import { mount } from '@vue/test-utils'
import { describe, expect, it, vi } from 'vitest'
import { nextTick } from 'vue'
import SearchPick from '../../src/client/components/SearchPick.vue'
import TextField from '../../src/client/components/TextField.vue'

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
    await vi.waitFor(() => expect(shownIn(wrapper)).toEqual(['Nguyễn Thị Hoà', 'Nguyễn Văn An']))
    wrapper.unmount()
  })

  it('is walked and picked by keys, but never by the Enter that ends a composition', async () => {
    const { picked, wrapper, input } = aPick(search)
    compose(input, ['Nguyễn'])
    await vi.waitFor(() => expect(shownIn(wrapper)).toHaveLength(2))
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
    await vi.waitFor(() => expect(shownIn(wrapper)).toEqual(['Trần Văn Bình']))
    wrapper.unmount()
  })
})
