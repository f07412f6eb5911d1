// A resident who is known says at any time that the team may call about a dossier, and at any time that it may not.
import type { VueWrapper } from '@vue/test-utils'
import { afterEach, describe, expect, it } from 'vitest'
import type { CommandArgs, CommandName } from '#domain/commands.ts'
import { Problem } from '#domain/problem.ts'
import type { Resident } from '#domain/resident.ts'
import type { WireRow } from '#protocol/sync.ts'
import { useToast } from '../../src/client/composables/useToast.ts'
import DossierScreen from '../../src/client/screens/dossiers/DossierScreen.vue'
import ResidentScreen from '../../src/client/screens/residents/ResidentScreen.vue'
import { createView, type FedView } from '../../src/client/view/view.ts'
import {
  aDossier,
  aResident,
  aTeam,
  aVolunteer,
  anAssist,
  anId,
  ids,
  noon,
  today,
} from '../support/builders.ts'
import { aScreen } from '../support/screen.ts'
import { waitFor } from '../support/patience.ts'

const visit = anAssist({
  items: { [anId(50)]: { kind: 'dossier', dossierId: ids.dossier, act: 'new' } },
})

describe('the consent to be called', () => {
  let wrapper: VueWrapper
  let view: FedView
  let trouble: Problem | undefined
  afterEach(() => wrapper.unmount())

  function begin(resident: Partial<Resident> = {}) {
    trouble = undefined
    view = createView(aVolunteer, () => noon)
    view.hear({
      rows: [
        { table: 'units', id: ids.team, ver: 1, row: aTeam() },
        { table: 'residents', id: ids.resident, ver: 1, row: aResident(resident) },
        { table: 'assists', id: visit.id, ver: 1, row: visit },
        { table: 'dossiers', id: ids.dossier, ver: 1, row: aDossier() },
      ] as WireRow[],
    })
  }

  async function open(
    screen: typeof ResidentScreen | typeof DossierScreen,
    id: string,
    teamIds = [ids.team],
  ) {
    wrapper = await aScreen(screen, {
      view,
      member: { id: ids.volunteer, name: 'Thành Viên', role: 'volunteer', teamIds },
      clock: () => noon,
      props: { id },
      client: {
        run: async (name: CommandName, args: CommandArgs<CommandName>, base = 0) => {
          if (trouble) throw trouble
          const seq = view.pending.length + 1
          view.add({ seq, command: { id: anId(600 + seq), name, args, at: noon, base } as never })
        },
      } as never,
    })
  }

  const row = () => document.getElementById('followUp') as HTMLInputElement
  const consents = () => view.find('residents', ids.resident)?.consents
  const toast = () => useToast().toast

  it('is given on their own screen, and then the dossier has a number to call', async () => {
    begin()
    await open(ResidentScreen, ids.resident)
    expect(row().checked).toBe(false)
    row().click()
    await waitFor(() => expect(row().checked && consents()?.followUp).toBeTruthy())
    expect(consents()).toMatchObject({
      keepRecord: aResident().consents.keepRecord,
      followUp: { on: today, method: 'spoken', memberId: ids.volunteer },
    })
    expect(toast().detail).toBe('Gọi lại về hồ sơ: Đã đồng ý')
    wrapper.unmount()
    await open(DossierScreen, ids.dossier)
    expect(wrapper.find('a[href="tel:0912345678"]').exists()).toBe(true)
  })

  it('is taken back there, and stands again when that was a slip', async () => {
    const { keepRecord } = aResident().consents
    begin({ consents: { keepRecord, followUp: keepRecord } as Resident['consents'] })
    await open(ResidentScreen, ids.resident)
    row().click()
    await waitFor(() => expect(consents()).toEqual({ keepRecord }))
    useToast().act('undo')
    await waitFor(() => expect(toast().text).toBe('Đã hoàn tác'))
    await waitFor(() => expect(row().checked).toBe(true))
    expect(consents()).toEqual({ keepRecord, followUp: keepRecord })
  })

  it('that could not be saved is said, and its row shows what is known', async () => {
    begin()
    await open(ResidentScreen, ids.resident)
    trouble = new Problem('diskFull')
    row().click()
    await waitFor(() => expect(toast().actions).toEqual([]))
    await waitFor(() => expect(row().checked).toBe(false))
    expect(consents()?.followUp).toBeUndefined()
  })

  it('is only read by who may not correct them', async () => {
    begin()
    await open(ResidentScreen, ids.resident, [ids.otherTeam])
    expect(row()).toBeNull()
    expect(wrapper.find('.facts').text()).toContain('Chưa đồng ý')
  })
})
