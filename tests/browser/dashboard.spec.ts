// The figures as a lead, a manager and a viewer see them, and the lists behind them.
import { enableAutoUnmount, flushPromises, type VueWrapper } from '@vue/test-utils'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { indicators, type Indicator } from '#domain/figures.ts'
import type { Member } from '#domain/member.ts'
import { Problem } from '#domain/problem.ts'
import type { FigureRecord, FigureRecords, FiguresAnswer } from '#protocol/figures.ts'
import type { WireRow } from '#protocol/sync.ts'
import '../../src/client/styles/main.css'
import DashboardScreen from '../../src/client/screens/dashboard/DashboardScreen.vue'
import RecordsScreen from '../../src/client/screens/dashboard/RecordsScreen.vue'
import TeamFigures from '../../src/client/screens/dashboard/TeamFigures.vue'
import WardFigures from '../../src/client/screens/dashboard/WardFigures.vue'
import HistoryScreen from '../../src/client/screens/history/HistoryScreen.vue'
import HomeScreen from '../../src/client/screens/home/HomeScreen.vue'
import type { SessionMember } from '../../src/client/stores/session.ts'
import { createView, type FedView } from '../../src/client/view/view.ts'
import {
  aCommand,
  aDossier,
  aManager,
  aProcedure,
  aResident,
  aTeam,
  aVolunteer,
  anAccountItem,
  anAssist,
  anAssistToRecord,
  anId,
  ids,
  noon,
} from '../support/builders.ts'
import { aScreen } from '../support/screen.ts'

enableAutoUnmount(afterEach)

const november = { from: '2026-11-01', to: '2026-11-30' }
const september2022 = { from: '2022-01-01', to: '2022-09-30' }
const lead: SessionMember = { id: ids.volunteer, name: 'Tổ Trưởng', role: 'lead', teamIds: [ids.team] }
const manager: SessionMember = { id: aManager().memberId, name: 'Quản Lý', role: 'manager', teamIds: [] }
const viewer: SessionMember = { id: anId(98), name: 'Người Xem', role: 'viewer', teamIds: [] }

const aMember = (id: string, name: string, fields: Partial<Member> = {}): Member => ({
  id,
  name,
  role: 'volunteer',
  teamIds: [ids.team],
  joinedOn: '2022-01-01',
  leftOn: null,
  ...fields,
})

const filed = { kind: 'dossier' as const, dossierId: ids.dossier, act: 'new' as const }
const failed = {
  kind: 'failure' as const,
  subject: 'account' as const,
  reason: 'KHONG_NHAN_OTP' as const,
  remark: null,
}

function aView(rows: readonly Omit<WireRow, 'ver'>[] = teamRows()): FedView {
  const view = createView(aVolunteer, () => noon)
  view.hear({ rows: rows.map((row) => ({ ...row, ver: 1 }) as WireRow) })
  return view
}

function teamRows(): Omit<WireRow, 'ver'>[] {
  const assists = [
    anAssist({
      on: '2026-11-19',
      items: { [anId(50)]: anAccountItem(), [anId(51)]: filed, [anId(52)]: failed },
    }),
    anAssist({ id: anId(11), on: '2026-11-20', residentId: null, memberId: manager.id }),
    anAssist({ id: anId(12), on: '2026-11-20', residentId: anId(71), memberId: ids.colleague }),
  ]
  const members = [
    aMember(ids.volunteer, 'Trần Văn An'),
    aMember(anId(60), 'Lê Mới Vào'),
    aMember(ids.colleague, 'Phạm Đã Rời', { leftOn: '2026-11-20' }),
    aMember(manager.id, 'Quản Lý', { role: 'manager', teamIds: [] }),
  ]
  return [
    { table: 'units', id: ids.team, row: aTeam() },
    { table: 'procedures', id: ids.procedure, row: aProcedure() },
    { table: 'residents', id: ids.resident, row: aResident() },
    { table: 'dossiers', id: ids.dossier, row: aDossier({ byPost: true }) },
    ...members.map((row) => ({ table: 'members' as const, id: row.id, row })),
    ...assists.map((row) => ({ table: 'assists' as const, id: row.id, row })),
  ]
}

/** What each tile says, by its label. */
const tiles = (screen: VueWrapper) =>
  Object.fromEntries(
    screen
      .findAll('.big-figure')
      .map((tile) => [tile.find('.label').text(), tile.find('.figure').text()] as const),
  )
const tableOf = (screen: VueWrapper, caption: string) =>
  screen.findAll('table').find((table) => table.attributes('aria-label') === caption)
/** The words of cells, with plain spaces. */
const wordsOf = (cells: readonly { text: () => string }[]) =>
  cells.map((cell) => cell.text().replaceAll('\u00a0', ' '))

function counts(fields: Partial<Record<Indicator, number>>): Record<Indicator, number> {
  return {
    ...(Object.fromEntries(indicators.map((name) => [name, 0])) as Record<Indicator, number>),
    ...fields,
  }
}

describe("a team's figures", () => {
  const open = (view = aView(), period = november) =>
    aScreen(TeamFigures, { view, member: lead, clock: () => noon, props: { period } })

  it('show every indicator, count-only visits, results by post and e-certified copies too', async () => {
    expect(tiles(await open())).toEqual({
      Người: '2',
      Lượt: '3',
      'Chỉ đếm': '1',
      'Tài khoản': '1',
      'Hồ sơ': '1',
      'Toàn trình': '1',
      'Một phần': '0',
      'Nộp tiền online': '0',
      'Bưu chính': '1',
      'Chứng thực ĐT': '0',
      'Chưa làm được': '1',
    })
  })

  it('call levels as the period did', async () => {
    expect(Object.keys(tiles(await open(aView(), { from: '2022-01-01', to: '2022-06-30' })))).toContain(
      'Mức độ 4',
    )
    expect(Object.keys(tiles(await open(aView(), september2022)))).toContain('Mức độ 3 (một phần)')
  })

  it('say by reason what did not work, and open the list of it', async () => {
    const screen = await open()
    const row = tableOf(screen, 'Chưa làm được, theo lý do')?.findAll('tbody tr')
    expect(row?.map((one) => one.text())).toEqual(['Không nhận được OTP1'])
    expect(row?.[0]?.find('a').attributes('href')).toContain('indicator=failures.KHONG_NHAN_OTP')
  })

  it('give everybody of whom something was counted a row: a manager, and one who left; each figure with its list', async () => {
    const screen = await open()
    const rows = tableOf(screen, 'Theo thành viên')?.findAll('tbody tr') ?? []
    expect(rows.map((row) => [row.find('th').text(), row.find('td').text()])).toEqual([
      ['Trần Văn An', '1'],
      ['Quản Lý', '1'],
      ['Phạm Đã Rời', '1'],
      ['Lê Mới Vào', '0'],
    ])
    const links = rows[0]?.findAll('a').map((link) => link.attributes('href')) ?? []
    expect(links).toHaveLength(4)
    expect(links.every((href) => href?.includes(`member=${ids.volunteer}`))).toBe(true)
    expect(rows[3]?.findAll('a')).toEqual([])
  })

  it('say of how many days the bars are when the period has more', async () => {
    const title = async (from: string, to: string) =>
      (await open(aView(), { from, to })).get('.bar-chart h2').text()
    expect(await title('2026-11-16', '2026-11-22')).toBe('Lượt hỗ trợ theo ngày')
    expect(await title('2026-11-01', '2026-11-30')).toBe('Lượt hỗ trợ, 7\u00a0ngày gần đây')
    expect(await title('2022-01-01', '2022-09-30')).toBe('Lượt hỗ trợ, 7\u00a0ngày cuối của kỳ')
  })

  it('open the visits of a day from its bar', async () => {
    const bars = (await open()).findAll('.bar').map((bar) => bar.attributes('href'))
    expect(bars.at(-1)).toBe(
      `/dashboard/records?indicator=assists&from=2026-11-20&to=2026-11-20&team=${ids.team}`,
    )
  })

  it('go through the visits once at each change, however many members there are', async () => {
    const view = aView()
    const heard = vi.spyOn(view, 'heard')
    const all = vi.spyOn(view, 'all')
    await open(view)
    const passes = () =>
      [...heard.mock.calls, ...all.mock.calls].filter(([table]) => table === 'assists').length
    expect(passes()).toBe(1)
    view.hear({})
    await flushPromises()
    expect(passes()).toBe(2)
  })
})

describe("the ward's figures", () => {
  const answer = (assists: number): FiguresAnswer => ({
    teams: [{ teamId: ids.team, counts: counts({ assists }) }],
    total: counts({ assists, anonymousAssists: 2, 'failures.MAT_MANG': 3 }),
  })
  const open = (getFigures: () => Promise<FiguresAnswer>, view = aView()) =>
    aScreen(WardFigures, {
      view,
      member: manager,
      clock: () => noon,
      api: { getFigures },
      props: { period: november },
    })

  it('of one period never stand under another: not while it is asked for, nor when the network is dead', async () => {
    let fail: (problem: Problem) => void = () => undefined
    const slow = new Promise<FiguresAnswer>((_resolve, reject) => (fail = reject))
    const getFigures = vi.fn().mockResolvedValueOnce(answer(41)).mockReturnValueOnce(slow)
    const screen = await open(getFigures)
    await flushPromises()
    expect(tiles(screen)).toMatchObject({ Lượt: '41' })
    await screen.setProps({ period: september2022 })
    expect(screen.text()).not.toContain('41')
    expect(screen.find('.skeleton').exists()).toBe(true)
    fail(new Problem('serverUnreachable'))
    await flushPromises()
    expect(screen.text()).toContain('Chưa kết nối được với phường')
    expect(screen.text()).not.toContain('41')
    expect(screen.text()).not.toContain('lấy lúc')
  })

  it('that are old because the network is dead say of when they are', async () => {
    const getFigures = vi
      .fn()
      .mockResolvedValueOnce(answer(41))
      .mockRejectedValue(new Problem('serverUnreachable'))
    const view = aView()
    view.add({ seq: 1, command: aCommand('recordAssist', anAssistToRecord({ assistId: anId(90) })) })
    const screen = await open(getFigures, view)
    await flushPromises()
    view.hear({ pending: [] })
    await flushPromises()
    expect(getFigures).toHaveBeenCalledTimes(2)
    expect(tiles(screen)).toMatchObject({ Lượt: '41' })
    expect(screen.text()).toContain('Số liệu dưới đây lấy lúc 12:00')
  })

  it('show count-only visits, and what did not work by reason', async () => {
    const screen = await open(async () => answer(41))
    await flushPromises()
    const heads = wordsOf(tableOf(screen, 'Theo tổ')?.findAll('thead th') ?? [])
    expect(heads).toEqual(expect.arrayContaining(['Chỉ đếm', 'Bưu chính', 'Chứng thực ĐT']))
    expect(tableOf(screen, 'Chưa làm được, theo lý do')?.text()).toContain('Mạng yếu hoặc rớt mạng3')
  })

  it('begin with the whole ward; nothing is said quietly, and a number stays with its word', async () => {
    const screen = await aScreen(WardFigures, {
      ...{ view: aView(), member: manager, clock: () => noon },
      api: { getFigures: async () => answer(41) },
      props: { period: { from: '2022-01-01', to: '2022-06-30' } },
    })
    await flushPromises()
    const table = tableOf(screen, 'Theo tổ')
    expect(wordsOf(table?.findAll('tbody th') ?? [])).toEqual(['Toàn phường', 'Khu phố Đệ Đức 1'])
    expect(table?.get('thead').text()).toContain('Mức\u00a0độ\u00a04')
    const [people, assists] = table?.findAll('tbody tr:first-child td') ?? []
    expect(people?.find('a').exists()).toBe(false)
    expect(people?.get('.none').text()).toBe('0')
    expect(assists?.get('a').text()).toBe('41')
  })

  it('that do not fit a phone scroll inside their table and fade where they go on', async () => {
    const screen = await open(async () => answer(41))
    await flushPromises()
    const frame = screen.get<HTMLElement>('.frame')
    frame.element.style.inlineSize = '320px'
    await expect.poll(() => frame.classes()).toContain('has-more')
    const scroller = frame.get<HTMLElement>('.scroller')
    expect(scroller.attributes('tabindex')).toBe('0')
    scroller.element.scrollTo({ left: 5000 })
    await expect.poll(() => frame.classes()).not.toContain('has-more')
    frame.element.style.inlineSize = '2000px'
    await expect.poll(() => scroller.attributes('tabindex')).toBeUndefined()
  })

  it('say apart what this phone has not sent yet', async () => {
    const view = aView()
    view.add({ seq: 1, command: aCommand('recordAssist', anAssistToRecord({ assistId: anId(90) })) })
    const screen = await open(async () => answer(41), view)
    await flushPromises()
    expect(tiles(screen)).toMatchObject({ Lượt: '41 +1' })
    expect(screen.text()).toContain('+ là đang chờ gửi')
  })

  it('stand beside the totals of the ward as they were entered last, with a share as reports print it', async () => {
    const totals = (n: number, resolved: number) => ({
      table: 'wardTotals' as const,
      id: anId(n),
      row: {
        id: anId(n),
        ...november,
        totals: {
          ...{ received: 4133, resolved, inProgress: null, overdue: null },
          ...{ paidOnline: null, byPost: null, eCertified: null },
        },
        source: 'Báo cáo',
      },
    })
    const screen = await open(
      async () => answer(1),
      aView([...teamRows(), totals(31, 4100), totals(32, 4128)]),
    )
    await flushPromises()
    expect(screen.text()).toContain('Đã giải quyết 4.128/4.133 hồ sơ, đạt 99,88%')
  })
})

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
  const subtitle = (screen: VueWrapper) => screen.find('header p').text().replaceAll('\u00a0', ' ')

  it('have no number while they are asked for, nor when that failed: missing is not 0', async () => {
    let fail: (problem: Problem) => void = () => undefined
    const screen = await open(() => new Promise((_resolve, reject) => (fail = reject)))
    expect(subtitle(screen)).toBe('01/11/2026 – 30/11/2026')
    fail(new Problem('serverUnreachable'))
    await flushPromises()
    expect(subtitle(screen)).toBe('01/11/2026 – 30/11/2026')
    expect(screen.text()).not.toContain('Không có bản ghi nào')
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
    expect(subtitle(screen)).toBe('0 mục · 01/11/2026 – 30/11/2026')
    expect(screen.text()).toContain('Không có bản ghi nào')
  })

  it('tell a viewer whose name is withheld from who is only counted', async () => {
    const records = [record(1), record(2, { isAnonymous: true })]
    const screen = await open(async () => ({ total: 2, records, next: null }))
    await flushPromises()
    const titles = screen.findAll('.list-row .title').map((title) => title.text())
    expect(titles).toEqual(['Tên không hiển thị', 'Không ghi tên'])
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
    expect(screen.findAll('.list-row .detail').map((detail) => detail.text())).toEqual([
      '260101-0001 · Đăng ký khai sinh · Toàn trình · Trần Văn An',
      'Hồ sơ · Mức độ 4 · Trần Văn An',
      'VNeID mức 2 · Trần Văn An',
      'Mạng yếu hoặc rớt mạng · Trần Văn An',
    ])
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
    expect(subtitle(screen)).toContain('3.001 mục')
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
    expect(subtitle(screen)).toBe('1 mục · 01/11/2026 – 30/11/2026 · Trần Văn An · Khu phố Đệ Đức 1')
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
    expect(subtitle(screen)).toContain('2 mục')
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
    for (const [index, title] of ['Lê Ba, 1960 · Hôm qua', 'Không ghi tên · Hôm qua'].entries()) {
      const screen = await open(async () => ({ total: 2, records, next: null }), { member: manager, view })
      await flushPromises()
      await screen.findAll('.list-row')[index]!.trigger('click')
      screen.unmount()
      const history = await aScreen(HistoryScreen, {
        ...{ view, member: manager, clock: () => noon },
        api: { getHistory: async () => ({ made: null, changes: [] }) },
        props: { table: 'assists', id: anId(index + 1) },
      })
      expect(history.get('header p').text()).toBe(title)
    }
  })
})

describe('the period', () => {
  const open = (query: string) =>
    aScreen(DashboardScreen, {
      ...{ view: aView(), member: lead, clock: () => noon },
      path: `/dashboard?${query}`,
    })
  const shown = (screen: VueWrapper) => screen.get('header p').text().replaceAll('\u00a0', ' ')
  const marked = (screen: VueWrapper) => screen.get('.choice:has(:checked)').text()
  const first2022 = 'period=custom&from=2022-01-01&to=2022-09-30'
  /** Types a day into the three boxes of one end. */
  async function type(screen: VueWrapper, end: 'from' | 'to', parts: readonly [string, string, string]) {
    for (const [index, part] of (['day', 'month', 'year'] as const).entries())
      await screen.get(`#${end}-${part}`).setValue(parts[index])
  }
  const show = async (screen: VueWrapper) => {
    await screen.get('form').trigger('submit')
    await flushPromises()
  }

  it('can be the first six months, one tap behind the near ones', async () => {
    const screen = await open('period=week')
    expect(marked(screen)).toBe('Tuần')
    expect(screen.find('select').exists()).toBe(false)
    await screen.get('input[value=other]').setValue()
    await flushPromises()
    expect(shown(screen)).toBe('Quý này: 01/10/2026 – 31/12/2026')
    await screen.get('select').setValue('sixMonths')
    await flushPromises()
    expect(shown(screen)).toBe('6 tháng đầu năm: 01/01/2026 – 30/06/2026')
    expect(marked(screen)).toBe('Khác')
  })

  it('of an address is marked, and its figures come before any boxes to fill', async () => {
    const screen = await open(first2022)
    expect(shown(screen)).toBe('01/01/2022 – 30/09/2022')
    expect(marked(screen)).toBe('Khác')
    expect(screen.get<HTMLSelectElement>('select').element.value).toBe('custom')
    expect(screen.find('form').exists()).toBe(false)
  })

  it('that is typed shows nothing else until a person asks for it', async () => {
    const screen = await open(first2022)
    await screen.get('#changeDays').trigger('click')
    await flushPromises()
    expect(document.activeElement?.id).toBe('from-day')
    await type(screen, 'from', ['1', '10', '2026'])
    await type(screen, 'to', ['30', '11', '2026'])
    await flushPromises()
    expect(shown(screen)).toBe('01/01/2022 – 30/09/2022')
    expect(screen.get<HTMLInputElement>('#from-month').element.value).toBe('10')
    await show(screen)
    expect(shown(screen)).toBe('01/10/2026 – 30/11/2026')
    expect(screen.find('form').exists()).toBe(false)
    expect(document.activeElement?.id).toBe('changeDays')
  })

  it('that cannot be says so beside its field, keeps what was typed, and never turns the days round', async () => {
    const screen = await open(first2022)
    await screen.get('#changeDays').trigger('click')
    await flushPromises()
    await type(screen, 'from', ['31', '2', '2026'])
    await show(screen)
    expect(screen.get('#from-error').text()).toContain('Nhập ngày có trong lịch')
    expect(document.activeElement?.id).toBe('from-day')
    await type(screen, 'from', ['1', '12', '2026'])
    await type(screen, 'to', ['30', '11', '2026'])
    await show(screen)
    expect(screen.find('#from-error').exists()).toBe(false)
    expect(screen.get('#to-error').text()).toBe('Chọn ngày kết thúc sau ngày bắt đầu')
    expect(document.activeElement?.id).toBe('to-day')
    expect(screen.get<HTMLInputElement>('#from-month').element.value).toBe('12')
    expect(shown(screen)).toBe('01/01/2022 – 30/09/2022')
  })

  it('that no address can mean is this month', async () => {
    for (const query of ['from=2026-11-30&to=2026-11-01', 'from=2026-02-31&to=2026-11-01', ''])
      expect(shown(await open(`period=custom&${query}`))).toBe('Tháng này: 01/11/2026 – 30/11/2026')
  })
})

describe('today', () => {
  const msPerHour = 3_600_000
  beforeEach(() => {
    vi.useFakeTimers({ now: noon })
  })
  afterEach(() => {
    vi.useRealTimers()
  })
  const colleague = { ...lead, id: ids.colleague }
  const open = () => aScreen(HomeScreen, { view: aView(), member: colleague, clock: Date.now, path: '/' })

  it('turns at midnight in Vietnam while the app stays open', async () => {
    const screen = await open()
    expect(tiles(screen)).toMatchObject({ Lượt: '1' })
    await vi.advanceTimersByTimeAsync(12 * msPerHour - 1)
    expect(tiles(screen)).toMatchObject({ Lượt: '1' })
    await vi.advanceTimersByTimeAsync(1)
    expect(tiles(screen)).toMatchObject({ Lượt: '0' })
    expect(screen.get('.big-figure').attributes('href')).toContain('from=2026-11-21')
  })

  it('turns on the dashboard too', async () => {
    const screen = await aScreen(DashboardScreen, {
      view: aView(),
      member: lead,
      clock: Date.now,
      path: '/dashboard?period=day',
    })
    expect(screen.find('header p').text()).toBe('Hôm nay: 20/11/2026')
    await vi.advanceTimersByTimeAsync(12 * msPerHour)
    expect(screen.find('header p').text()).toBe('Hôm nay: 21/11/2026')
    expect(tiles(screen)).toMatchObject({ Lượt: '0' })
  })

  it('is looked at again when a phone that slept over midnight wakes up', async () => {
    const screen = await open()
    const visibility = vi.spyOn(document, 'visibilityState', 'get')
    const turn = async (to: DocumentVisibilityState) => {
      visibility.mockReturnValue(to)
      document.dispatchEvent(new Event('visibilitychange'))
      await flushPromises()
    }
    await turn('hidden')
    expect(tiles(screen)).toMatchObject({ Lượt: '1' })
    vi.setSystemTime(noon + 20 * msPerHour)
    await turn('visible')
    expect(tiles(screen)).toMatchObject({ Lượt: '0' })
    vi.restoreAllMocks()
  })
})
