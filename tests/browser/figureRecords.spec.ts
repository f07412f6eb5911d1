// The list behind a figure, as a lead, a manager and a viewer see it, and where it leads.
import { enableAutoUnmount, flushPromises, type VueWrapper } from '@vue/test-utils'
import { afterEach, describe, expect, it, vi } from 'vitest'
import { Problem } from '#domain/problem.ts'
import type { FigureRecord, FigureRecords } from '#protocol/figures.ts'
import '../../src/client/styles/main.css'
import RecordsScreen from '../../src/client/screens/dashboard/RecordsScreen.vue'
import HistoryScreen from '../../src/client/screens/history/HistoryScreen.vue'
import type { SessionMember } from '../../src/client/stores/session.ts'
import { aCommand, anAssistToRecord, anId, ids, noon } from '../support/builders.ts'
import { plain } from '../support/plainText.ts'
import { aScreen } from '../support/screen.ts'
import { aView, lead, manager } from '../support/teamFigures.ts'

enableAutoUnmount(afterEach)

const viewer: SessionMember = { id: anId(98), name: 'Người Xem', role: 'viewer', teamIds: [] }

describe('the records behind a figure', () => {
  const path = '/dashboard/records?indicator=people&from=2026-11-01&to=2026-11-30'
  const record = (n: number, fields: Partial<FigureRecord> = {}): FigureRecord => ({
    key: anId(n),
    assistId: anId(n),
    teamId: ids.team,
    on: '2026-11-19',
    memberName: 'Trần Văn An',
    isAnonymous: false,
    residentName: null,
    birthYear: null,
    what: null,
    ...fields,
  })
  const open = (
    getFigureRecords: () => Promise<FigureRecords>,
    { member = viewer, at = path, view = aView([]) } = {},
  ) => aScreen(RecordsScreen, { view, member, clock: () => noon, api: { getFigureRecords }, path: at })
  const subtitle = (screen: VueWrapper) => plain(screen.find('header p').text())

  it('have no number while they are asked for, nor when that failed: missing is not 0', async () => {
    let fail: (problem: Problem) => void = () => undefined
    const screen = await open(() => new Promise((_resolve, reject) => (fail = reject)))
    expect(subtitle(screen)).toBe('01/11/2026 – 30/11/2026')
    fail(new Problem('serverUnreachable'))
    await flushPromises()
    expect(subtitle(screen)).toBe('01/11/2026 – 30/11/2026')
    expect(screen.text()).not.toContain('Chưa có gì được đếm')
  })

  it('lead up to the figures of the same days and team', async () => {
    const none = async () => ({ total: 0, records: [], next: null })
    const up = async (query: string) =>
      (await open(none, { at: `/dashboard/records?indicator=people&${query}` }))
        .get('.back-link')
        .attributes('href')
    expect(await up('from=2026-11-01&to=2026-11-30')).toBe('/dashboard?period=month')
    expect(await up(`from=2022-01-01&to=2022-09-30&team=${ids.team}`)).toBe(
      `/dashboard?period=custom&from=2022-01-01&to=2022-09-30&team=${ids.team}`,
    )
  })

  it('that are none say so', async () => {
    const screen = await open(async () => ({ total: 0, records: [], next: null }))
    await flushPromises()
    expect(subtitle(screen)).toBe('0 người · 01/11/2026 – 30/11/2026')
    expect(screen.text()).toContain('Chưa có gì được đếm')
  })

  it('tell a viewer whose name is withheld from who is only counted', async () => {
    const records = [record(1), record(2, { isAnonymous: true })]
    const screen = await open(async () => ({ total: 2, records, next: null }))
    await flushPromises()
    const titles = screen.findAll('.list-row .title').map((title) => title.text())
    expect(titles).toEqual(['Tên không hiển thị', 'Chỉ đếm lượt'])
  })

  it('say what was counted, as it was called on its day', async () => {
    const dossier = {
      kind: 'dossier' as const,
      level: 4 as const,
      procedureId: ids.procedure,
      code: 'A-260101-0001',
    }
    const records = [
      record(1, { what: dossier }),
      record(2, { what: { ...dossier, procedureId: null, code: null }, on: '2022-06-30' }),
      record(3, { what: { kind: 'account', account: 'vneidLevel2' } }),
      record(4, { what: { kind: 'failure', reason: 'MAT_MANG' } }),
    ]
    const screen = await open(async () => ({ total: 4, records, next: null }), { view: aView() })
    await flushPromises()
    expect(screen.findAll('.list-row .detail').map((detail) => plain(detail.text()))).toEqual([
      '260101-0001 · Đăng ký khai sinh · Toàn trình · Trần Văn An',
      'Hồ sơ · Mức độ 4 · Trần Văn An',
      'Định danh mức 2 · Trần Văn An',
      'Mạng yếu hoặc rớt mạng · Trần Văn An',
    ])
  })

  it('are counted as what they are, and have a heading for each day unless all are of one', async () => {
    const records = [record(1), record(2), record(3, { on: '2026-11-18' })]
    const said = async (indicator: string, days: string, shown = records) => {
      const answer = async () => ({ total: 1_046, records: shown, next: null })
      const screen = await open(answer, { at: `/dashboard/records?indicator=${indicator}&${days}` })
      await flushPromises()
      const headings = screen.findAll('.rows-heading').map((heading) => heading.text())
      return [subtitle(screen), ...headings]
    }
    const month = 'from=2026-11-01&to=2026-11-30'
    const [yesterday, before] = ['Hôm qua', '18/11/2026']
    const oneDay = await said('assists', 'from=2026-11-19&to=2026-11-19', records.slice(0, 2))
    expect(oneDay).toEqual(['1.046 lượt · Hôm qua'])
    for (const [indicator, count] of [
      ['people', '1.046 người'],
      ['peopleWithAccount', '1.046 người'],
      ['anonymousAssists', '1.046 lượt'],
      ['accounts.vneidLevel2', '1.046 tài khoản'],
      ['paidOnline', '1.046 hồ sơ'],
      ['failures.MAT_MANG', '1.046 lần'],
    ] as const) {
      const days = [`${count} · 01/11/2026 – 30/11/2026`, yesterday, before]
      expect(await said(indicator, month), indicator).toEqual(days)
    }
  })

  it('come page after page, each only once, and are drawn only where they are looked at', async () => {
    const getFigureRecords = vi
      .fn()
      .mockResolvedValueOnce({
        total: 3001,
        records: Array.from({ length: 3000 }, (_, n) => record(n + 1000)),
        next: 3000,
      })
      .mockResolvedValueOnce({ total: 3002, records: [record(3999), record(4000)], next: null })
    const screen = await open(getFigureRecords)
    await flushPromises()
    expect(subtitle(screen)).toContain('3.001 người')
    expect(screen.findAll('.list-row').length).toBeLessThan(60)
    await screen.get('button').trigger('click')
    await flushPromises()
    expect(getFigureRecords.mock.lastCall?.[0]).toMatchObject({ after: 3000, indicator: 'people' })
    // With the heading of their one day.
    expect(screen.find('.virtual li').attributes('aria-setsize')).toBe('3002')
  })

  it('of one member say whose they are, and open from a phone that keeps the rows', async () => {
    const getFigureRecords = vi.fn()
    const at = `/dashboard/records?indicator=failures.KHONG_NHAN_OTP&from=2026-11-01&to=2026-11-30&team=${ids.team}&member=${ids.volunteer}`
    const screen = await open(getFigureRecords, { member: lead, view: aView(), at })
    expect(screen.find('h1').text()).toBe('Chưa làm được: Không nhận được OTP')
    expect(subtitle(screen)).toBe('1 lần · 01/11/2026 – 30/11/2026 · Trần Văn An · Khu phố Đệ Đức 1')
    expect(screen.get('.list-row').attributes('href')).toBe(`/assists/${ids.assist}`)
    expect(getFigureRecords).not.toHaveBeenCalled()
  })

  it('that wait on a manager’s phone stand before those of the ward, of which only the history opens', async () => {
    const view = aView()
    view.add({ seq: 1, command: aCommand('recordAssist', anAssistToRecord({ assistId: anId(90) })) })
    const screen = await open(
      async () => ({ total: 1, records: [record(1, { residentName: 'Lê Ba' })], next: null }),
      { member: manager, view },
    )
    await flushPromises()
    expect(subtitle(screen)).toContain('2 người')
    expect(screen.findAll('.list-row').map((row) => row.attributes('href'))).toEqual([
      `/assists/${anId(90)}`,
      `/assists/${anId(1)}/history`,
    ])
    expect(screen.findAll('.list-row').map((row) => row.text().includes('Trên máy'))).toEqual([true, false])
  })

  it('lead to a history that says whose it is, though the visit is on no screen of the ward', async () => {
    const view = aView([])
    const of = { residentName: 'Lê Ba', birthYear: 1960 }
    const records = [record(1, of), record(2, { isAnonymous: true })]
    for (const [index, title] of ['Lê Ba, 1960 · Hôm qua', 'Chỉ đếm lượt · Hôm qua'].entries()) {
      const screen = await open(async () => ({ total: 2, records, next: null }), { member: manager, view })
      await flushPromises()
      await screen.findAll('.list-row')[index]!.trigger('click')
      screen.unmount()
      const history = await aScreen(HistoryScreen, {
        ...{ view, member: manager, clock: () => noon },
        api: { getHistory: async () => ({ made: null, changes: [] }) },
        props: { table: 'assists', id: anId(index + 1) },
      })
      expect(plain(history.get('header p').text())).toBe(title)
    }
  })
})
