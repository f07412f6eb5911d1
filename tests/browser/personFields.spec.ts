// Who a visit is for: what a scanner types where the name belongs goes into no draft, and a visit that was recorded for the
// wrong person is put right without renaming anybody.
import { mount, type VueWrapper } from '@vue/test-utils'
import { createPinia } from 'pinia'
import { afterEach, beforeAll, describe, expect, it } from 'vitest'
import { defineComponent, h, reactive, watch } from 'vue'
import { createMemoryHistory } from 'vue-router'
import type { WireRow } from '#protocol/sync.ts'
import { clientKey } from '../../src/client/composables/useClient.ts'
import type { Client } from '../../src/client/createClient.ts'
import { i18n, showLocale } from '../../src/client/i18n/index.ts'
import { createAppRouter } from '../../src/client/routes.ts'
import {
  beginAssistForm,
  isPersonTyped,
  type AssistForm,
} from '../../src/client/screens/assists/form/assistForm.ts'
import { openAssistForm } from '../../src/client/screens/assists/form/openAssistForm.ts'
import ResidentPart from '../../src/client/screens/assists/form/ResidentPart.vue'
import { createView } from '../../src/client/view/view.ts'
import { aResident, aTeam, aVolunteer, anAssist, anId, ids, noon, today } from '../support/builders.ts'
import { plain } from '../support/plainText.ts'
import { waitFor } from '../support/patience.ts'

const other = aResident({ id: anId(71), name: 'Lê Thị Thử', birthYear: 1960, phone: null })
const rows = [
  { table: 'units', id: ids.team, row: aTeam() },
  { table: 'residents', id: ids.resident, row: aResident() },
  { table: 'residents', id: other.id, row: other },
].map((row) => ({ ver: 1, ...row }) as WireRow)
const idHash = 'c'.repeat(64)
const card = '052301000789||Phan Thị Ví Dụ|19112001|Nữ|Giao Hội 1, Hoài Tân|05082024||||'

let wrapper: VueWrapper
let form: AssistForm
/** As the draft would have kept it, at every change. */
let kept: string[]
let submits: number

function open(begun: AssistForm) {
  const view = createView(aVolunteer, () => noon)
  view.hear({ rows })
  const hashIdNumber = (idNumber: string) => Promise.resolve({ idHash, idLastFour: idNumber.slice(-4) })
  const client = { newId: () => anId(300), clock: () => noon, view: () => view, hashIdNumber }
  form = reactive(begun)
  kept = []
  submits = 0
  watch(form, () => kept.push(JSON.stringify(form)), { deep: true, flush: 'sync' })
  const onSubmit = (event: Event) => {
    event.preventDefault()
    submits++
  }
  const Page = defineComponent(
    () => () =>
      h('form', { onSubmit }, [
        h(ResidentPart, { modelValue: form, errors: {}, isCorrection: form.seen !== null }),
        h('button', { type: 'submit' }, 'Lưu'),
      ]),
  )
  wrapper = mount(Page, {
    attachTo: document.body,
    global: {
      plugins: [createPinia(), createAppRouter(createMemoryHistory()), i18n],
      provide: { [clientKey as symbol]: client as unknown as Client },
    },
  })
}

beforeAll(async () => {
  await showLocale('vi')
  // What is loaded only when it is wanted is here when a test wants it.
  await import('../../src/client/screens/scan/ScanDialog.vue')
})
afterEach(() => wrapper.unmount())

const boxOf = (id: string) => document.getElementById(id) as HTMLInputElement
const nameBox = () => boxOf('name')
const buttonOf = (name: string) =>
  [...document.querySelectorAll('button')].find((one) => plain(one.textContent).trim() === name)
const press = async (name: string) => {
  await waitFor(() => expect(buttonOf(name)).toBeDefined())
  buttonOf(name)?.click()
}

/** Letter by letter, as a hand-held scanner does, and what it ends with. */
function type(text: string, end?: 'Enter' | 'Tab', box = nameBox()): boolean {
  for (const letter of text) {
    box.value += letter
    box.dispatchEvent(new InputEvent('input', { bubbles: true, data: letter }))
  }
  const key = new KeyboardEvent('keydown', { key: end ?? 'Shift', bubbles: true, cancelable: true })
  return box.dispatchEvent(key)
}

describe('where the name belongs', () => {
  const begin = () => open(beginAssistForm({ newId: () => anId(301), today, teamId: ids.team }))

  it.each(['Enter', 'Tab'] as const)(
    'a card that a scanner types, ended by %s, is a scan: the resident is asked first, and no draft has it',
    async (end) => {
      begin()
      nameBox().focus()
      expect(type(card, end)).toBe(false)
      await waitFor(() => expect(document.body.textContent).toContain('Hỏi người dân trước khi quét'))
      expect(nameBox().value).toBe('')
      await press('Người dân đồng ý')
      await waitFor(() => expect(document.body.textContent).toContain('So lại với thẻ'))
      expect(document.querySelector('video')).toBeNull()
      await press('Dùng thông tin này')
      await waitFor(() => expect(nameBox().value).toBe('Phan Thị Ví Dụ'))
      expect(document.activeElement).toBe(nameBox())
      expect(form).toMatchObject({ birthYear: '2001', idHash, idLastFour: '0789', keepRecord: true })
      expect(form.strays).toEqual([])
      expect(kept.filter((draft) => draft.includes('052301000') || draft.includes('19112001'))).toEqual([])
      expect(submits).toBe(0)
    },
  )

  it('a card that came damaged is said to be so, where it can be scanned again', async () => {
    begin()
    form.keepRecord = true
    type('052301000789||Phan Thị Ví Dụ|31022001|Nữ|', 'Enter')
    await waitFor(() => expect(document.getElementById('typedCard-error')?.textContent).toBeTruthy())
    await waitFor(() => expect(document.getElementById('typedCard')?.checkVisibility()).toBe(true))
    expect(kept.some((draft) => draft.includes('052301000'))).toBe(false)
  })

  it('the number of a card offers the year that it says, and warns where another was typed', async () => {
    begin()
    Object.assign(form, { keepRecord: true, birthYear: '1992' })
    type('052 301 000 789', 'Enter')
    await press('Dùng thông tin này')
    await waitFor(() => expect(wrapper.text()).toContain('Số thẻ không khớp năm sinh'))
    expect(form).toMatchObject({ birthYear: '1992', idHash, idLastFour: '0789', name: '' })
    form.birthYear = '2001'
    await waitFor(() => expect(wrapper.text()).not.toContain('Số thẻ không khớp năm sinh'))
    expect(kept.filter((draft) => draft.includes('052 301 000'))).toEqual([])
  })

  it('what is odd about a card is said no more once the card is taken out', async () => {
    begin()
    Object.assign(form, { keepRecord: true, birthYear: '1992' })
    type('052 301 000 789', 'Enter')
    await press('Dùng thông tin này')
    await waitFor(() => expect(wrapper.text()).toContain('Số thẻ không khớp năm sinh'))
    await press('Bỏ')
    await waitFor(() => expect(wrapper.text()).not.toContain('Số thẻ không khớp năm sinh'))
    expect(form).toMatchObject({ idHash: null, idLastFour: '' })
  })

  it.each(['birthYear', 'phone', 'idLastFour'])('a card that is typed into %s is a scan, too', async (id) => {
    begin()
    form.keepRecord = true
    boxOf(id).focus()
    type(card, 'Enter', boxOf(id))
    await press('Dùng thông tin này')
    await waitFor(() => expect(nameBox().value).toBe('Phan Thị Ví Dụ'))
    expect(form).toMatchObject({ birthYear: '2001', phone: '', idLastFour: '0789', strays: [] })
    expect(kept.filter((draft) => draft.includes('052301000789'))).toEqual([])
  })

  it('the number of a card where its last four belong stays in its box, and a phone number is one', async () => {
    begin()
    type('052301000789', undefined, boxOf('idLastFour'))
    expect(boxOf('idLastFour').value).toBe('052301000789')
    expect(form).toMatchObject({ idLastFour: '', strays: ['idLastFour'] })
    type('0084 912 345 678', undefined, boxOf('phone'))
    expect(form).toMatchObject({ phone: '0084 912 345 678', strays: ['idLastFour'] })
  })

  it('a form that is only opened is no draft', () => {
    begin()
    expect(kept).toEqual([])
  })

  it('a number stays in its box, in no draft, and a name after it is a name again', async () => {
    begin()
    type('052301000')
    expect(nameBox().value).toBe('052301000')
    expect(form).toMatchObject({ name: '', strays: ['name'] })
    nameBox().value = ''
    type('Phan Thị')
    expect(form).toMatchObject({ name: 'Phan Thị', strays: [] })
  })

  it('a phone number of nobody known goes to its own field, when it is wanted', async () => {
    begin()
    type('0987 654 321')
    await press('Chuyển 0987 654 321 sang ô Số điện thoại')
    expect(form).toMatchObject({ name: '', phone: '0987 654 321', strays: [] })
    await waitFor(() => expect(document.activeElement).toBe(nameBox()))
    expect(nameBox().value).toBe('')
    expect(buttonOf('Chuyển 0987 654 321 sang ô Số điện thoại')).toBeUndefined()
  })

  it('a phone number of somebody known finds them', async () => {
    begin()
    type('0912345678')
    await waitFor(() => expect(wrapper.find('[role=option]').text()).toContain('Trần Văn Mẫu'))
  })
})

describe('somebody known', () => {
  it('who has not agreed to be called may do so at a later visit', async () => {
    const begin = (resident = aResident()) =>
      open(beginAssistForm({ newId: () => anId(301), today, teamId: ids.team, resident }))
    begin()
    const row = document.getElementById('followUp') as HTMLInputElement
    expect(row.checked).toBe(false)
    row.click()
    expect(form.followUp).toBe(true)
  })
})

describe('the person of a visit that is corrected', () => {
  const visit = anAssist()
  const begin = () =>
    open(openAssistForm(visit, { resident: aResident(), dossier: () => undefined, procedureName: () => '' }))

  it('stands as picked; another is picked in their place, and they can be kept after all', async () => {
    begin()
    expect(document.querySelector('.picked')?.textContent).toContain('Trần Văn Mẫu')
    await press('Chọn người khác')
    await waitFor(() => expect(document.activeElement).toBe(nameBox()))
    type('khong co ai')
    await waitFor(() => expect(document.body.textContent).toContain('rút lại lượt này và ghi lượt mới'))
    nameBox().value = ''
    type('le thi')
    await waitFor(() => expect(wrapper.find('[role=option]').exists()).toBe(true))
    ;(wrapper.find('[role=option]').element as HTMLElement).click()
    await waitFor(() => expect(document.activeElement?.textContent).toContain('Lê Thị Thử'))
    expect(form).toMatchObject({ knownId: other.id, isRenaming: false })
    await press('Giữ như cũ')
    await waitFor(() => expect(document.activeElement?.textContent).toContain('Trần Văn Mẫu'))
    expect(form).toMatchObject({ knownId: ids.resident, phone: '0912345678' })
  })

  it('is renamed only after it was said that this is on all their visits', async () => {
    begin()
    expect(isPersonTyped(form)).toBe(false)
    await press('Sửa tên, năm sinh')
    await waitFor(() => expect(document.body.textContent).toContain('Đổi ở mọi lượt của người này'))
    await waitFor(() => expect(document.activeElement).toBe(nameBox()))
    nameBox().value = ''
    type('Trần Văn Mậu')
    expect(form).toMatchObject({ name: 'Trần Văn Mậu', knownId: ids.resident })
    await press('Giữ như cũ')
    await waitFor(() => expect(document.querySelector('.picked')?.textContent).toContain('Trần Văn Mẫu'))
    expect(form.isRenaming).toBe(false)
  })
})
