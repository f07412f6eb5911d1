import { describe, expect, it } from 'vitest'
import type { Command } from '#domain/commands.ts'
import { teamScope, wardScope } from '#domain/tables.ts'
import type { WireRow } from '#protocol/sync.ts'
import { createView, type News } from '../../src/client/view/view.ts'
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

const said = (rows: Partial<WireRow>[]): WireRow[] => rows.map((row) => ({ ver: 1, ...row }) as WireRow)
const ward = said([
  { table: 'units', id: ids.team, row: aTeam() },
  { table: 'procedures', id: ids.procedure, row: aProcedure() },
  { table: 'residents', id: ids.resident, row: aResident() },
])

function aView() {
  const view = createView(aVolunteer, () => noon)
  view.hear({ rows: ward })
  return view
}

const waiting = (...commands: Command[]) => ({
  pending: commands.map((command, index) => ({ seq: index + 1, command })),
})

const record = aCommand('recordAssist', anAssistToRecord())

describe('what a person saves', () => {
  it('is there at once and waits', () => {
    const view = aView()
    view.add({ seq: 1, command: record })
    expect(view.find('assists', ids.assist)).toMatchObject({ memberId: ids.volunteer })
    expect(view.isWaiting('assists', ids.assist)).toBe(true)
    expect(view.verOf('assists', ids.assist)).toBe(0)
    expect(
      view
        .all('residents')
        .map(({ name }) => name)
        .sort(),
    ).toEqual(['Lê Thị Thử', 'Trần Văn Mẫu'])
  })

  it('that breaks a rule is refused before it is kept, and changes nothing', () => {
    const view = aView()
    const { version } = view
    expect(() => view.check(aCommand('recordAssist', anAssistToRecord({ items: {} })))).toThrow('itemMissing')
    expect(view.version).toBe(version)
    expect(view.all('assists')).toEqual([])
  })

  it('can be corrected before the ward has it', () => {
    const view = aView()
    const correct = aCommand(
      'correctAssist',
      { assistId: ids.assist, changes: { place: 'elsewhere' }, dossiers: [] },
      { id: anId(1001) },
    )
    view.hear(waiting(record, correct))
    expect(view.find('assists', ids.assist)).toMatchObject({ place: 'elsewhere' })
  })

  it('waits no more once the ward has answered', () => {
    const view = aView()
    view.add({ seq: 1, command: record })
    view.hear({ rows: said([{ table: 'assists', id: ids.assist, row: anAssist() }]), pending: [] })
    expect(view.isWaiting('assists', ids.assist)).toBe(false)
    expect(view.verOf('assists', ids.assist)).toBe(1)
  })
})

describe('what waits and cannot be shown', () => {
  it('because the ward has decided it already shows nothing twice, and its rows wait until it is answered', () => {
    const view = aView()
    view.hear({ rows: said([{ table: 'assists', id: ids.assist, row: anAssist() }]), ...waiting(record) })
    expect(view.all('assists')).toEqual([anAssist()])
    expect(view.isWaiting('assists', ids.assist)).toBe(true)
    view.hear({ pending: [] })
    expect(view.isWaiting('assists', ids.assist)).toBe(false)
  })

  it('because its row has gone makes that row wait, and not the team or the procedure it names', () => {
    const view = aView()
    const correct = aCommand('correctAssist', {
      assistId: ids.assist,
      changes: { residentId: ids.resident },
      dossiers: [],
    })
    view.hear(waiting(correct))
    expect(view.find('assists', ids.assist)).toBeUndefined()
    expect(view.isWaiting('assists', ids.assist)).toBe(true)
    expect(view.isWaiting('residents', ids.resident)).toBe(true)
    view.hear(waiting(aCommand('recordAssist', anAssistToRecord({ items: {} }))))
    expect(view.isWaiting('units', ids.team)).toBe(false)
    expect(view.isWaiting('procedures', ids.procedure)).toBe(false)
  })

  it('makes no resident wait who was only named by a new visit that can be shown', () => {
    const view = aView()
    const resident = { kind: 'known' as const, residentId: ids.resident }
    view.add({ seq: 1, command: aCommand('recordAssist', anAssistToRecord({ resident })) })
    expect(view.isWaiting('assists', ids.assist)).toBe(true)
    expect(view.isWaiting('residents', ids.resident)).toBe(false)
  })
})

describe('what stands in a scope', () => {
  const sums = (view: ReturnType<typeof aView>) =>
    [teamScope(ids.team), teamScope(ids.otherTeam), wardScope(ids.ward)].map((scope) => view.sumOf(scope))

  it('is counted and summed row by row as it is when it is counted at once', () => {
    const view = aView()
    const [, , ofWard] = sums(view)
    expect(ofWard?.count).toBe(2)
    const assist = { table: 'assists' as const, id: ids.assist }
    const news: News[] = [
      { rows: said([{ ...assist, row: anAssist() }]) },
      { rows: said([{ ...assist, ver: 2, row: anAssist({ place: 'elsewhere' }) }]) },
      { rows: said([{ ...assist, ver: 3, row: anAssist({ teamId: ids.otherTeam }) }]) },
      { removed: [{ ...assist, scope: teamScope(ids.team) }] },
      { rows: said([{ ...assist, ver: 2, row: anAssist() }]) },
      { rows: said([{ table: 'residents', id: ids.resident, ver: 2, row: null }]) },
      { removed: [{ ...assist, scope: teamScope(ids.otherTeam) }] },
      { rows: said([{ ...assist, ver: 5, row: anAssist() }]) },
      { left: [teamScope(ids.team)] },
    ]
    const heard: News[] = [{ rows: ward }]
    for (const one of news) {
      view.hear(one)
      heard.push(one)
      const atOnce = createView(aVolunteer, () => noon)
      for (const part of heard) atOnce.hear(part)
      expect(sums(view)).toEqual(sums(atOnce))
    }
    expect(sums(view).map(({ count }) => count)).toEqual([0, 0, 2])
  })

  it('is replaced as a whole by what lies on the disk', () => {
    const view = aView()
    view.hear({ rows: said([{ table: 'assists', id: ids.assist, ver: 9, row: anAssist() }]) })
    sums(view)
    view.hear({ base: said([{ table: 'assists', id: ids.assist, ver: 2, row: anAssist() }]) })
    expect(view.verOf('assists', ids.assist)).toBe(2)
    expect(view.all('units')).toEqual([])
    expect(sums(view).map(({ count }) => count)).toEqual([1, 0, 0])
  })
})

describe('what the ward says', () => {
  it('stands under what still waits here', () => {
    const view = aView()
    view.hear({ rows: said([{ table: 'assists', id: ids.assist, row: anAssist() }]) })
    view.hear(
      waiting(
        aCommand(
          'correctAssist',
          { assistId: ids.assist, changes: { place: 'elsewhere' }, dossiers: [] },
          { base: 1 },
        ),
      ),
    )
    view.hear({
      rows: said([{ table: 'assists', id: ids.assist, ver: 2, row: anAssist({ on: '2026-11-19' }) }]),
    })
    expect(view.find('assists', ids.assist)).toMatchObject({ place: 'elsewhere', on: '2026-11-19' })
  })

  it('never goes back to an older version', () => {
    const view = aView()
    view.hear({
      rows: said([{ table: 'assists', id: ids.assist, ver: 3, row: anAssist({ place: 'cultureHouse' }) }]),
    })
    view.hear({ rows: said([{ table: 'assists', id: ids.assist, ver: 2, row: anAssist() }]) })
    expect(view.find('assists', ids.assist)).toMatchObject({ place: 'cultureHouse' })
  })

  it('takes a row away by a tombstone', () => {
    const view = aView()
    view.hear({ rows: said([{ table: 'residents', id: ids.resident, ver: 2, row: null }]) })
    expect(view.find('residents', ids.resident)).toBeUndefined()
    expect(view.all('residents')).toEqual([])
  })

  it('is told to who listens, until they stop', () => {
    const view = aView()
    let changes = 0
    const stop = view.onChange(() => changes++)
    view.hear({ rows: said([{ table: 'assists', id: ids.assist, row: anAssist() }]) })
    stop()
    view.hear({})
    expect(changes).toBe(1)
  })
})

it('two saves that end in another order than they were numbered wait in the order of their numbers', () => {
  const view = aView()
  const correct = aCommand(
    'correctAssist',
    { assistId: ids.assist, changes: { place: 'elsewhere' }, dossiers: [] },
    { id: anId(1001) },
  )
  view.add({ seq: 2, command: correct })
  view.add({ seq: 1, command: record })
  expect(view.pending.map(({ seq }) => seq)).toEqual([1, 2])
  expect(view.find('assists', ids.assist)).toMatchObject({ place: 'elsewhere' })
})
