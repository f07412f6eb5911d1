// The figures of a team as its lead sees them.
import { enableAutoUnmount, flushPromises } from '@vue/test-utils'
import { afterEach, describe, expect, it, vi } from 'vitest'
import '../../src/client/styles/main.css'
import TeamFigures from '../../src/client/screens/dashboard/TeamFigures.vue'
import { ids, noon } from '../support/builders.ts'
import { plain } from '../support/plainText.ts'
import { aScreen } from '../support/screen.ts'
import { aView, lead, november, september2022, tableOf, tiles } from '../support/teamFigures.ts'

enableAutoUnmount(afterEach)

describe("a team's figures", () => {
  const open = (view = aView(), period = november) =>
    aScreen(TeamFigures, { view, member: lead, clock: () => noon, props: { period } })

  it('show every indicator, count-only visits, results by post and e-certified copies too', async () => {
    expect(tiles(await open())).toEqual({
      Người: '2',
      Lượt: '3',
      'Chỉ đếm lượt': '1',
      'Tài khoản': '1',
      'Hồ sơ': '1',
      'Toàn trình': '1',
      'Một phần': '0',
      'Thanh toán trực tuyến': '0',
      'Bưu chính': '1',
      'Chứng thực điện tử': '0',
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
    const table = tableOf(screen, 'Theo thành viên')
    expect(table?.findAll('thead th').map((head) => plain(head.text()))).toEqual([
      'Thành viên',
      'Người',
      'Lượt',
      'Tài khoản',
      'Hồ sơ',
    ])
    const rows = table?.findAll('tbody tr') ?? []
    expect(rows.map((row) => [row.find('th').text(), row.findAll('td')[1]?.text()])).toEqual([
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
