// The people of a ward, as its manager sees them: records are moved from where there are some.
import { enableAutoUnmount, flushPromises } from '@vue/test-utils'
import { afterEach, expect, it } from 'vitest'
import { indicators, type Indicator } from '#domain/figures.ts'
import { Problem } from '#domain/problem.ts'
import type { FiguresAnswer } from '#protocol/figures.ts'
import '../../src/client/styles/main.css'
import TeamScreen from '../../src/client/screens/team/TeamScreen.vue'
import { aTeam, anId, ids, noon } from '../support/builders.ts'
import { aScreen } from '../support/screen.ts'
import { aView, manager, teamRows } from '../support/teamFigures.ts'

enableAutoUnmount(afterEach)

const without = ['Khu phố Mới', 'Khu phố Cũ'].map((name, index) => ({
  table: 'units' as const,
  id: anId(200 + index),
  row: aTeam({ id: anId(200 + index), name }),
}))

async function moves(getFigures: () => Promise<FiguresAnswer>): Promise<string[]> {
  const screen = await aScreen(TeamScreen, {
    view: aView([...teamRows(), ...without]),
    member: manager,
    clock: () => noon,
    api: { getFigures, listInvites: async () => [], listDevices: async () => [], listStuck: async () => [] },
    path: '/team',
  })
  await flushPromises()
  expect(screen.findAll('h2').map((heading) => heading.text())).toContain('Khu phố Mới')
  return screen.findAll('.move').map((link) => link.attributes('href') ?? '')
}

it('where a team has people, or had them and has their records still', async () => {
  const counts = Object.fromEntries(indicators.map((name) => [name, 0])) as Record<Indicator, number>
  const teams = [
    { teamId: anId(200), counts },
    { teamId: anId(201), counts: { ...counts, assists: 3 } },
  ]
  const hrefs = await moves(async () => ({ teams, total: counts }))
  expect(hrefs.sort()).toEqual([ids.team, anId(201)].map((id) => `/team/move?from=${id}`).sort())
})

it('without a network where it has people', async () => {
  const hrefs = await moves(() => Promise.reject(new Problem('serverUnreachable')))
  expect(hrefs).toEqual([`/team/move?from=${ids.team}`])
})
