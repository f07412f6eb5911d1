// Targets that a manager is typing outlive the tab, and go on where they were typed.
import { enableAutoUnmount, type VueWrapper } from '@vue/test-utils'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { Problem } from '#domain/problem.ts'
import type { CommandArgs } from '#domain/commands.ts'
import { targetIdOf } from '#domain/target.ts'
import { useToast } from '../../src/client/composables/useToast.ts'
import TargetsScreen from '../../src/client/screens/team/TargetsScreen.vue'
import { createView, type FedView } from '../../src/client/view/view.ts'
import { aManager, aTeam, anId, ids, noon } from '../support/builders.ts'
import { aScreen } from '../support/screen.ts'
import { waitFor } from '../support/patience.ts'

enableAutoUnmount(afterEach)

const people = (from: string, to: string) => targetIdOf({ unitId: ids.team, indicator: 'people', from, to })
const november = people('2026-11-01', '2026-11-30')
const lastQuarter = people('2026-10-01', '2026-12-31')

describe('targets', () => {
  let view: FedView
  let kept: Map<string, object>
  const run = vi.fn(async (_name: 'setTarget', _args: CommandArgs<'setTarget'>, _base: number) => {})

  beforeEach(() => {
    run.mockClear()
    kept = new Map()
    view = createView(aManager, () => noon)
    hearTarget(7, 40)
  })

  /** Whether the phone has no room left. */
  let isFull = false

  function hearTarget(ver: number, value: number) {
    const row = {
      ...{ id: november, unitId: ids.team, indicator: 'people' as const, value },
      ...{ from: '2026-11-01', to: '2026-11-30' },
    }
    view.hear({
      rows: [
        { table: 'units', id: ids.team, ver: 1, row: aTeam() },
        { table: 'targets', id: november, ver, row },
      ],
    })
  }

  async function open(path = '/team/targets'): Promise<VueWrapper> {
    const screen = await aScreen(TargetsScreen, {
      view,
      member: { id: anId(99), name: 'Quản Lý', role: 'manager', teamIds: [] },
      clock: () => noon,
      path,
      client: {
        run,
        drafts: {
          load: async (key: string) => structuredClone(kept.get(key)),
          async save(key: string, value: object) {
            if (isFull) throw new Problem('diskFull')
            kept.set(key, JSON.parse(JSON.stringify(value)) as object)
          },
          discard: async (key: string) => void kept.delete(key),
        },
        session: { beforeLock: () => () => undefined },
      } as never,
    })
    await waitFor(() => expect(screen.find('form').exists()).toBe(true))
    return screen
  }

  const textOf = (id: string) => (document.getElementById(id) as HTMLInputElement | null)?.value
  const button = (screen: VueWrapper, name: string) =>
    screen.findAll('button').find((one) => one.text() === name)

  async function type(id: string, text: string) {
    const input = document.getElementById(id) as HTMLInputElement
    input.value = text
    input.dispatchEvent(new InputEvent('input', { bubbles: true }))
    await waitFor(() => expect(JSON.stringify([...kept.values()])).toContain(`"${text}"`))
  }

  it('that are being typed are there after the tab was killed, in the period for which they were typed', async () => {
    const first = await open('/team/targets?kind=quarter')
    expect(first.text()).not.toContain('gõ dở lần trước')
    await type(lastQuarter, '1.200')
    first.unmount()

    const second = await open()
    expect(textOf(lastQuarter)).toBe('1.200')
    expect(second.text()).toContain('Đây là những số gõ dở từ lần trước')
    await second.find('form').trigger('submit')
    await waitFor(() => expect(run).toHaveBeenCalledTimes(1))
    expect(run.mock.calls[0]).toMatchObject(['setTarget', { targetId: lastQuarter, value: 1200 }, 0])
    await waitFor(() => expect(kept.size).toBe(0))
  })

  it('typed over what another manager set meanwhile are sent as typed over what was seen', async () => {
    const first = await open()
    expect(textOf(november)).toBe('40')
    await type(november, '50')
    first.unmount()
    hearTarget(8, 45)

    const second = await open()
    expect(textOf(november)).toBe('50')
    await second.find('form').trigger('submit')
    await waitFor(() => expect(run).toHaveBeenCalledTimes(1))
    expect(run.mock.calls[0]).toMatchObject(['setTarget', { targetId: november, value: 50 }, 7])
  })

  it('typed for another period than the one that is shown are shown by saving, and saved there', async () => {
    const screen = await open('/team/targets?kind=quarter')
    await type(lastQuarter, '1.200')
    await screen.find('#kind').setValue('month')
    expect(textOf(lastQuarter)).toBeUndefined()
    await screen.find('form').trigger('submit')
    await waitFor(() => expect(textOf(lastQuarter)).toBe('1.200'))
    expect(run).not.toHaveBeenCalled()
    await screen.find('form').trigger('submit')
    await waitFor(() => expect(run).toHaveBeenCalledTimes(1))
  })

  it('that a full phone can neither keep nor save are told so once', async () => {
    const screen = await open()
    const said = () => screen.findAll('.notice-bar').map((notice) => notice.text())
    isFull = true
    await screen.find(`[id="${november}"]`).setValue('7')
    await waitFor(() => expect(said()).toEqual([expect.stringContaining('Máy chưa giữ được bản nháp')]))
    run.mockRejectedValueOnce(new Problem('diskFull'))
    await screen.find('form').trigger('submit')
    await waitFor(() => expect(said()).toEqual([expect.stringMatching(/^Máy đã đầy, chưa lưu được/)]))
    isFull = false
  })

  it('that were given up are forgotten, and what was saved before the tab died is not told as half done', async () => {
    const first = await open()
    await type(november, '50')
    first.unmount()
    const second = await open()
    await button(second, 'Bỏ bản nháp')?.trigger('click')
    expect(textOf(november)).toBe('40')
    expect(second.text()).not.toContain('gõ dở lần trước')
    await waitFor(() => expect(kept.size).toBe(0))
    useToast().act('undo')
    await waitFor(() => expect(textOf(november)).toBe('50'))
    await waitFor(() => expect(kept.size).toBe(1))
    await type(november, '45')
    expect(second.text()).not.toContain('gõ dở lần trước')
    second.unmount()
    hearTarget(8, 45)

    const third = await open()
    expect(third.text()).not.toContain('gõ dở lần trước')
    await waitFor(() => expect(kept.size).toBe(0))
  })
})
