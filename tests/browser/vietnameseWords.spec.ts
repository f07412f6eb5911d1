// In the English app names, procedures and notes are read out as Vietnamese, and what the app itself says is not.
import { enableAutoUnmount, flushPromises, type VueWrapper } from '@vue/test-utils'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import type { Component } from 'vue'
import type { WireRow } from '#protocol/sync.ts'
import { showLocale } from '../../src/client/i18n/index.ts'
import AssistListScreen from '../../src/client/screens/assists/AssistListScreen.vue'
import AssistScreen from '../../src/client/screens/assists/AssistScreen.vue'
import DossierListScreen from '../../src/client/screens/dossiers/DossierListScreen.vue'
import DossierScreen from '../../src/client/screens/dossiers/DossierScreen.vue'
import ResidentListScreen from '../../src/client/screens/residents/ResidentListScreen.vue'
import ResidentScreen from '../../src/client/screens/residents/ResidentScreen.vue'
import SearchScreen from '../../src/client/screens/search/SearchScreen.vue'
import { createView, type FedView } from '../../src/client/view/view.ts'
import {
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
import { aScreen } from '../support/screen.ts'
import { waitFor } from '../support/patience.ts'

enableAutoUnmount(afterEach)
afterEach(() => showLocale('vi'))

describe('in English', () => {
  let view: FedView
  let made = 800

  beforeEach(() => {
    const dossier = aDossier()
    const visit = anAssist({
      id: dossier.assistId,
      items: { [anId(85)]: { kind: 'dossier', dossierId: dossier.id, act: 'new' } },
    })
    const counted = anAssist({ id: anId(86), residentId: null, items: { [anId(87)]: anAccountItem() } })
    view = createView(aVolunteer, () => noon)
    view.hear({
      rows: [
        { table: 'units', id: ids.team, ver: 1, row: aTeam() },
        { table: 'procedures', id: ids.procedure, ver: 1, row: aProcedure() },
        { table: 'residents', id: ids.resident, ver: 1, row: aResident() },
        { table: 'assists', id: visit.id, ver: 1, row: visit },
        { table: 'assists', id: counted.id, ver: 1, row: counted },
        { table: 'dossiers', id: dossier.id, ver: 1, row: dossier },
        {
          ...{ table: 'notes', id: visit.id, ver: 1 },
          row: { id: visit.id, teamId: ids.team, text: 'Hẹn thứ sáu' },
        },
      ] as WireRow[],
    })
  })

  async function open(screen: Component, props: Record<string, unknown> = {}): Promise<VueWrapper> {
    const wrapper = await aScreen(screen, {
      view,
      member: { id: ids.volunteer, name: 'Thành Viên', role: 'volunteer', teamIds: [ids.team] },
      clock: () => noon,
      path: '/search',
      props,
      client: { newId: () => anId(made++) },
    })
    await showLocale('en')
    await flushPromises()
    return wrapper
  }

  /** Everything that stands on the screen alone and is read out as Vietnamese. */
  const vietnamese = (wrapper: VueWrapper) => wrapper.findAll('[lang=vi]').map((one) => one.text())

  it('names stand in the lists as Vietnamese, and who is only counted does not', async () => {
    expect(vietnamese(await open(ResidentListScreen))).toEqual(['Trần Văn Mẫu'])
    const visits = await open(AssistListScreen)
    expect(visits.findAll('.list-row .title').map((one) => one.text())).toHaveLength(2)
    expect(vietnamese(visits)).toEqual(['Trần Văn Mẫu, 1985'])
  })

  it('names and procedures stand so in the list of dossiers', async () => {
    const dossiers = await open(DossierListScreen)
    await dossiers.find('input[value=all]').setValue()
    await waitFor(() => expect(vietnamese(dossiers)).toEqual(['Trần Văn Mẫu, 1985', aProcedure().name]))
  })

  it('they stand so above what they are about, with what was noted', async () => {
    const visit = await open(AssistScreen, { id: aDossier().assistId })
    expect(visit.find('h1').attributes('lang')).toBe('vi')
    expect(vietnamese(visit)).toContain('Hẹn thứ sáu')
    const counted = await open(AssistScreen, { id: anId(86) })
    expect(counted.find('h1').attributes('lang')).toBeUndefined()
    const dossier = await open(DossierScreen, { id: aDossier().id })
    expect(dossier.find('h1').attributes('lang')).toBe('vi')
    const resident = await open(ResidentScreen, { id: ids.resident })
    expect(vietnamese(resident)).toEqual(['Trần Văn Mẫu', aProcedure().name])
    const missing = await open(ResidentScreen, { id: anId(404) })
    expect(vietnamese(missing)).toEqual([])
  })

  it('they stand so among what a search finds', async () => {
    const search = await open(SearchScreen)
    await search.find('#query').setValue('Trần Văn Mẫu')
    await waitFor(() => expect(vietnamese(search)).toContain('Trần Văn Mẫu'))
    expect(vietnamese(search)).toContain(aProcedure().name)
  })
})
