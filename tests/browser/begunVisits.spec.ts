// A visit that was begun and not saved never passes for another: whoever asks for a form for somebody gets it for them,
// and nothing that was begun is lost on the way.
import { enableAutoUnmount, type VueWrapper } from '@vue/test-utils'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import type { Component } from 'vue'
import type { Router } from 'vue-router'
import type { WireRow } from '#protocol/sync.ts'
import { useToast } from '../../src/client/composables/useToast.ts'
import AssistFormScreen from '../../src/client/screens/assists/form/AssistFormScreen.vue'
import { beginAssistForm, type AssistForm } from '../../src/client/screens/assists/form/assistForm.ts'
import { beginDossier } from '../../src/client/screens/assists/form/formItems.ts'
import HomeScreen from '../../src/client/screens/home/HomeScreen.vue'
import { createView } from '../../src/client/view/view.ts'
import { aProcedure, aResident, aTeam, aVolunteer, anId, ids, noon, today } from '../support/builders.ts'
import { aScreen } from '../support/screen.ts'
import { waitFor } from '../support/patience.ts'

enableAutoUnmount(afterEach)

describe('a visit that was begun', () => {
  let kept: Map<string, object>
  let made = 700
  /** How long the disk takes to forget one. */
  let forgetting = Promise.resolve()
  const newId = () => anId(made++)
  const run = vi.fn(async () => undefined)
  const forResident = `/assists/new?resident=${ids.resident}`
  const toAside = ({ assistId }: AssistForm) => `/assists/new?draft=${assistId}`

  beforeEach(() => {
    kept = new Map()
    forgetting = Promise.resolve()
    run.mockClear()
    localStorage.setItem('to-so.form', 'page')
  })
  afterEach(() => localStorage.removeItem('to-so.form'))

  function begin(fields: Partial<AssistForm>): AssistForm {
    const form = { ...beginAssistForm({ newId, today, teamId: ids.team }), ...fields }
    kept.set('assist:new', form)
    return form
  }

  async function open(path: string, screen: Component = AssistFormScreen): Promise<VueWrapper> {
    const view = createView(aVolunteer, () => noon)
    const rows = [
      { table: 'units', id: ids.team, ver: 1, row: aTeam() },
      { table: 'procedures', id: ids.procedure, ver: 1, row: aProcedure() },
      { table: 'residents', id: ids.resident, ver: 1, row: aResident() },
    ]
    view.hear({ rows: rows as WireRow[] })
    return aScreen(screen, {
      view,
      member: { id: ids.volunteer, name: 'Thành Viên', role: 'volunteer', teamIds: [ids.team] },
      clock: () => noon,
      path,
      client: {
        newId,
        check: () => undefined,
        run,
        drafts: {
          load: async (key: string) => structuredClone(kept.get(key)),
          save: async (key: string, value: object) =>
            void kept.set(key, JSON.parse(JSON.stringify(value)) as object),
          async discard(key: string) {
            await forgetting
            kept.delete(key)
          },
          list: async () => [...kept.keys()].map((key) => ({ key, savedAt: noon })),
        },
        session: { beforeLock: () => () => undefined },
      } as never,
    })
  }

  const says = (shown: VueWrapper, text: string) =>
    waitFor(() => expect(shown.text().replace(/\s+/g, ' ')).toContain(text))
  const find = (shown: VueWrapper, name: string) =>
    shown.findAll('button, a').find((one) => one.text().replace(/\s+/g, ' ') === name)
  async function press(shown: VueWrapper, name: string) {
    await waitFor(() => expect(find(shown, name)).toBeDefined())
    ;(find(shown, name)?.element as HTMLElement).click()
  }
  const nameField = () => document.getElementById('name') as HTMLInputElement
  const place = (shown: VueWrapper) =>
    (shown.vm as unknown as { $router: Router }).$router.currentRoute.value.fullPath

  it('is named where a form is asked for somebody else, and nothing can be saved before one of the two is chosen', async () => {
    begin({ name: 'Phạm Người Khác', keepRecord: true, accounts: { vneidLevel2: newId() }, place: 'home' })
    const shown = await open(forResident)
    await says(shown, 'Đang ghi dở: Phạm Người Khác')
    expect(shown.find('form').exists()).toBe(false)
    expect(find(shown, 'Lưu')).toBeUndefined()

    await press(shown, 'Ghi tiếp: Phạm Người Khác')
    await waitFor(() => expect(nameField().value).toBe('Phạm Người Khác'))
    expect(place(shown)).toBe('/assists/new')
    await says(shown, 'Đang ghi dở: Phạm Người Khác')
    await press(shown, 'Lưu')
    await waitFor(() => expect(run).toHaveBeenCalledTimes(1))
    expect(run.mock.calls[0]).toMatchObject([
      'recordAssist',
      { resident: { fields: { name: 'Phạm Người Khác' } } },
    ])
  })

  it('is put aside for whom the form was asked for, and goes on from the home screen', async () => {
    const draft = begin({ name: 'Phạm Người Khác', note: 'Hẹn thứ sáu' })
    const shown = await open(forResident)
    await press(shown, 'Ghi cho Trần Văn Mẫu')
    await says(shown, 'Đã có trong sổ')
    expect(shown.text()).not.toContain('Phạm Người Khác')
    expect(useToast().toast).toMatchObject({
      text: 'Đã cất lượt đang ghi dở',
      detail: 'Phạm Người Khác. Ghi tiếp được ở màn hình Hôm nay.',
    })
    document.getElementById('account.vneidLevel2')?.click()
    await waitFor(() =>
      expect([...kept.keys()].sort()).toEqual(['assist:new', `assist:new:${draft.assistId}`]),
    )
    shown.unmount()

    const home = await open('/', HomeScreen)
    await waitFor(() => expect(find(home, 'Ghi tiếp: Trần Văn Mẫu')?.attributes('href')).toBe('/assists/new'))
    expect(find(home, 'Ghi tiếp: Phạm Người Khác')?.attributes('href')).toBe(toAside(draft))
    await says(home, 'Lượt đang ghi dở')
    home.unmount()

    const again = await open(toAside(draft))
    await waitFor(() => expect(nameField().value).toBe('Phạm Người Khác'))
    for (const id of ['keepRecord', 'account.vneidLevel2']) document.getElementById(id)?.click()
    ;(document.querySelector('#place input') as HTMLElement).click()
    await press(again, 'Lưu')
    await waitFor(() => expect([...kept.keys()]).toEqual(['assist:new']))
  })

  it('stays where it is when there is no room to put it aside', async () => {
    begin({ name: 'Phạm Người Khác' })
    const shown = await open(forResident)
    await waitFor(() => expect(find(shown, 'Ghi cho Trần Văn Mẫu')).toBeDefined())
    const { Problem } = await import('#domain/problem.ts')
    vi.spyOn(kept, 'set').mockImplementation(() => {
      throw new Problem('diskFull')
    })
    await press(shown, 'Ghi cho Trần Văn Mẫu')
    await says(shown, 'Máy đã đầy')
    await says(shown, 'Đang ghi dở: Phạm Người Khác')
    expect([...kept.keys()]).toEqual(['assist:new'])
  })

  it('is asked about for a procedure too, unless it has it', async () => {
    const withProcedure = `/assists/new?procedure=${ids.procedure}`
    begin({ countOnly: true })
    const other = await open(withProcedure)
    await says(other, 'Đang ghi dở: Chỉ đếm lượt')
    await press(other, 'Ghi với thủ tục này')
    await says(other, 'Đăng ký khai sinh')
    expect((document.getElementById('countOnly') as HTMLInputElement).checked).toBe(false)
    other.unmount()

    begin({ name: 'Phạm Người Khác', dossiers: [beginDossier(newId, aProcedure())] })
    const own = await open(withProcedure)
    await waitFor(() => expect(nameField().value).toBe('Phạm Người Khác'))
    await says(own, 'Những gì đã gõ vẫn còn.')
  })

  it('goes on where it is about whom it was asked for, and gives way where nothing was said in it', async () => {
    begin({ knownId: ids.resident, name: 'Trần Văn Mẫu', note: 'Hẹn thứ sáu' })
    const own = await open(forResident)
    await says(own, 'Đang ghi dở: Trần Văn Mẫu')
    expect((document.getElementById('note') as HTMLTextAreaElement).value).toBe('Hẹn thứ sáu')
    own.unmount()

    begin({ place: 'cultureHouse' })
    const empty = await open(forResident)
    await says(empty, 'Đã có trong sổ')
    expect(empty.text()).not.toContain('ghi dở')
  })

  it('comes back after it was given up, and what was begun meanwhile waits', async () => {
    begin({ name: 'Phạm Người Khác', note: 'Hẹn thứ sáu' })
    const shown = await open('/assists/new')
    await press(shown, 'Bỏ bản nháp')
    await waitFor(() => expect(nameField().value).toBe(''))
    expect(useToast().toast.text).toBe('Đã bỏ bản nháp')
    nameField().value = 'Lê Thị Mới'
    nameField().dispatchEvent(new InputEvent('input', { bubbles: true }))
    await waitFor(() => expect(kept.get('assist:new')).toMatchObject({ name: 'Lê Thị Mới' }))

    useToast().act('undo')
    await waitFor(() => expect(nameField().value).toBe('Phạm Người Khác'))
    expect((document.getElementById('note') as HTMLTextAreaElement).value).toBe('Hẹn thứ sáu')
    expect([...kept.values()]).toMatchObject([{ name: 'Phạm Người Khác' }, { name: 'Lê Thị Mới' }])
  })

  it('takes nothing that is typed once it is given up, however slow the disk is', async () => {
    begin({ name: 'Phạm Dở Dang' })
    const slowly = Promise.withResolvers<void>()
    const shown = await open('/assists/new')
    await waitFor(() => expect(nameField().value).toBe('Phạm Dở Dang'))
    forgetting = slowly.promise
    await press(shown, 'Bỏ bản nháp')
    await waitFor(() => expect(nameField()).toBeNull())
    slowly.resolve()
    await waitFor(() => expect(nameField().value).toBe(''))
    expect(kept.size).toBe(0)
  })
})
