// What the ward did not take and what it tells, as a volunteer and a lead see it: why, and the ways on.
import { enableAutoUnmount, flushPromises, type VueWrapper } from '@vue/test-utils'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { Problem, type ProblemReport } from '#domain/problem.ts'
import type { Command } from '#domain/commands.ts'
import type { Notice, WireRow } from '#protocol/sync.ts'
import '../../src/client/styles/main.css'
import { useToast } from '../../src/client/composables/useToast.ts'
import type { Client } from '../../src/client/createClient.ts'
import MendScreen from '../../src/client/screens/outbox/MendScreen.vue'
import OutboxScreen from '../../src/client/screens/outbox/OutboxScreen.vue'
import type { SessionMember } from '../../src/client/stores/session.ts'
import { useSyncStatusStore } from '../../src/client/stores/syncStatus.ts'
import { createView, type FedView } from '../../src/client/view/view.ts'
import {
  aCommand,
  aProcedure,
  aResident,
  aTeam,
  aVolunteer,
  anAssist,
  anAssistToRecord,
  anId,
  ids,
  noon,
} from '../support/builders.ts'
import { plain } from '../support/plainText.ts'
import { aScreen } from '../support/screen.ts'
import { waitFor } from '../support/patience.ts'

enableAutoUnmount(afterEach)

const volunteer: SessionMember = {
  id: ids.volunteer,
  name: 'Thành Viên',
  role: 'volunteer',
  teamIds: [ids.team],
}
const colleague = {
  id: ids.colleague,
  name: 'Lê Thị Bạn',
  role: 'volunteer' as const,
  teamIds: [ids.team],
  joinedOn: '2022-01-01',
  leftOn: null,
}

describe('the outbox', () => {
  let view: FedView
  const settle = vi.fn(async () => {})
  const resend = vi.fn(async () => {})
  const seen = vi.fn(async () => {})
  const run = vi.fn(async () => {})
  let handed: Command[]

  beforeEach(() => {
    vi.clearAllMocks()
    handed = []
    view = createView(aVolunteer, () => noon)
    view.hear({
      rows: [
        { table: 'units', id: ids.team, ver: 1, row: aTeam() },
        { table: 'members', id: ids.colleague, ver: 1, row: colleague },
        { table: 'procedures', id: ids.procedure, ver: 1, row: aProcedure() },
        { table: 'residents', id: ids.resident, ver: 1, row: aResident() },
        { table: 'assists', id: ids.assist, ver: 7, row: anAssist() },
      ] satisfies WireRow[],
    })
  })

  function open(member = volunteer): Promise<VueWrapper> {
    const client = {
      ...{ settle, resend, seen, run },
      findHanded: async (commandId: string) => handed.find(({ id }) => id === commandId),
      drafts: { list: async () => [], discard: async () => {} },
    } as unknown as Partial<Client>
    return aScreen(OutboxScreen, { view, member, clock: () => noon, path: '/outbox', client })
  }

  function refuse(...commands: [Command, ProblemReport | undefined][]): void {
    view.hear({
      review: commands.map(([command, problem]) => ({
        ...{ seq: 1, command, problem },
        outcome: problem ? ('refused' as const) : ('parked' as const),
      })),
    })
  }

  async function press(screen: VueWrapper, name: string): Promise<void> {
    const button = [...document.querySelectorAll('button')].find((one) =>
      one.textContent?.trim().startsWith(name),
    )
    if (!button) throw new Error(`There is no button ${name}: ${screen.text()}`)
    button.click()
    await flushPromises()
  }

  const visit = aCommand('recordAssist', anAssistToRecord({ assistId: anId(50) }), { id: anId(1001) })
  const itsPlace = aCommand(
    'correctAssist',
    { assistId: anId(50), changes: { place: 'elsewhere' }, dossiers: [] },
    { id: anId(1002) },
  )
  const withdrawal = aCommand(
    'withdrawAssist',
    { assistId: ids.assist, reason: 'Ghi trùng' },
    { id: anId(1003) },
  )

  it('says why a visit was refused, what waits beside it, and leads to its form', async () => {
    refuse([itsPlace, { code: 'rowUnknown' }], [visit, { code: 'dateInFuture', field: 'on' }])
    const screen = await open()
    expect(screen.text()).toContain('Lê Thị Thử')
    expect(screen.text()).toContain('Ngày ghi chưa tới')
    expect(plain(screen.text())).toContain('Kèm theo: Sửa lượt')
    expect(screen.text()).not.toContain('Phường chưa có bản ghi này')
    expect(screen.findAll('a').map((link) => link.attributes('href'))).toContain(`/outbox/${visit.id}/mend`)
  })

  it('is mended in a form that says that it is sent again', async () => {
    refuse([visit, { code: 'dateInFuture', field: 'on' }])
    const client = {
      newId: () => anId(700),
      drafts: { list: async () => [], load: async () => undefined, save: async () => {} },
      session: { beforeLock: () => () => {} },
    } as unknown as Partial<Client>
    const screen = await aScreen(MendScreen, {
      ...{ view, member: volunteer, clock: () => noon, client },
      ...{ path: `/outbox/${visit.id}/mend`, props: { id: visit.id } },
    })
    await waitFor(() => expect(screen.find('form').exists()).toBe(true))
    expect(screen.get('form button[type=submit]').text()).toBe('Sửa rồi gửi lại')
  })

  it('hands a refused visit to the lead with what waits beside it; a lead has nobody to hand it to', async () => {
    refuse([itsPlace, { code: 'rowUnknown' }], [visit, { code: 'notAllowed' }])
    const screen = await open()
    await press(screen, 'Chuyển cho tổ trưởng')
    expect(settle.mock.calls).toEqual([
      [visit.id, 'handed'],
      [itsPlace.id, 'handed'],
    ])
    expect(useToast().toast).toMatchObject({ text: 'Đã chuyển cho tổ trưởng' })
    screen.unmount()
    expect((await open({ ...volunteer, role: 'lead' })).text()).not.toContain('Chuyển cho tổ trưởng')
  })

  it('discards only after asking, and says what goes with it', async () => {
    refuse([itsPlace, { code: 'rowUnknown' }], [visit, { code: 'notAllowed' }])
    const screen = await open()
    await press(screen, 'Bỏ')
    expect(settle).not.toHaveBeenCalled()
    expect(document.querySelector('dialog')?.textContent).toContain('1 việc kèm theo cũng bị bỏ')
    ;(document.querySelector('dialog button') as HTMLButtonElement).click()
    await flushPromises()
    expect(settle.mock.calls).toEqual([
      [visit.id, 'discarded'],
      [itsPlace.id, 'discarded'],
    ])
  })

  it('sends again as it was what has no form, with the version that stands here now', async () => {
    refuse([withdrawal, undefined])
    const screen = await open()
    expect(screen.text()).toContain('Phường chưa quyết được việc này')
    await press(screen, 'Gửi lại')
    expect(resend.mock.calls).toEqual([[withdrawal.id, 'withdrawAssist', withdrawal.args, 7]])
  })

  it('offers to send again first what the ward could not decide, and blames no server for it', async () => {
    refuse([visit, undefined])
    view.hear({ review: view.review.map((one) => ({ ...one, problem: { code: 'serverFailed' as const } })) })
    const screen = await open()
    expect(screen.text()).toContain('Phường chưa quyết được việc này')
    expect(screen.text()).not.toContain('Máy chủ gặp lỗi')
    const ways = screen.findAll('.actions > *').map((way) => way.text().split(':')[0])
    expect(ways).toEqual(['Gửi lại', 'Sửa rồi gửi lại', 'Chuyển cho tổ trưởng', 'Bỏ'])
    await press(screen, 'Gửi lại')
    expect(resend).toHaveBeenCalledWith(visit.id, 'recordAssist', visit.args, 0)
    expect(useToast().toast).toMatchObject({ text: 'Máy tự gửi lại lên phường', detail: 'Lê Thị Thử, 1985' })
  })

  it('counts what depends on something refused among what waits', async () => {
    refuse([itsPlace, { code: 'rowUnknown' }], [visit, { code: 'dateInFuture', field: 'on' }])
    const screen = await open()
    Object.assign(useSyncStatusStore(), { review: 2, unsent: 0, sentToday: 5, lastSentAt: noon })
    await flushPromises()
    expect(plain(screen.get('header').text())).toContain(
      'Hôm nay đã gửi 5 · Chờ gửi 1 · Cần xem lại 1 · Liên lạc lần cuối 12:00',
    )
    expect(screen.text()).toContain('1 việc kèm theo sẽ tự gửi cùng')
  })

  it('says so when the phone cannot keep what was decided', async () => {
    refuse([withdrawal, { code: 'notAllowed' }])
    settle.mockRejectedValueOnce(new Problem('diskFull'))
    await press(await open(), 'Chuyển cho tổ trưởng')
    expect(useToast().toast.text).toBe('Máy đã đầy, chưa lưu được. Xóa bớt ảnh hoặc ứng dụng rồi lưu lại.')
  })

  const gaveWay: Notice = {
    id: anId(600),
    kind: 'overridden',
    commandId: anId(1000),
    table: 'assists',
    rowId: ids.assist,
    path: 'place',
    value: 'cultureHouse',
    standing: 'home',
    by: ids.colleague,
    at: noon,
  }

  it('shows both values of a field that somebody else changed, and gives the own one again by one tap', async () => {
    view.hear({ notices: [gaveWay] })
    const screen = await open()
    for (const text of ['Người khác đã sửa', 'Trần Văn Mẫu, 1985', 'Lê Thị Bạn sửa lúc', 'Ở đâu'])
      expect(screen.text()).toContain(text)
    expect(screen.text()).toMatch(/Đang dùng:\s*Tại nhà/)
    expect(screen.text()).toMatch(/Của tôi:\s*Nhà văn hóa/)
    await press(screen, 'Dùng lại nội dung tôi ghi')
    const args = { assistId: ids.assist, changes: { place: 'cultureHouse' }, dossiers: [] }
    expect(run.mock.calls).toEqual([['correctAssist', args, 7]])
    expect(seen.mock.calls).toEqual([[gaveWay.id]])
  })

  it('lets a person agree, and clear what the lead did with what was handed over', async () => {
    const taken: Notice = {
      ...{ id: anId(601), kind: 'settled', commandId: anId(1001), as: 'taken' },
      ...{ by: ids.colleague, at: noon },
    }
    view.hear({ notices: [gaveWay, taken] })
    const screen = await open()
    expect(screen.text()).toContain('Lê Thị Bạn đã ghi thay')
    expect(screen.text()).toContain('Việc đã chuyển cho tổ trưởng')
    await press(screen, 'Đồng ý')
    await press(screen, 'Đã rõ')
    expect(run).not.toHaveBeenCalled()
    expect(seen.mock.calls).toEqual([[gaveWay.id], [taken.id]])
  })

  it('names what the lead did, by whom and what it was about, as far as this phone can tell', async () => {
    const settled = (n: number, work: object): Notice => ({
      ...{
        id: anId(610 + n),
        kind: 'settled',
        commandId: anId(1010 + n),
        as: 'taken',
        by: ids.colleague,
        at: noon,
      },
      work: { name: 'correctAssist', at: noon, ids: {}, ...work },
    })
    view.hear({
      notices: [
        settled(1, { ids: { assistId: ids.assist } }),
        settled(2, { name: 'recordAssist', ids: { assistId: anId(9), residentId: anId(9) } }),
        settled(3, { name: 'fromNextYear' }),
        settled(4, { ids: { assistId: ids.assist, residentId: anId(9) } }),
      ],
    })
    const screen = await open()
    const details = screen.findAll('.list-row .detail').map((detail) => plain(detail.text()))
    expect(details.filter((detail) => /^Trần Văn Mẫu, 1985 · Sửa lượt · /.test(detail))).toHaveLength(2)
    expect(plain(screen.text())).toMatch(/Lê Thị Bạn đã ghi thay\s*Ghi lượt · /)
    expect(screen.text()).toContain('Việc đã chuyển cho tổ trưởng')
  })

  it('names somebody new, whom the ward never took, by what was handed over or still lies here', async () => {
    const dismissed = (n: number, { id: commandId }: Command): Notice => ({
      ...{ id: anId(620 + n), kind: 'settled', commandId, as: 'dismissed', by: ids.colleague, at: noon },
      work: { name: 'recordAssist', at: noon, ids: { assistId: anId(50), residentId: anId(51) } },
    })
    const other = aCommand('recordAssist', anAssistToRecord({ assistId: anId(52) }), { id: anId(1005) })
    handed = [visit]
    refuse([other, { code: 'notAllowed' }])
    view.hear({ notices: [dismissed(1, visit), dismissed(2, other)] })
    const screen = await open()
    await flushPromises()
    const details = screen.findAll('.list-row .detail').map((detail) => plain(detail.text()))
    expect(details.filter((detail) => /^Lê Thị Thử, 1985 · Ghi lượt · /.test(detail))).toHaveLength(2)
  })
})
