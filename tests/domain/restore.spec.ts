// A value that gave way is given again by an ordinary command; where there is none, nothing is offered.
import { describe, expect, it } from 'vitest'
import { restoreValue } from '#domain/restore.ts'
import {
  aDossier,
  aResident,
  aTeam,
  anAccountItem,
  anAssist,
  anId,
  ids,
  rowsOf,
} from '../support/builders.ts'

const rows = rowsOf({
  units: [aTeam()],
  assists: [anAssist()],
  dossiers: [aDossier()],
  residents: [aResident()],
  notes: [{ id: ids.assist, teamId: ids.team, text: 'Hẹn thứ bảy' }],
})
const visit = { table: 'assists' as const, rowId: ids.assist }

describe('a value that gave way', () => {
  it.each([
    ['a field', { ...visit, path: 'place', value: 'home' }, 'correctAssist', { place: 'home' }],
    [
      'an item',
      { ...visit, path: `items/${anId(80)}`, value: anAccountItem() },
      'correctAssist',
      { items: { [anId(80)]: anAccountItem() } },
    ],
    [
      'an item taken out',
      { ...visit, path: `items/${anId(80)}`, value: null },
      'correctAssist',
      { items: { [anId(80)]: null } },
    ],
    [
      'a mark',
      { table: 'dossiers' as const, rowId: ids.dossier, path: 'byPost', value: true },
      'correctDossier',
      { byPost: true },
    ],
    [
      'a phone',
      { table: 'residents' as const, rowId: ids.resident, path: 'phone', value: null },
      'correctResident',
      { phone: null },
    ],
  ])('is given again by its command (%s)', (_what, lost, name, changes) => {
    expect(restoreValue(lost, rows)).toMatchObject({ name, args: { changes } })
  })

  it('is the text of a note', () => {
    const lost = { table: 'notes' as const, rowId: ids.assist }
    expect(restoreValue({ ...lost, path: 'text', value: 'Hẹn thứ sáu' }, rows)).toEqual({
      name: 'correctNote',
      args: { assistId: ids.assist, text: 'Hẹn thứ sáu' },
    })
    expect(restoreValue({ ...lost, path: 'teamId', value: ids.otherTeam }, rows)).toBeUndefined()
  })

  it('is a withdrawal, or the taking back of one', () => {
    const lost = { ...visit, path: 'withdrawn' }
    expect(restoreValue({ ...lost, value: null }, rows)).toEqual({
      name: 'restoreAssist',
      args: { assistId: ids.assist },
    })
    expect(restoreValue({ ...lost, value: { memberId: ids.volunteer, at: 1, reason: 'x' } }, rows)).toEqual({
      name: 'withdrawAssist',
      args: { assistId: ids.assist, reason: 'x' },
    })
  })

  it.each([
    ['of a row that is gone', { table: 'assists' as const, rowId: anId(90), path: 'place', value: 'home' }],
    ['that no command sets', { ...visit, path: 'teamId', value: ids.otherTeam }],
    ['that is none any more', { ...visit, path: 'place', value: 'onTheMoon' }],
    [
      'of the totals, which are entered anew',
      { table: 'wardTotals' as const, rowId: ids.ward, path: 'totals', value: {} },
    ],
  ])('is not offered %s', (_what, lost) => {
    expect(restoreValue(lost, rows)).toBeUndefined()
  })
})
