// One record and its way to the ward: the legend teaches the very signs that lists show, what is not here can be asked for,
// and what was said of one step does not lie on the next.
import { enableAutoUnmount, flushPromises, mount, type VueWrapper } from '@vue/test-utils'
import { createPinia } from 'pinia'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { page } from 'vitest/browser'
import type { Component } from 'vue'
import type { WireRow } from '#protocol/sync.ts'
import '../../src/client/styles/main.css'
import StatusMark from '../../src/client/components/StatusMark.vue'
import { useToast } from '../../src/client/composables/useToast.ts'
import { i18n, showHelpWords, showLocale } from '../../src/client/i18n/index.ts'
import AssistScreen from '../../src/client/screens/assists/AssistScreen.vue'
import DossierScreen from '../../src/client/screens/dossiers/DossierScreen.vue'
import GuideScreen from '../../src/client/screens/guide/GuideScreen.vue'
import StateLegend from '../../src/client/screens/help/StateLegend.vue'
import MemberScreen from '../../src/client/screens/team/MemberScreen.vue'
import { useSyncStatusStore } from '../../src/client/stores/syncStatus.ts'
import { createView, type FedView } from '../../src/client/view/view.ts'
import {
  aCommand,
  aDossier,
  aResident,
  aTeam,
  aVolunteer,
  anAssist,
  anId,
  ids,
  noon,
} from '../support/builders.ts'
import { aScreen } from '../support/screen.ts'

enableAutoUnmount(afterEach)

describe('one record', () => {
  let view: FedView
  const sendNow = vi.fn(async () => undefined)

  beforeEach(() => {
    sendNow.mockClear()
    view = createView(aVolunteer, () => noon)
    view.hear({
      rows: [
        { table: 'units', id: ids.team, ver: 1, row: aTeam() },
        { table: 'residents', id: ids.resident, ver: 1, row: aResident() },
        { table: 'assists', id: ids.assist, ver: 1, row: anAssist() },
      ] satisfies WireRow[],
    })
  })

  const open = (screen: Component, id: string) =>
    aScreen(screen, {
      ...{ view, clock: () => noon, client: { sendNow } as never, props: { id } },
      member: { id: ids.volunteer, name: 'Thành Viên', role: 'volunteer', teamIds: [ids.team] },
    })

  const signs = (shown: VueWrapper) =>
    shown.findAllComponents(StatusMark).map((mark) => {
      const { tone, icon, label } = mark.props() as { tone: string; icon: unknown; label: string }
      return { tone, icon, label }
    })

  it('has the sign that the legend teaches, on each part of its way', async () => {
    await showLocale('vi')
    await showHelpWords()
    const legend = signs(mount(StateLegend, { global: { plugins: [createPinia(), i18n] } }))
    expect(legend.map(({ label }) => label)).toEqual([
      'Đã lưu trên máy',
      'Đang gửi',
      'Đã gửi lên phường',
      'Cần xem lại',
    ])
    const [saved, sending, sent] = legend

    const shown = await open(AssistScreen, ids.assist)
    expect(signs(shown)).toEqual([sent])
    const changes = { place: 'elsewhere' as const }
    const command = aCommand('correctAssist', { assistId: ids.assist, changes, dossiers: [] })
    view.add({ seq: 1, command })
    await flushPromises()
    expect(signs(shown)).toEqual([saved])
    useSyncStatusStore().state = 'sending'
    await flushPromises()
    expect(signs(shown)).toEqual([sending])
  })

  it('says the state of a dossier once: the remark, or else a row of its own', async () => {
    const item = { kind: 'dossier', dossierId: ids.dossier, act: 'new' } as const
    const stateOf = async (state: 'morePapersAsked' | 'inProgress', ver: number) => {
      const rows = [
        { table: 'assists', id: ids.assist, ver, row: anAssist({ items: { [anId(85)]: item } }) },
        { table: 'dossiers', id: ids.dossier, ver, row: aDossier({ state }) },
      ] satisfies WireRow[]
      view.hear({ rows })
      const shown = await open(DossierScreen, ids.dossier)
      const text = shown.text()
      shown.unmount()
      return text
    }
    expect((await stateOf('morePapersAsked', 2)).split('Yêu cầu bổ sung giấy tờ')).toHaveLength(2)
    expect(await stateOf('inProgress', 3)).toContain('Trạng tháiĐang xử lý')
  })

  it('that is not here can be asked for', async () => {
    const shown = await open(AssistScreen, anId(900))
    expect(shown.text()).toContain('Máy này không có lượt đó')
    await shown
      .findAll('button')
      .find((one) => one.text() === 'Hỏi lại phường')
      ?.trigger('click')
    expect(sendNow).toHaveBeenCalledTimes(1)
  })

  it('or what is not on this phone at all has the way to its list', async () => {
    for (const [screen, said, way] of [
      [MemberScreen, 'Không thấy thành viên này', '/team'],
      [GuideScreen, 'Máy này không có thủ tục đó', '/guide'],
    ] as const) {
      const shown = await open(screen, anId(900))
      expect(shown.text()).toContain(said)
      expect(shown.get('.empty-state a').attributes('href')).toBe(way)
      shown.unmount()
    }
  })

  it('to be withdrawn has its buttons free of what was said before', async () => {
    const shown = await open(AssistScreen, ids.assist)
    const { show, toast } = useToast()
    show({ text: 'Đã lưu', detail: 'Sửa lượt' })
    await shown
      .findAll('button')
      .find((one) => one.text() === 'Rút lại')
      ?.trigger('click')
    expect(shown.find('#reason').exists()).toBe(true)
    expect(toast.open).toBe(false)
  })

  it('to be withdrawn without a reason says so once, at its field, which is seen with its buttons', async () => {
    await page.viewport(360, 640)
    const shown = await open(AssistScreen, ids.assist)
    await shown
      .findAll('button')
      .find((one) => one.text() === 'Rút lại')
      ?.trigger('click')
    const form = shown.get('form')
    await form.trigger('submit')
    await flushPromises()
    expect(document.activeElement?.id).toBe('reason')
    expect(document.activeElement?.getAttribute('aria-describedby')).toContain('reason-error')
    expect(form.text().match(/Ghi lý do rút lại/g)).toHaveLength(1)
    expect(form.find('.error-summary').exists()).toBe(false)
    expect(form.element.getBoundingClientRect().bottom).toBeLessThanOrEqual(640)
  })
})
