import { describe, expect, it } from 'vitest'
import type { Command } from '#domain/commands.ts'
import type { WireRow } from '#protocol/sync.ts'
import { createView } from '../../src/client/view/view.ts'
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
