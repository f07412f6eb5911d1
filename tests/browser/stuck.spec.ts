// What is stuck on the phones of a team, and the phones themselves, as a lead sees them.
import { enableAutoUnmount, flushPromises, type VueWrapper } from '@vue/test-utils'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import type { DeviceState } from '#protocol/devices.ts'
import type { StuckCommand, Taken } from '#protocol/stuck.ts'
import '../../src/client/styles/main.css'
import { useToast } from '../../src/client/composables/useToast.ts'
import DevicesScreen from '../../src/client/screens/team/DevicesScreen.vue'
import StuckScreen from '../../src/client/screens/team/StuckScreen.vue'
import type { SessionMember } from '../../src/client/stores/session.ts'
import { createView, type FedView } from '../../src/client/view/view.ts'
import { aTeam, aVolunteer, anAssistToRecord, anId, ids, noon } from '../support/builders.ts'
import { plain } from '../support/plainText.ts'
import { aScreen } from '../support/screen.ts'

enableAutoUnmount(afterEach)

const lead: SessionMember = { id: anId(97), name: 'Tổ Trưởng', role: 'lead', teamIds: [ids.team] }
let view: FedView
beforeEach(() => {
  view = createView(aVolunteer, () => noon)
  view.hear({ rows: [{ table: 'units', id: ids.team, ver: 1, row: aTeam() }] })
})

async function press(name: string, within = 'button'): Promise<void> {
  const button = [...document.querySelectorAll<HTMLElement>(within)].find((one) =>
    one.textContent?.trim().startsWith(name),
  )
  if (!button) throw new Error(`There is no button ${name}`)
  button.click()
  await flushPromises()
}

describe('stuck work', () => {
  const aStuck = (id: string, fields: Partial<StuckCommand> = {}): StuckCommand => ({
    ...{ id, memberId: ids.volunteer, memberName: 'Trần Văn B', deviceId: anId(300) },
    ...{ name: 'recordAssist', args: anAssistToRecord(), at: noon, receivedAt: noon, base: 0 },
    ...{ outcome: 'refused', problem: { code: 'notAllowed' }, isHanded: false },
    ...fields,
  })
  let stuck: StuckCommand[]
  const takeStuck = vi.fn(async (): Promise<Taken> => ({ outcome: 'applied' }))
  const dismissStuck = vi.fn(async () => {})

  async function open(): Promise<VueWrapper> {
    vi.clearAllMocks()
    const api = { listStuck: async () => stuck, takeStuck, dismissStuck }
    const screen = await aScreen(StuckScreen, {
      view,
      member: lead,
      clock: () => noon,
      path: '/team/stuck',
      api,
    })
    await flushPromises()
    return screen
  }

  it('is told with whose it is, what it is and why; what was handed over comes first, what no one can read is said so', async () => {
    stuck = [
      aStuck(anId(1), { name: 'flyToTheMoon', args: {}, at: noon - 9_000 }),
      aStuck(anId(2), { isHanded: true }),
    ]
    const screen = await open()
    const titles = screen.findAll('.list-row .title').map((title) => title.text())
    expect(titles).toEqual(['Lê Thị Thử, 1985', 'Việc ghi từ bản ứng dụng khác'])
    for (const text of ['Trần Văn B · Ghi lượt', 'Nhờ ghi', 'Việc này thuộc tổ khác'])
      expect(plain(screen.text())).toContain(text)
    expect(screen.text()).not.toContain('Nhờ tổ trưởng')
  })

  it('is recorded by the lead, and leaves the list', async () => {
    stuck = [aStuck(anId(2))]
    const screen = await open()
    stuck = []
    await press('Ghi thay')
    expect(takeStuck.mock.calls).toEqual([[anId(2)]])
    expect(useToast().toast).toMatchObject({ text: 'Đã ghi thay' })
    expect(screen.text()).toContain('Không có việc nào bị vướng')
  })

  it('stays with the reason of now when the lead may not either', async () => {
    stuck = [aStuck(anId(2))]
    const screen = await open()
    takeStuck.mockResolvedValueOnce({ outcome: 'refused', problem: { code: 'dateInFuture' } })
    await press('Ghi thay')
    expect(screen.find('.reason').text()).toBe('Ngày ghi chưa tới')
  })

  it('is put aside only after asking', async () => {
    stuck = [aStuck(anId(2))]
    await open()
    await press('Bỏ qua')
    expect(dismissStuck).not.toHaveBeenCalled()
    await press('Bỏ qua', 'dialog button')
    expect(dismissStuck.mock.calls).toEqual([[anId(2)]])
  })
})

describe('a phone of the team', () => {
  const device: DeviceState = {
    ...{ deviceId: anId(300), memberId: ids.volunteer, memberName: 'Trần Văn B', teamIds: [ids.team] },
    ...{ name: 'Mozilla/5.0 (Linux; Android 14) Chrome/140', appVersion: '0.1.0', unsent: 3, review: 1 },
    ...{ oldestUnsentAt: noon - 7_200_000, restarts: 2, lastContactAt: noon - 60_000 },
    ...{ revokedAt: null, erasedAt: null },
  }
  let devices: DeviceState[]
  const revokeDevice = vi.fn(async () => {})

  async function open(id?: string): Promise<VueWrapper> {
    const api = { listDevices: async () => devices, revokeDevice }
    const screen = await aScreen(DevicesScreen, {
      ...{ view, member: lead, clock: () => noon, api },
      ...(id ? { path: `/team/devices/${id}`, props: { id } } : { path: '/team/devices' }),
    })
    await flushPromises()
    return screen
  }

  it('is told in plain words, and is revoked only after saying that unsent work is sent first', async () => {
    devices = [device]
    const screen = await open(anId(300))
    for (const text of ['Android', 'Khu phố Đệ Đức 1', '3 việc, cũ nhất từ', '1 việc', '2 lần', '0.1.0'])
      expect(screen.find('.facts').text()).toContain(text)
    await press('Thu hồi máy này')
    expect(revokeDevice).not.toHaveBeenCalled()
    expect(screen.find('dialog').text()).toContain('Máy gửi hết những gì còn chờ lên phường trước')
    devices = [{ ...device, revokedAt: noon }]
    await press('Thu hồi máy này', 'dialog button')
    expect(revokeDevice.mock.calls).toEqual([[anId(300)]])
    expect(screen.text()).toContain('Đã yêu cầu thu hồi lúc')
    expect(screen.find('.action-bar').exists()).toBe(false)
  })

  it('is told from others of the same person by its kind, and of one kind by a number and its first day', async () => {
    const idFrom = (day: string) => {
      const hex = Date.parse(day).toString(16).padStart(12, '0')
      return `${hex.slice(0, 8)}-${hex.slice(8)}-7000-8000-000000000001`
    }
    const [first, second, third] = ['2026-10-05', '2026-11-02', '2026-11-03'].map(idFrom)
    devices = [
      { ...device, deviceId: second! },
      { ...device, deviceId: first! },
      { ...device, deviceId: third!, name: 'iPhone' },
      { ...device, deviceId: anId(301), memberId: ids.colleague, memberName: 'Lê Thị Bạn' },
    ]
    const list = await open()
    const titles = list.findAll('.list-row .title').map((title) => plain(title.text()))
    expect(titles.sort()).toEqual([
      'Lê Thị Bạn',
      'Trần Văn B · Android 1',
      'Trần Văn B · Android 2',
      'Trần Văn B · iPhone',
    ])
    const days = list
      .findAll('.list-row .detail')
      .map((detail) => /dùng từ (\S+)/.exec(plain(detail.text()))?.[1])
    // Each on a line of its own, without a dot behind it.
    expect(list.findAll('.detail').some((detail) => detail.text().includes('·'))).toBe(false)
    expect(days.filter(Boolean).sort()).toEqual(['02/11/2026', '05/10/2026'])
    // One that has only signed in is not in use yet.
    devices = devices.map((one) => (one.deviceId === second ? { ...one, lastContactAt: null } : one))
    list.unmount()
    const again = await open()
    expect(plain(again.text())).toContain('đăng nhập 02/11/2026')
    expect(plain(again.text())).not.toContain('dùng từ 02/11/2026')
    again.unmount()
    const screen = await open(second)
    expect(plain(screen.find('h1').text())).toBe('Trần Văn B · Android 2')
    expect(screen.find('.facts').text()).toContain('02/11/2026')
  })
})
