// What is due is said to each person of a shared phone, until they have read it.
import type { VueWrapper } from '@vue/test-utils'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import type { WireRow } from '#protocol/sync.ts'
import DueRemark from '../../src/client/screens/dossiers/DueRemark.vue'
import { createView } from '../../src/client/view/view.ts'
import {
  aDossier,
  anAssist,
  anId,
  aProcedure,
  aTeam,
  aVolunteer,
  ids,
  noon,
  today,
} from '../support/builders.ts'
import { aScreen } from '../support/screen.ts'

describe('the remark that a dossier is due', () => {
  let wrapper: VueWrapper
  beforeEach(() => localStorage.clear())
  afterEach(() => wrapper.unmount())

  async function aRemark(memberId: string) {
    const view = createView(aVolunteer, () => noon)
    const dossier = aDossier({ dueOn: today })
    const item = { kind: 'dossier' as const, dossierId: dossier.id, act: 'new' as const }
    view.hear({
      rows: [
        { table: 'units', id: ids.team, ver: 1, row: aTeam() },
        { table: 'procedures', id: ids.procedure, ver: 1, row: aProcedure() },
        { table: 'assists', id: ids.assist, ver: 1, row: anAssist({ items: { [anId(85)]: item } }) },
        { table: 'dossiers', id: dossier.id, ver: 1, row: dossier },
      ] as WireRow[],
    })
    const member = { id: memberId, name: 'Thành Viên', role: 'volunteer' as const, teamIds: [ids.team] }
    wrapper = await aScreen(DueRemark, { view, member, clock: () => noon, path: '/' })
  }

  it('goes when it was read, but not for who comes after', async () => {
    await aRemark(ids.volunteer)
    await wrapper.findAll('button').at(-1)?.trigger('click')
    expect(wrapper.text()).toBe('')
    wrapper.unmount()
    await aRemark(ids.volunteer)
    expect(wrapper.text()).toBe('')
    wrapper.unmount()
    await aRemark(ids.colleague)
    expect(wrapper.text()).not.toBe('')
  })
})
