// What happened to a record, as a person reads it.
import { enableAutoUnmount, flushPromises } from '@vue/test-utils'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { Problem } from '#domain/problem.ts'
import type { RowHistory } from '#protocol/history.ts'
import '../../src/client/styles/main.css'
import HistoryScreen from '../../src/client/screens/history/HistoryScreen.vue'
import type { SessionMember } from '../../src/client/stores/session.ts'
import { createView, type FedView } from '../../src/client/view/view.ts'
import {
  aCommand,
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
} from '../support/builders.ts'
import { plain } from '../support/plainText.ts'
import { aScreen } from '../support/screen.ts'

enableAutoUnmount(afterEach)

const volunteer: SessionMember = { id: ids.volunteer, name: 'A', role: 'volunteer', teamIds: [ids.team] }
const by = { memberId: ids.colleague, memberName: 'Lê Thị Bạn' }
const me = { memberId: ids.volunteer, memberName: 'Trần Văn Tôi' }

describe('the history of a visit', () => {
  let view: FedView
  beforeEach(() => {
    view = createView(aVolunteer, () => noon)
    const items = { [anId(81)]: { kind: 'dossier' as const, dossierId: ids.dossier, act: 'new' as const } }
    view.hear({
      rows: [
        { table: 'units', id: ids.team, ver: 1, row: aTeam() },
        { table: 'procedures', id: ids.procedure, ver: 1, row: aProcedure() },
        { table: 'residents', id: ids.resident, ver: 1, row: aResident() },
        { table: 'assists', id: ids.assist, ver: 3, row: anAssist({ items }) },
        { table: 'dossiers', id: ids.dossier, ver: 2, row: aDossier() },
      ],
    })
  })

  async function open(getHistory: (table: string, id: string) => Promise<RowHistory>) {
    const screen = await aScreen(HistoryScreen, {
      ...{ view, member: volunteer, clock: () => noon },
      api: { getHistory },
      props: { table: 'assists', id: ids.assist },
    })
    await flushPromises()
    return screen
  }

  const told: Record<string, RowHistory> = {
    assists: {
      made: { ...me, at: noon - 5_000_000 },
      changes: [
        { ...me, path: 'place', value: 'cultureHouse', at: noon - 1_000, stood: false, ver: 3 },
        { ...by, path: 'place', value: 'home', at: noon - 2_000, stood: true, ver: 3 },
        {
          ...by,
          path: `items/${anId(80)}`,
          value: anAccountItem('vneidLevel2'),
          at: noon - 3_000,
          stood: true,
          ver: 2,
        },
        { ...me, path: 'place', value: 'elsewhere', at: noon - 4_000, stood: true, ver: 2 },
      ],
    },
    dossiers: {
      made: { ...me, at: noon - 5_000_000 },
      changes: [{ ...me, path: 'paidOnline', value: true, at: noon - 2_500, stood: true, ver: 2 }],
    },
  }
  const tell = async (table: string) => told[table] ?? { made: null, changes: [] }
  /** Of each row its words, its mark and the first thing said below the words. */
  const rows = (screen: Awaited<ReturnType<typeof open>>) =>
    screen.findAll('.list-row').map((row) => {
      const mark = row.find('.status-mark').exists() ? row.find('.status-mark').text() : ''
      const below = plain(row.find('.detail').text()).replace(mark, '').replace('·', ' ').trim()
      return [row.find('.title').text(), mark, below.split(/\s{2,}| · /)[0]]
    })

  it('tells who made it, each change of it and of its dossiers in words, what stands and what gave way', async () => {
    const screen = await open(tell)
    expect(plain(screen.find('.facts').text())).toContain('Trần Văn Tôi')
    expect(rows(screen)).toEqual([
      ['Ở đâu: Nhà văn hóa', 'Đã bị thay', 'Trần Văn Tôi'],
      ['Ở đâu: Tại nhà', 'Đang dùng', 'Lê Thị Bạn'],
      ['Thanh toán trực tuyến: Có', 'Đang dùng', 'Trần Văn Tôi'],
      ['Đã làm gì: Định danh điện tử mức 2 (VNeID)', 'Đang dùng', 'Lê Thị Bạn'],
      ['Ở đâu: Nơi khác', '', 'Trần Văn Tôi'],
    ])
  })

  it('begins with what this phone has not sent', async () => {
    const changes = { helpMode: 'guided' as const, items: { [anId(81)]: null } }
    view.add({ seq: 1, command: aCommand('correctAssist', { assistId: ids.assist, changes, dossiers: [] }) })
    const screen = await open(tell)
    expect(rows(screen).slice(0, 2)).toEqual([
      ['Đã làm gì: Đã bỏ ra', 'Trên máy', expect.any(String)],
      ['Cách giúp: Hướng dẫn người dân tự làm', 'Trên máy', expect.any(String)],
    ])
  })

  it('says whose record it is, and of one that is not on this phone at least what it is', async () => {
    expect(plain((await open(tell)).get('header p').text())).toMatch(/^Trần Văn Mẫu, 1985 · /)
    view.hear({ base: [] })
    const screen = await open(tell)
    expect(screen.get('header p').text()).toBe('Lượt hỗ trợ')
    expect(plain(screen.find('.facts').text())).toContain('Trần Văn Tôi')
  })

  it('without a network says so kindly and asks again by a tap', async () => {
    const ask = vi.fn(tell).mockRejectedValueOnce(new Problem('serverUnreachable'))
    const screen = await open(ask)
    expect(screen.text()).toContain('Cần có mạng để xem lịch sử')
    await screen.find('.notice-bar button').trigger('click')
    await flushPromises()
    expect(screen.text()).not.toContain('Cần có mạng')
    expect(rows(screen)).toHaveLength(5)
  })

  it('of one that was not sent yet does not ask the ward, which knows nothing of it', async () => {
    const ask = vi.fn(tell)
    view.hear({ base: [{ table: 'units', id: ids.team, ver: 1, row: aTeam() }] })
    const row = { ...anAssist(), residentId: null, items: { [anId(80)]: anAccountItem() } }
    const { memberId: _member, residentId: _resident, withdrawn: _withdrawn, id: assistId, ...visit } = row
    const args = { ...visit, assistId, resident: { kind: 'none' as const }, dossiers: [], note: null }
    view.add({ seq: 1, command: aCommand('recordAssist', args) })
    const screen = await open(ask)
    expect(ask).not.toHaveBeenCalled()
    expect(screen.text()).toContain('Thông tin này chưa gửi lên phường')
  })
})
