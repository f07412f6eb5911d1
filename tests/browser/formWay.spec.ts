// Who is new to the form is asked one thing at a time; who knows it sees all at once; and each may say otherwise.
import type { VueWrapper } from '@vue/test-utils'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import type { Resident } from '#domain/resident.ts'
import type { CommandArgs, CommandName } from '#domain/commands.ts'
import type { WireRow } from '#protocol/sync.ts'
import { useToast } from '../../src/client/composables/useToast.ts'
import AssistFormScreen from '../../src/client/screens/assists/form/AssistFormScreen.vue'
import { beginAssistForm } from '../../src/client/screens/assists/form/assistForm.ts'
import { beginDossier } from '../../src/client/screens/assists/form/formItems.ts'
import LikelyKnown from '../../src/client/screens/assists/LikelyKnown.vue'
import ScanButton from '../../src/client/screens/scan/ScanButton.vue'
import { createView, type FedView } from '../../src/client/view/view.ts'
import {
  aDossier,
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
import { aScreen } from '../support/screen.ts'
import { waitFor } from '../support/patience.ts'

describe('the form of a new visit', () => {
  let wrapper: VueWrapper
  let view: FedView
  let made = 600
  let ran: unknown[][] = []

  beforeEach(() => {
    localStorage.removeItem('to-so.form')
    ran = []
  })
  afterEach(() => wrapper.unmount())

  async function aForm(
    own: number,
    path = '/assists/new',
    resident: Partial<Resident> = {},
    { before = [], draft }: { before?: WireRow[]; draft?: object } = {},
  ) {
    view = createView(aVolunteer, () => noon)
    const visits = Array.from({ length: own + 3 }, (_, n) =>
      anAssist({
        id: anId(400 + n),
        memberId: n < own ? ids.volunteer : ids.colleague,
        on: n === own - 1 ? today : '2026-11-02',
        place: 'cultureHouse',
        helpMode: 'guided',
        items: { [anId(500 + n)]: anAccountItem() },
      }),
    )
    const rows = [
      { table: 'units', id: ids.team, ver: 1, row: aTeam() },
      { table: 'procedures', id: ids.procedure, ver: 1, row: aProcedure() },
      { table: 'residents', id: ids.resident, ver: 1, row: aResident(resident) },
      ...visits.map((row) => ({ table: 'assists', id: row.id, ver: 1, row })),
      ...before,
    ] as WireRow[]
    view.hear({ rows })
    const drafts = {
      load: async () => draft,
      save: async () => undefined,
      discard: async () => undefined,
    }
    wrapper = await aScreen(AssistFormScreen, {
      view,
      member: { id: ids.volunteer, name: 'Thành Viên', role: 'volunteer', teamIds: [ids.team] },
      clock: () => noon,
      path,
      client: {
        check: (name: 'recordAssist', args: CommandArgs<'recordAssist'>) =>
          view.check({ id: anId(599), name, args, at: noon, base: 0 }),
        run: async (...command: [CommandName, CommandArgs<CommandName>, number?]) => {
          ran.push(command)
          const [name, args, base = 0] = command
          view.add({ seq: ran.length, command: { id: anId(made++), name, args, at: noon, base } })
        },
        newId: () => anId(made++),
        drafts: { ...drafts, list: async () => [] },
        session: { beforeLock: () => () => undefined },
      } as never,
    })
    await waitFor(() => expect(wrapper.find('form').exists()).toBe(true))
  }

  const progress = () => wrapper.find('.way p')
  const isOnePage = () => document.getElementById('place') !== null
  const press = (name: string) =>
    (wrapper.findAll('button').find((one) => one.text() === name)?.element as HTMLElement).click()

  it('asks one thing at a time until a person has recorded five of their own', async () => {
    await aForm(4)
    expect(progress().text()).toBe('Bước 1/4')
    expect(isOnePage()).toBe(false)
    expect(document.title).toBe('Bước 1/4 – Tổ Số')
  })

  it('leads from saving back to the step where something is missing', async () => {
    await aForm(4, '/assists/new?step=check')
    press('Lưu')
    await waitFor(() => expect(progress().text()).toBe('Bước 1/4'))
    await waitFor(() => expect(document.activeElement?.getAttribute('role')).toBe('alert'))
    expect(document.activeElement?.textContent).toContain('Nhập họ và tên')
    expect(document.activeElement?.textContent).not.toContain('Chọn ít nhất một việc')
    expect(ran).toEqual([])
  })

  it('lists before saving what was ticked and all that was said of it', async () => {
    const form = beginAssistForm({ newId: () => anId(made++), today, teamId: ids.team })
    const dossier = beginDossier(() => anId(made++), aProcedure({ level: 4 }))
    const draft = {
      ...{ ...form, countOnly: true, place: 'home', accounts: { vneidLevel2: anId(made++) } },
      dossiers: [{ ...dossier, code: 'H08-261101-0001', byPost: true }],
      failures: [{ itemId: anId(made++), subject: 'account', reason: 'KHONG_NHAN_OTP', remark: '' }],
    }
    await aForm(4, '/assists/new?step=check', {}, { draft })
    const answers = Object.fromEntries(
      wrapper
        .findAll('.answer')
        .map((answer) => [answer.get('dt').text(), answer.findAll('dd p').map((line) => plain(line.text()))]),
    )
    expect(answers['Đã làm gì']).toEqual([
      'Định danh điện tử mức 2 (VNeID)',
      'Nộp hồ sơ trực tuyến',
      'Có việc chưa làm được',
    ])
    expect(answers['Chi tiết']).toEqual([
      'Đăng ký khai sinh · Toàn trình · H08-261101-0001 · Trả kết quả qua bưu chính',
      'Chưa làm được: Không nhận được OTP',
    ])
  })

  it('asks no more for the name of somebody once a person is picked or only counted', async () => {
    await aForm(5)
    const name = () => document.getElementById('name') as HTMLInputElement
    const told = () => document.querySelector('[role=alert]')?.textContent
    press('Lưu')
    await waitFor(() => expect(told()).toContain('Nhập họ và tên'))
    expect(document.title).toMatch(/^Lỗi: /)
    name().value = 'tran'
    name().dispatchEvent(new InputEvent('input', { bubbles: true }))
    await waitFor(() => expect(wrapper.find('[role=option]').exists()).toBe(true))
    ;(wrapper.find('[role=option]').element as HTMLElement).click()
    await waitFor(() => expect(told()).not.toContain('Nhập họ và tên'))
    expect(document.getElementById('name-error')).toBeNull()
    expect(told()).toContain('Chọn ít nhất một việc')
    press('Thay đổi')
    await waitFor(() => expect(name().tagName).toBe('INPUT'))
    await wrapper.find('form').trigger('submit')
    await waitFor(() => expect(told()).toContain('Nhập họ và tên'))
    ;(document.getElementById('countOnly') as HTMLElement).click()
    await waitFor(() => expect(told()).not.toContain('Nhập họ và tên'))
  })

  it('then stands on one page', async () => {
    await aForm(5)
    expect(progress().exists()).toBe(false)
    expect(isOnePage()).toBe(true)
  })

  it('becomes the other kind with all that was typed, and is that kind the next time', async () => {
    await aForm(5)
    const name = document.getElementById('name') as HTMLInputElement
    name.value = 'Lê Thị Thử'
    name.dispatchEvent(new InputEvent('input', { bubbles: true }))
    press('Ghi từng bước')
    await waitFor(() => expect(progress().exists()).toBe(true))
    expect((document.getElementById('name') as HTMLInputElement).value).toBe('Lê Thị Thử')
    wrapper.unmount()
    await aForm(5)
    expect(progress().text()).toBe('Bước 1/4')
  })

  it('supposes the place and the way of helping of a visit of the same day, and nothing else', async () => {
    await aForm(5)
    const chosen = () => [...document.querySelectorAll<HTMLInputElement>('form input:checked')]
    const words = chosen().map((input) => input.closest('label')?.textContent?.trim())
    expect(words).toEqual(['Nhà văn hóa', 'Hướng dẫn người dân tự làm', 'Hôm nay'])
  })

  it('begins with the person or the procedure that a link names', async () => {
    await aForm(5, `/assists/new?resident=${ids.resident}&procedure=${ids.procedure}`)
    expect(wrapper.text()).toContain('Trần Văn Mẫu')
    expect(plain(wrapper.text())).toContain('Đã có trong sổ')
    expect(wrapper.text()).toContain('Đăng ký khai sinh')
  })

  it('offers somebody known at once by a card, and adds the card to who was known by name alone', async () => {
    const idHash = 'c'.repeat(64)
    await aForm(5)
    const scan = async (name: string) => {
      const card = { name, birthYear: 1985, idHash, idLastFour: '0123', warnings: ['idYearDiffers'] }
      wrapper.findComponent(ScanButton).vm.$emit('scanned', card)
      await waitFor(() => expect(wrapper.text()).toContain('Đã quét thẻ'))
    }
    await scan('Trần Văn Mẫu')
    expect(wrapper.text()).toContain('Số thẻ không khớp năm sinh')
    expect(wrapper.findComponent(LikelyKnown).exists()).toBe(false)
    press('Lưu')
    await waitFor(() => expect(wrapper.text()).toContain('Chọn ít nhất một việc đã làm'))
    for (const id of ['keepRecord', 'account.vneidLevel2']) document.getElementById(id)?.click()
    await new Promise((resolve) => setTimeout(resolve, 1_000))
    press('Lưu')
    await waitFor(() => expect(wrapper.findComponent(LikelyKnown).exists()).toBe(true))
    expect(ran).toEqual([])
    ;(wrapper.findComponent(LikelyKnown).find('.list-row').element as HTMLElement).click()
    await waitFor(() => expect(plain(wrapper.text())).toContain('Đã có trong sổ'))
    await new Promise((resolve) => setTimeout(resolve, 1_000))
    press('Lưu')
    await waitFor(() => expect(ran).toHaveLength(2))
    expect(ran).toMatchObject([
      ['correctResident', { residentId: ids.resident, changes: { idHash, idLastFour: '0123' } }, 1],
      ['recordAssist', { resident: { kind: 'known', residentId: ids.resident } }],
    ])
  })

  it('undone at once takes the card back too, but not what somebody put right meanwhile', async () => {
    const added = { idHash: 'c'.repeat(64), idLastFour: '0123' }
    const draft = {
      ...{ knownId: ids.resident, name: 'Trần Văn Mẫu', place: 'home', ...added },
      accounts: { vneidLevel2: anId(87) },
    }
    const saved = async (resident: Partial<Resident>) => {
      ran = []
      await aForm(5, '/assists/new', resident, { draft })
      press('Lưu')
      await waitFor(() => expect(ran).toHaveLength(2))
      await waitFor(() => expect(useToast().toast.actions.map(({ id }) => id)).toContain('undo'))
    }
    const before = { idHash: null, idLastFour: '0999' }
    await saved(before)
    expect(view.find('residents', ids.resident)).toMatchObject(added)
    useToast().act('undo')
    await waitFor(() => expect(useToast().toast.text).toBe('Đã hoàn tác'))
    expect(ran.slice(2)).toMatchObject([
      ['withdrawAssist', {}],
      ['correctResident', { residentId: ids.resident, changes: before }, 1],
    ])
    expect(view.find('residents', ids.resident)).toMatchObject(before)
    wrapper.unmount()

    await saved({ idLastFour: null })
    const other = { ...aResident(), idHash: 'e'.repeat(64), idLastFour: '0777' }
    view.hear({
      rows: [{ table: 'residents', id: ids.resident, ver: 2, row: other }] as WireRow[],
      pending: view.pending.filter(({ command }) => command.name !== 'correctResident'),
    })
    useToast().act('undo')
    await waitFor(() => expect(useToast().toast.text).toBe('Đã hoàn tác'))
    expect(ran.slice(2)).toMatchObject([['withdrawAssist', {}]])
  })

  it('keeps with somebody known that they now agreed to be called, and undone takes only that back', async () => {
    const draft = {
      knownId: ids.resident,
      name: 'Trần Văn Mẫu',
      place: 'home',
      accounts: { vneidLevel2: anId(86) },
    }
    await aForm(5, '/assists/new', {}, { draft })
    ;(document.getElementById('followUp') as HTMLInputElement).click()
    press('Lưu')
    await waitFor(() => expect(useToast().toast.actions.map(({ id }) => id)).toContain('undo'))
    const { keepRecord } = aResident().consents
    const followUp = { on: today, method: 'spoken', memberId: ids.volunteer }
    expect(view.find('residents', ids.resident)?.consents).toMatchObject({ keepRecord, followUp })
    useToast().act('undo')
    await waitFor(() => expect(useToast().toast.text).toBe('Đã hoàn tác'))
    expect(view.find('residents', ids.resident)).toEqual(aResident())
  })

  it('changes nothing around a visit that cannot be saved as it is', async () => {
    const code = 'H08-261101-0001'
    const [known, earlier] = [aDossier({ code }), aDossier({ id: anId(30), assistId: anId(40) })]
    const visits = [known, earlier].map((dossier) =>
      anAssist({
        id: dossier.assistId,
        items: { [anId(85)]: { kind: 'dossier', dossierId: dossier.id, act: 'new' } },
      }),
    )
    const before = [
      ...[known, earlier].map((row) => ({ table: 'dossiers', id: row.id, ver: 1, row })),
      ...visits.map((row) => ({ table: 'assists', id: row.id, ver: 1, row })),
    ] as WireRow[]
    const draft = {
      knownId: ids.resident,
      name: 'Trần Văn Mẫu',
      place: 'home',
      laters: [{ itemId: anId(86), dossierId: earlier.id, act: 'result' }],
      dossiers: [{ ...beginDossier(() => anId(made++), aProcedure()), code }],
    }
    await aForm(5, '/assists/new', {}, { before, draft })
    press('Lưu')
    await waitFor(() => expect(wrapper.text()).toContain('Mã này đã có ở một hồ sơ khác'))
    expect(ran).toEqual([])
  })

  it('says when the card of who was picked is of another year, and whose else it is', async () => {
    const idHash = 'e'.repeat(64)
    const other = aResident({ id: anId(31), birthYear: 1990, idHash, idLastFour: '0456' })
    const before = [{ table: 'residents', id: other.id, ver: 1, row: other }] as WireRow[]
    await aForm(5, `/assists/new?resident=${ids.resident}`, {}, { before })
    const card = { name: other.name, birthYear: 1990, idHash, idLastFour: '0456', warnings: [] }
    wrapper.findComponent(ScanButton).vm.$emit('scanned', card)
    await waitFor(() => expect(wrapper.text()).toContain('Số thẻ không khớp năm sinh'))
    const rows = wrapper.findComponent(LikelyKnown).findAll('.list-row')
    expect(rows.map((row) => row.text())).toEqual([expect.stringContaining('1990')])
    ;(rows[0]?.element as HTMLElement).click()
    await waitFor(() => expect(wrapper.findComponent(LikelyKnown).exists()).toBe(false))
    expect(wrapper.text()).toContain('1990')
    expect(wrapper.text()).not.toContain('Số thẻ không khớp năm sinh')
  })

  it('asks at once about whose card it is', async () => {
    const idHash = 'd'.repeat(64)
    await aForm(5, '/assists/new', { idHash, idLastFour: '0456' })
    const card = { name: 'Trần Thị Khác', birthYear: 1990, idHash, idLastFour: '0456', warnings: [] }
    wrapper.findComponent(ScanButton).vm.$emit('scanned', card)
    await waitFor(() => expect(wrapper.findComponent(LikelyKnown).text()).toContain('Trần Văn Mẫu'))
    press('Ghi người mới')
    await waitFor(() => expect(wrapper.findComponent(LikelyKnown).exists()).toBe(false))
    expect((document.getElementById('name') as HTMLInputElement).value).toBe('Trần Thị Khác')
    expect(ran).toEqual([])
  })
})
