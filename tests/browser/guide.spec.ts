// One procedure of the guide: its papers ticked off during a visit, its fees on a day, and what is passed on of it.
import { enableAutoUnmount, flushPromises, type VueWrapper } from '@vue/test-utils'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { Problem } from '#domain/problem.ts'
import type { Procedure } from '#domain/procedure.ts'
import GuideScreen from '../../src/client/screens/guide/GuideScreen.vue'
import PapersTicks from '../../src/client/screens/guide/PapersTicks.vue'
import type { Client } from '../../src/client/createClient.ts'
import type { SessionMember } from '../../src/client/stores/session.ts'
import { createView } from '../../src/client/view/view.ts'
import '../../src/client/styles/main.css'
import { aProcedure, aVolunteer, ids, noon } from '../support/builders.ts'
import { aScreen } from '../support/screen.ts'

enableAutoUnmount(afterEach)

const member: SessionMember = { id: ids.volunteer, name: 'A', role: 'volunteer', teamIds: [ids.team] }
const hour = 3_600_000
const residence = aProcedure({
  name: 'Đăng ký thường trú',
  code: '1.004222',
  time: null,
  timeNote: 'Cổng không ghi thời hạn',
  channels: ['online', 'direct'],
  paperList: ['Tờ khai CT01', 'Giấy tờ về chỗ ở'],
  fees: [
    { channel: 'online', amount: 'Theo nghị quyết HĐND tỉnh', from: '2022-01-01', to: '2023-02-04' },
    { channel: 'direct', amount: 'Theo nghị quyết HĐND tỉnh', from: '2022-01-01', to: '2023-02-04' },
    { channel: 'online', amount: '10.000 đồng', from: '2023-02-05', to: null, note: 'Trẻ em được miễn.' },
    { channel: 'direct', amount: '20.000 đồng', from: '2023-02-05', to: null },
  ],
  office: 'Công an cấp xã',
  whoMay: 'Người đăng ký.',
})

describe('a procedure of the guide', () => {
  let now = noon
  let kept: Map<string, { value: object; savedAt: number }>
  let save: Client['drafts']['save']

  beforeEach(() => {
    now = noon
    kept = new Map()
    save = async (key, value) => void kept.set(key, { value: structuredClone(value), savedAt: now })
  })

  async function open(row: Procedure = residence, path = `/guide/${row.id}`): Promise<VueWrapper> {
    const view = createView(aVolunteer, () => now)
    view.hear({ rows: [{ table: 'procedures', id: row.id, ver: 1, row }] })
    const drafts: Client['drafts'] = {
      load: async <T extends object>(key: string) => kept.get(key)?.value as T | undefined,
      save: (key, value) => save(key, value),
      discard: async (key) => void kept.delete(key),
      list: async () => [...kept].map(([key, { savedAt }]) => ({ key, savedAt })),
    }
    const session = { beforeLock: () => () => undefined } as unknown as Client['session']
    const screen = await aScreen(GuideScreen, {
      ...{ view, member, path, clock: () => now },
      client: { drafts, session },
      props: { id: row.id },
    })
    await flushPromises()
    return screen
  }

  const boxes = (screen: VueWrapper) => screen.findAll<HTMLInputElement>('input[type=checkbox]')
  const ticked = (screen: VueWrapper) => boxes(screen).map(({ element }) => element.checked)
  const button = (screen: VueWrapper, text: string) =>
    screen.findAll('button').find((one) => one.text().includes(text))

  it('has its ticks again when it is opened again during the visit', async () => {
    const first = await open()
    await boxes(first)[1]?.setValue(true)
    expect(first.text()).toContain('Đã có 1/2')
    await flushPromises()
    first.unmount()
    now += 3 * hour
    const again = await open()
    expect(ticked(again)).toEqual([false, true])
    await button(again, 'Bỏ đánh dấu')?.trigger('click')
    await flushPromises()
    expect(ticked(again)).toEqual([false, false])
    expect([...kept]).toEqual([])
  })

  it('forgets ticks after half a day, those of other procedures too, and no other draft', async () => {
    kept.set('assist:new', { value: {}, savedAt: noon })
    kept.set('guide:other', { value: { ticks: ['Tờ khai'] }, savedAt: noon })
    kept.set(`guide:${residence.id}`, { value: { ticks: ['Tờ khai CT01'] }, savedAt: noon })
    now = noon + 12 * hour
    expect(ticked(await open())).toEqual([false, false])
    expect([...kept.keys()]).toEqual(['assist:new'])
  })

  it('shows a tick also on a phone that is too full to keep it', async () => {
    save = async () => {
      throw new Problem('diskFull')
    }
    const screen = await open()
    await boxes(screen)[0]?.setValue(true)
    await flushPromises()
    expect(ticked(screen)).toEqual([true, false])
  })

  it('tells the fees of the day that is chosen', async () => {
    const screen = await open()
    expect(screen.text()).toContain('10.000 đồng')
    expect(screen.text()).toContain('20.000 đồng')
    await button(screen, 'Đổi ngày')?.trigger('click')
    await screen.findAll('#feesOn input[type=radio]')[1]?.setValue(true)
    for (const [part, value] of [
      ['day', '4'],
      ['month', '2'],
    ])
      await screen.find(`#feesOn-${part}`).setValue(value)
    expect(screen.text(), 'while the day is not whole').toContain('10.000 đồng')
    await screen.find('#feesOn-year').setValue('2023')
    expect(screen.text()).not.toContain('10.000 đồng')
    expect(screen.text()).toContain('Trực tuyến, trực tiếp')
  })

  it('tells the fees of the day of the visit that led to it', async () => {
    const screen = await open(residence, `/guide/${residence.id}?on=2023-01-15`)
    expect(screen.text()).toContain('15/01/2023')
    expect(screen.text()).toContain('Theo nghị quyết HĐND tỉnh')
  })

  it('says so when it is not in force, and does not call free what is not known', async () => {
    const screen = await open({ ...residence, validTo: '2026-06-30', fees: undefined, fee: null })
    expect(screen.find('.notice-bar').text()).toContain('Hết hiệu lực sau ngày 30/06/2026')
    expect(screen.text()).toContain('Chưa rõ; hỏi nơi nộp')
    expect(screen.text()).not.toContain('Không thu')
  })

  it('of a ward from before the guide has what its row says, and the usual course', async () => {
    const screen = await open(aProcedure({ papers: 'Giấy chứng sinh; tờ khai', fee: 'Không thu' }))
    expect(boxes(screen)).toHaveLength(2)
    expect(screen.text()).toContain('Không thu')
    expect(screen.text()).toContain('Mở dichvucong.gov.vn, đăng nhập bằng VNeID')
  })

  it('is passed on as a text of papers, time, fees and places, and nothing of who is visited', async () => {
    const share = vi.fn(async (_data: ShareData) => undefined)
    Object.defineProperties(navigator, {
      share: { value: share, configurable: true },
      canShare: { value: () => true, configurable: true },
    })
    const screen = await open()
    await boxes(screen)[0]?.setValue(true)
    await button(screen, 'Gửi danh sách giấy tờ')?.trigger('click')
    Reflect.deleteProperty(navigator, 'share')
    Reflect.deleteProperty(navigator, 'canShare')
    expect(share.mock.calls[0]?.[0]?.text).toBe(
      [
        'Đăng ký thường trú (1.004222)',
        '',
        'Thành phần hồ sơ:',
        '- Tờ khai CT01',
        '- Giấy tờ về chỗ ở',
        '',
        'Thời hạn giải quyết: Cổng không ghi thời hạn',
        'Phí, lệ phí (20/11/2026):',
        '- Trực tuyến: 10.000 đồng (Trẻ em được miễn)',
        '- Trực tiếp: 20.000 đồng',
        'Trực tuyến: https://dichvucong.gov.vn',
        'Trực tiếp: Công an cấp xã',
        'Ai nộp được: Người đăng ký.',
      ].join('\n'),
    )
  })

  it('leads out by a link that tells the portal nothing', async () => {
    const link = (await open()).find<HTMLAnchorElement>('a[target=_blank]')
    expect(link.element.href).toBe('https://dichvucong.gov.vn/')
    expect(link.element.rel).toContain('noreferrer')
  })
})

describe('papers in the form of a visit', () => {
  async function openWith(ticks: string[], change: (next: string[]) => void = () => undefined) {
    const view = createView(aVolunteer, () => noon)
    view.hear({ rows: [{ table: 'procedures', id: residence.id, ver: 1, row: residence }] })
    return aScreen(PapersTicks, {
      ...{ view, member, clock: () => noon },
      props: { procedureId: residence.id, on: '2026-11-18', ticks, 'onUpdate:ticks': change },
    })
  }
  const isOpen = (screen: VueWrapper) => screen.find<HTMLDetailsElement>('details').element.open

  it('are ticked in what the form keeps, and lead to the guide of its day', async () => {
    let ticks = ['Giấy tờ về chỗ ở']
    const screen = await openWith(ticks, (next) => (ticks = next))
    expect(isOpen(screen)).toBe(true)
    expect(screen.findAll<HTMLInputElement>('input').map(({ element }) => element.checked)).toEqual([
      false,
      true,
    ])
    await screen.findAll('input')[0]?.setValue(true)
    expect(ticks).toEqual(['Giấy tờ về chỗ ở', 'Tờ khai CT01'])
    expect(screen.find('a').attributes('href')).toBe(`/guide/${residence.id}?on=2026-11-18`)
  })

  it('take one line until somebody wants them', async () => {
    const screen = await openWith([])
    expect(isOpen(screen)).toBe(false)
    screen.find<HTMLElement>('summary').element.click()
    await flushPromises()
    expect(isOpen(screen)).toBe(true)
  })
})
