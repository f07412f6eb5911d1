// Where a person is in the form of a visit: what is asked for is entered at once, and nothing throws one out of it.
import { mount, type VueWrapper } from '@vue/test-utils'
import { createPinia } from 'pinia'
import { afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { defineComponent, h, reactive } from 'vue'
import { createMemoryHistory } from 'vue-router'
import type { WireRow } from '#protocol/sync.ts'
import { clientKey } from '../../src/client/composables/useClient.ts'
import type { Client } from '../../src/client/createClient.ts'
import { i18n, showLocale } from '../../src/client/i18n/index.ts'
import { createAppRouter } from '../../src/client/routes.ts'
import { beginAssistForm, type AssistForm } from '../../src/client/screens/assists/form/assistForm.ts'
import ItemsPart from '../../src/client/screens/assists/form/ItemsPart.vue'
import ResidentPart from '../../src/client/screens/assists/form/ResidentPart.vue'
import WhenWherePart from '../../src/client/screens/assists/form/WhenWherePart.vue'
import { createView } from '../../src/client/view/view.ts'
import {
  aProcedure,
  aResident,
  aTeam,
  aVolunteer,
  anAccountItem,
  anAssist,
  anId,
  ids,
  noon,
  today,
} from '../support/builders.ts'
import { plain } from '../support/plainText.ts'
import { waitFor } from '../support/patience.ts'

const longName = 'Cấp bản sao trích lục hộ tịch, bản sao Giấy khai sinh'
const rows = [
  { table: 'units', id: ids.team, row: aTeam() },
  { table: 'procedures', id: ids.procedure, row: aProcedure({ name: longName }) },
  { table: 'residents', id: ids.resident, row: aResident() },
  ...(
    [
      [1, '2026-10-02', 'vneidLevel2', null],
      [2, '2026-11-05', 'vneidLevel2', null],
      [3, '2026-10-01', 'vneidLevel2', { memberId: ids.volunteer, at: noon, reason: 'Ghi nhầm' }],
      [4, '2026-10-01', 'nationalPortal', { memberId: ids.volunteer, at: noon, reason: 'Ghi nhầm' }],
    ] as const
  ).map(([n, on, account, withdrawn]) => {
    const row = anAssist({
      id: anId(80 + n),
      on,
      items: { [anId(90 + n)]: anAccountItem(account) },
      withdrawn,
    })
    return { table: 'assists', id: row.id, row }
  }),
].map((row) => ({ ver: 1, ...row }) as WireRow)

describe('the form of a visit', () => {
  let form: AssistForm
  let wrapper: VueWrapper
  let made = 300

  beforeAll(() => showLocale('vi'))
  beforeEach(() => {
    const view = createView(aVolunteer, () => noon)
    view.hear({ rows })
    const newId = () => anId(made++)
    const client = { newId, clock: () => noon, view: () => view } as unknown as Client
    form = reactive(beginAssistForm({ newId, today, teamId: ids.team }))
    const Parts = defineComponent(() => () => {
      const props = { modelValue: form, errors: {}, isCorrection: false }
      return h('form', [h(ResidentPart, props), h(ItemsPart, props), h(WhenWherePart, props)])
    })
    wrapper = mount(Parts, {
      attachTo: document.body,
      global: {
        plugins: [createPinia(), createAppRouter(createMemoryHistory()), i18n],
        provide: { [clientKey as symbol]: client },
      },
    })
  })
  afterEach(() => wrapper.unmount())

  const here = () => document.activeElement as HTMLElement
  const groupsHere = () => {
    const names: string[] = []
    for (
      let group = here().closest('[role=group]');
      group;
      group = group.parentElement?.closest('[role=group]') ?? null
    )
      names.push(
        document.getElementById(group.getAttribute('aria-labelledby') ?? '')?.textContent?.trim() ?? '',
      )
    return names
  }
  const button = (name: string) =>
    wrapper.findAll('button').find((one) => one.text() === name)?.element as HTMLButtonElement
  const press = async (name: string, isThere: () => boolean) => {
    button(name).click()
    await waitFor(() => expect(isThere()).toBe(true))
  }
  async function choose(query: string) {
    const input = here() as HTMLInputElement
    input.value = query
    input.dispatchEvent(new InputEvent('input', { bubbles: true }))
    await waitFor(() => expect(wrapper.find('[role=option]').exists()).toBe(true))
    ;(wrapper.find('[role=option]').element as HTMLElement).click()
    await waitFor(() => expect(here().tagName).toBe('P'))
  }

  it('begins a dossier in its first field, within the group that its title names', async () => {
    await press('Thêm hồ sơ', () => here().id.endsWith('.procedure'))
    expect(groupsHere()).toEqual(['Hồ sơ 1', 'Hồ sơ đã nộp trực tuyến', 'Đã làm gì'])
    await press('Thêm hồ sơ nữa', () => here().id === `dossier.${form.dossiers[1]?.dossierId}.procedure`)
    expect(groupsHere()[0]).toBe('Hồ sơ 2')
  })

  it('shows the whole name of a procedure that was picked, and goes back to the field to change it', async () => {
    await press('Thêm hồ sơ', () => here().id.endsWith('.procedure'))
    await choose('trich luc')
    expect(here().textContent).toContain(longName)
    expect(form.dossiers[0]).toMatchObject({ procedureId: ids.procedure, level: 4 })
    await press('Thay đổi', () => here().id.endsWith('.procedure'))
    expect(form.dossiers[0]).toMatchObject({ procedureId: null, procedureText: '' })
  })

  it('goes on at the button that adds when a card is taken out', async () => {
    await press('Có việc chưa làm được', () => here().matches('[type=radio]'))
    expect(groupsHere()[0]).toBe('Chưa làm được')
    await press('Bỏ', () => here().id === 'addFailure')
    expect(form.failures).toEqual([])
  })

  it('shows a resident who was picked with the phone number in parts, and goes back to the name', async () => {
    document.getElementById('name')?.focus()
    await choose('tran')
    expect(here().textContent).toContain('Trần Văn Mẫu')
    expect(plain(here().textContent)).toContain('1985 · 0912 345 678')
    await press('Thay đổi', () => here().id === 'name')
    expect(form).toMatchObject({ knownId: null, name: '', phone: '' })
  })

  it('says under an account of somebody known since when it is there, and still takes it', async () => {
    expect(wrapper.text()).not.toContain('Đã ghi')
    document.getElementById('name')?.focus()
    await choose('tran')
    const box = document.getElementById('account.vneidLevel2') as HTMLInputElement
    await waitFor(() => expect(box.closest('label')?.textContent).toContain('Đã ghi 02/10/2026'))
    expect(document.getElementById(box.getAttribute('aria-describedby') ?? '')?.textContent).toBe(
      'Đã ghi 02/10/2026',
    )
    expect(wrapper.text().match(/Đã ghi/g)).toHaveLength(1)
    box.click()
    await waitFor(() => expect(form.accounts.vneidLevel2).toBeDefined())
    await press('Thay đổi', () => here().id === 'name')
    expect(wrapper.text()).not.toContain('Đã ghi')
  })

  it('says below a reason what can be done about it, and only about the chosen one', async () => {
    await press('Có việc chưa làm được', () => here().matches('[type=radio]'))
    here().click()
    await waitFor(() => expect(wrapper.text()).toContain('Không nhận được OTP'))
    expect(wrapper.findAll('.group').map((group) => group.text())).toContain('Điện thoại, SIM, OTP')
    const choose = async (words: string, advice: string) => {
      const line = wrapper.findAll('.line').find((one) => one.text() === words)
      ;(line?.find('input').element as HTMLElement).click()
      await waitFor(() => expect(wrapper.find('.next').text()).toContain(advice))
    }
    await choose('Số điện thoại không chính chủ hoặc không khớp CCCD', 'điểm giao dịch của nhà mạng')
    await choose('Chưa có hoặc chưa kích hoạt định danh mức 2', 'Công an phường')
    expect(wrapper.findAll('.next')).toHaveLength(1)
  })

  it('warns of a word in the note once the field is left, and leaves the note alone', async () => {
    const note = document.getElementById('note') as HTMLTextAreaElement
    note.focus()
    note.value = 'Bác bị tiểu đường '
    note.dispatchEvent(new InputEvent('input', { bubbles: true }))
    await waitFor(() => expect(form.note).toBe('Bác bị tiểu đường '))
    expect(document.getElementById('note-warning')).toBeNull()
    document.getElementById('name')?.focus()
    await waitFor(() =>
      expect(document.getElementById('note-warning')?.textContent).toContain('Có “tiểu đường”'),
    )
    expect(note.value).toBe('Bác bị tiểu đường ')
  })

  it('warns of a day long ago once it is left, not of half a year on the way, and understands a year of two digits', async () => {
    ;(wrapper.findAll('#on [type=radio]').at(-1)?.element as HTMLElement).click()
    await waitFor(() => expect(document.getElementById('on-day')).not.toBeNull())
    const type = async (part: 'day' | 'month' | 'year', text: string) => {
      const input = document.getElementById(`on-${part}`) as HTMLInputElement
      input.focus()
      input.value = text
      input.dispatchEvent(new InputEvent('input', { bubbles: true }))
      await waitFor(() => expect(form.onParts[part]).toBe(text))
    }
    await type('day', '12')
    await type('month', '11')
    await type('year', '20')
    expect([form.on, document.getElementById('on-warning')]).toEqual(['2020-11-12', null])
    document.getElementById('note')?.focus()
    await waitFor(() => expect(wrapper.text()).toContain('Ngày này cách đây hơn một năm'))
    await type('year', '26')
    document.getElementById('note')?.focus()
    await waitFor(() => expect(document.getElementById('on-warning')).toBeNull())
    expect([form.on, (document.getElementById('on-year') as HTMLInputElement).value]).toEqual([
      '2026-11-12',
      '26',
    ])
  })

  it('says how a day is written only while its boxes are there', async () => {
    expect(plain(wrapper.text())).not.toContain('Ví dụ 27 3 2026')
    ;(wrapper.findAll('#on [type=radio]').at(-1)?.element as HTMLElement).click()
    await waitFor(() => expect(plain(wrapper.text())).toContain('Ví dụ 27 3 2026'))
    expect(document.getElementById('on-day')?.getAttribute('aria-describedby')).toBe('on-hint')
  })
})
