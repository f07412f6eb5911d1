// Two people correct one assist: which value stands, and what becomes of the other, on both databases.
import { beforeEach, describe, expect, it } from 'vitest'
import type { CommandArgs } from '#domain/commands.ts'
import { rowKey } from '#domain/tables.ts'
import { findHistory } from '../../src/server/store/history.ts'
import { aVolunteer, anAssistToRecord, ids, noon } from '../support/builders.ts'
import { bothDatabases, kinds } from '../support/databases.ts'
import { aPushingWard, mine, theirs } from '../support/pushingWard.ts'
import { wordsOf } from '../support/syncingWard.ts'

const addressOf = bothDatabases()
const hour = 3_600_000

describe.each(kinds)('two people correct one assist, on %s', (kind) => {
  const here = aPushingWard(() => addressOf(kind, 'corrections'))
  const { make, send, rowNow } = here
  const correct = (seq: number, changes: CommandArgs<'correctAssist'>['changes'], at: number) =>
    make(seq, 'correctAssist', { assistId: ids.assist, changes, dossiers: [] }, { base: 1, at })
  const lead = aVolunteer({ memberId: ids.colleague, role: 'lead' })
  beforeEach(() => send(mine, [make(1, 'recordAssist', anAssistToRecord())]))

  it('in different fields: both stand', async () => {
    await send(theirs, [correct(1, { place: 'cultureHouse' }, noon + 2)], lead)
    const reply = await send(mine, [correct(2, { on: '2026-11-19' }, noon + 1)])
    expect(wordsOf(reply)).toEqual(['merged'])
    expect(await rowNow('assists', ids.assist)).toMatchObject({
      ver: 3,
      row: { place: 'cultureHouse', on: '2026-11-19' },
    })
  })

  it('in the same field: the later stands, whichever comes first, and the other is in the history', async () => {
    await send(theirs, [correct(1, { place: 'cultureHouse' }, noon + 2)], lead)
    const reply = await send(mine, [correct(2, { place: 'elsewhere' }, noon + 1)])
    expect(wordsOf(reply)).toEqual(['overridden'])
    expect((await rowNow('assists', ids.assist))?.row).toMatchObject({ place: 'cultureHouse' })
    const history = await here.database.transact((tx) =>
      findHistory(tx, here.ward, [{ table: 'assists', id: ids.assist }]),
    )
    expect(history.get(rowKey('assists', ids.assist))?.map(({ value, stood }) => [value, stood])).toEqual([
      ['cultureHouse', true],
      ['elsewhere', false],
    ])
  })

  it('a correction that was made before the answer to its own record came gives way to a later one all the same', async () => {
    await send(theirs, [correct(1, { place: 'cultureHouse' }, noon + 2)], lead)
    const changes = { place: 'elsewhere' } as const
    const reply = await send(mine, [
      make(2, 'correctAssist', { assistId: ids.assist, changes, dossiers: [] }, { base: 0, at: noon + 1 }),
    ])
    expect(wordsOf(reply)).toEqual(['overridden'])
    expect((await rowNow('assists', ids.assist))?.row).toMatchObject({ place: 'cultureHouse' })
  })

  it('one with a clock two days ahead wins only until the server received it', async () => {
    await send(theirs, [correct(1, { place: 'cultureHouse' }, noon + 48 * hour)], lead, noon + hour)
    await send(mine, [correct(2, { place: 'elsewhere' }, noon + 2 * hour)], aVolunteer(), noon + 3 * hour)
    expect((await rowNow('assists', ids.assist))?.row).toMatchObject({ place: 'elsewhere' })
  })

  it("one person's own corrections in a row are no conflict", async () => {
    const reply = await send(mine, [
      correct(2, { place: 'elsewhere' }, noon + 1),
      correct(3, { place: 'cultureHouse' }, noon + 2),
    ])
    expect(wordsOf(reply)).toEqual(['applied', 'applied'])
  })
})
