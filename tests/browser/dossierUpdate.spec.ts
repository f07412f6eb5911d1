// What is copied from a slip into a dossier: a day as slips write it is understood, and one that cannot be is said at once.
import { enableAutoUnmount, type VueWrapper } from '@vue/test-utils'
import { afterEach, beforeEach, expect, it, vi } from 'vitest'
import { Problem } from '#domain/problem.ts'
import type { WireRow } from '#protocol/sync.ts'
import DossierUpdateScreen from '../../src/client/screens/dossiers/DossierUpdateScreen.vue'
import { createView } from '../../src/client/view/view.ts'
import { aDossier, anAssist, anId, aProcedure, aTeam, aVolunteer, ids, noon } from '../support/builders.ts'
import { aScreen } from '../support/screen.ts'
import { waitFor } from '../support/patience.ts'

enableAutoUnmount(afterEach)
beforeEach(() => run.mockClear())

const run = vi.fn(async () => undefined)

async function open(save: () => Promise<void> = async () => undefined): Promise<VueWrapper> {
  const view = createView(aVolunteer, () => noon)
  const dossier = aDossier()
  const item = { kind: 'dossier' as const, dossierId: dossier.id, act: 'new' as const }
  const visit = anAssist({ on: '2026-11-09', items: { [anId(85)]: item } })
  const rows = [
    { table: 'units', id: ids.team, ver: 1, row: aTeam() },
    { table: 'procedures', id: ids.procedure, ver: 1, row: aProcedure() },
    { table: 'assists', id: visit.id, ver: 1, row: visit },
    { table: 'dossiers', id: dossier.id, ver: 4, row: dossier },
  ]
  view.hear({ rows: rows as WireRow[] })
  const shown: VueWrapper = await aScreen(DossierUpdateScreen, {
    view,
    member: { id: ids.volunteer, name: 'Thành Viên', role: 'volunteer', teamIds: [ids.team] },
    clock: () => noon,
    path: `/dossiers/${dossier.id}/update`,
    props: { id: dossier.id },
    client: {
      run,
      drafts: { load: async () => undefined, save, discard: async () => undefined },
      session: { beforeLock: () => () => undefined },
    } as never,
  })
  await waitFor(() => expect(shown.find('form').exists()).toBe(true))
  return shown
}

it('a due day is not before the submission, and its year may have two digits', async () => {
  const shown = await open()
  async function save(day: string, month: string, year: string) {
    for (const [part, text] of Object.entries({ day, month, year }))
      await shown.find(`#dueOn-${part}`).setValue(text)
    await shown.find('form').trigger('submit')
  }

  await save('1', '1', '1990')
  await waitFor(() => expect(shown.text()).toContain('Nhập ngày hẹn từ ngày nộp (09/11/2026) trở đi'))
  await save('12', '11', '202')
  await waitFor(() => expect(shown.text()).toContain('Nhập năm gồm 4 chữ số'))
  expect(run).not.toHaveBeenCalled()
  await save('12', '12', '26')
  await waitFor(() => expect(run).toHaveBeenCalledTimes(1))
  expect(run.mock.calls[0]).toMatchObject(['correctDossier', { changes: { dueOn: '2026-12-12' } }, 4])
  expect((shown.find('#dueOn-year').element as HTMLInputElement).value).toBe('26')
})

it('a phone that is full says so once, though neither the draft nor the change could be kept', async () => {
  const isFull = () => Promise.reject(new Problem('diskFull'))
  run.mockImplementationOnce(isFull)
  const shown = await open(isFull)
  const said = () => shown.findAll('.notice-bar').map((notice) => notice.text())
  await shown.find('#code').setValue('H08-261101-0001')
  await waitFor(() => expect(said()).toEqual([expect.stringContaining('Máy chưa giữ được bản nháp')]))
  await shown.find('form').trigger('submit')
  await waitFor(() => expect(said()).toEqual([expect.stringMatching(/^Máy đã đầy, chưa lưu được/)]))
})
