// The figures of the ward as its manager sees them, also when they are old or the ward does not answer.
import { enableAutoUnmount, flushPromises } from '@vue/test-utils'
import { afterEach, describe, expect, it, vi } from 'vitest'
import { indicators, type Indicator } from '#domain/figures.ts'
import { Problem } from '#domain/problem.ts'
import type { FiguresAnswer } from '#protocol/figures.ts'
import '../../src/client/styles/main.css'
import WardFigures from '../../src/client/screens/dashboard/WardFigures.vue'
import { aCommand, anAssistToRecord, anId, ids, noon } from '../support/builders.ts'
import { plain } from '../support/plainText.ts'
import { aScreen } from '../support/screen.ts'
import { aView, manager, november, september2022, tableOf, teamRows, tiles } from '../support/teamFigures.ts'

enableAutoUnmount(afterEach)

/** The words of cells, with plain spaces. */
const wordsOf = (cells: readonly { text: () => string }[]) => cells.map((cell) => plain(cell.text()))

function counts(fields: Partial<Record<Indicator, number>>): Record<Indicator, number> {
  return {
    ...(Object.fromEntries(indicators.map((name) => [name, 0])) as Record<Indicator, number>),
    ...fields,
  }
}

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
    expect(heads).toEqual(expect.arrayContaining(['Chỉ đếm lượt', 'Bưu chính', 'Chứng thực điện tử']))
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
    expect(screen.text()).toContain('Số sau dấu + đang chờ gửi')
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
