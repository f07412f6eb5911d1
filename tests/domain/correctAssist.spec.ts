// What may be corrected in a visit and by whom, and taking the whole visit back.
import { describe, expect, it } from 'vitest'
import type { AssistItem } from '#domain/assistItem.ts'
import { carryOut, type CommandArgs } from '#domain/commands.ts'
import {
  aCommand,
  aDossier,
  aProcedure,
  aResident,
  aVolunteer,
  aWorld,
  anAccountItem,
  anAssist,
  anId,
  ids,
  rowsOf,
} from '../support/builders.ts'
import { aNewDossier, failed } from '../support/newDossier.ts'

describe('correcting and withdrawing', () => {
  const rows = rowsOf({
    assists: [anAssist({ items: { [anId(80)]: anAccountItem() } })],
    residents: [aResident(), aResident({ id: anId(71), teamId: ids.otherTeam })],
    dossiers: [
      aDossier(),
      aDossier({ id: anId(42), teamId: ids.otherTeam }),
      aDossier({ id: anId(43), assistId: anId(18) }),
    ],
    procedures: [aProcedure()],
  })
  const named = (dossierId: string, act: 'new' | 'supplement'): Record<string, AssistItem> => ({
    [anId(83)]: { kind: 'dossier', dossierId, act },
  })
  const correct = (changes: CommandArgs<'correctAssist'>['changes']) =>
    aCommand('correctAssist', { assistId: ids.assist, changes, dossiers: [] }, { base: 1 })

  it("a colleague's assist is not a volunteer's to correct, but the lead's", () => {
    const colleague = aVolunteer({ memberId: ids.colleague })
    expect(() => carryOut(correct({ place: 'elsewhere' }), aWorld({ rows, actor: colleague }))).toThrow(
      'notAllowed',
    )
    expect(
      carryOut(correct({ place: 'elsewhere' }), aWorld({ rows, actor: { ...colleague, role: 'lead' } }))
        .outcome,
    ).toBe('applied')
  })

  it.each([
    ['to a day to come', { on: '2026-11-21' }, 'dateInFuture'],
    ['to a resident nobody knows', { residentId: anId(404) }, 'rowUnknown'],
    ["to another team's resident", { residentId: anId(71) }, 'notAllowed'],
    ['by taking the last item out', { items: { [anId(80)]: null } }, 'itemMissing'],
    ['with a dossier nobody knows', { items: named(anId(404), 'supplement') }, 'rowUnknown'],
    ["with another team's dossier", { items: named(anId(42), 'supplement') }, 'notAllowed'],
    ['by calling a dossier of another visit new', { items: named(anId(43), 'new') }, 'rowExists'],
    [
      'with a reason that cannot spoil what was tried',
      { items: failed('visit', 'TEP_RONG') },
      'reasonMissing',
    ],
  ])('is refused %s', (_title, changes, code) => {
    expect(() => carryOut(correct(changes), aWorld({ rows }))).toThrow(code)
  })

  it('is refused with a dossier that no item among the changes names, or of a procedure not in force that day', () => {
    const withDossier = (changes: CommandArgs<'correctAssist'>['changes'], fields = {}) =>
      aCommand('correctAssist', {
        assistId: ids.assist,
        changes,
        dossiers: [aNewDossier({ dossierId: anId(44), ...fields })],
      })
    const items = named(anId(44), 'new')
    const inWorld = aWorld({ rows })
    expect(() => carryOut(withDossier({ place: 'elsewhere' }), inWorld)).toThrow('argumentsMalformed')
    expect(() => carryOut(withDossier({ items, on: '2021-12-31' }), inWorld)).toThrow('procedureNotInForce')
    expect(() => carryOut(withDossier({ items }, { procedureId: anId(404) }), inWorld)).toThrow(
      'procedureUnknown',
    )
    expect(carryOut(withDossier({ items }), inWorld).writes.map(({ table }) => table)).toEqual([
      'dossiers',
      'assists',
    ])
  })

  it('lets one item out for another, and may name its own dossier new again', () => {
    const swap = { items: { [anId(80)]: null, ...named(ids.dossier, 'new') } }
    expect(carryOut(correct(swap), aWorld({ rows })).writes[0]?.row).toMatchObject({
      items: named(ids.dossier, 'new'),
    })
  })

  it('lets one of two items out', () => {
    const two = rowsOf({
      assists: [
        anAssist({ items: { [anId(80)]: anAccountItem(), [anId(84)]: anAccountItem('vneidLevel2') } }),
      ],
    })
    const { writes } = carryOut(correct({ items: { [anId(80)]: null } }), aWorld({ rows: two }))
    expect(writes[0]?.row).toMatchObject({ items: { [anId(84)]: anAccountItem('vneidLevel2') } })
  })

  it('a withdrawal without a reason is refused', () => {
    const withdraw = aCommand('withdrawAssist', { assistId: ids.assist, reason: '  ' })
    expect(() => carryOut(withdraw, aWorld({ rows }))).toThrow('withdrawReasonMissing')
  })

  it('a withdrawn assist is restored before it is corrected', () => {
    const withdrawn = rowsOf({
      assists: [anAssist({ withdrawn: { memberId: ids.volunteer, at: 0, reason: 'nhầm' } })],
    })
    expect(() => carryOut(correct({ place: 'elsewhere' }), aWorld({ rows: withdrawn }))).toThrow(
      'rowWithdrawn',
    )
    const { writes } = carryOut(
      aCommand('restoreAssist', { assistId: ids.assist }),
      aWorld({ rows: withdrawn }),
    )
    expect(writes[0]?.row).toMatchObject({ withdrawn: null })
  })

  it('may be on any day of this century, and a day from before that rule keeps nobody from correcting the rest', () => {
    expect(() => carryOut(correct({ on: '1999-12-31' }), aWorld({ rows }))).toThrow('dateTooEarly')
    expect(() => carryOut(correct({ on: '2000-01-01' }), aWorld({ rows }))).not.toThrow()
    const old = aWorld({ rows: rowsOf({ assists: [anAssist({ on: '1026-11-20' })] }) })
    expect(carryOut(correct({ place: 'elsewhere' }), old).writes[0]?.row).toMatchObject({ on: '1026-11-20' })
  })

  it('an unknown assist is refused', () => {
    expect(() => carryOut(correct({}), aWorld({ rows: rowsOf({}) }))).toThrow('rowUnknown')
  })

  it('touches only the items it names', () => {
    const { writes } = carryOut(
      correct({ items: { [anId(82)]: anAccountItem('vneidLevel2') } }),
      aWorld({ rows }),
    )
    expect(writes[0]?.stands).toEqual([{ path: `items/${anId(82)}`, value: anAccountItem('vneidLevel2') }])
    expect(writes[0]?.row).toMatchObject({
      items: { [anId(80)]: anAccountItem(), [anId(82)]: anAccountItem('vneidLevel2') },
    })
  })

  it('says who withdrew and why, and a second withdrawal changes nothing', () => {
    const withdraw = aCommand('withdrawAssist', { assistId: ids.assist, reason: 'ghi nhầm người' })
    const { writes } = carryOut(withdraw, aWorld({ rows }))
    expect(writes[0]?.row).toMatchObject({ withdrawn: { memberId: ids.volunteer, reason: 'ghi nhầm người' } })
    const again = rowsOf({ assists: [writes[0]?.row as ReturnType<typeof anAssist>] })
    expect(carryOut(withdraw, aWorld({ rows: again })).writes).toEqual([])
  })

  it('merges with what others changed since the version its author saw', () => {
    const changesSince = () => [
      { path: 'place', value: 'cultureHouse', at: Number.MAX_SAFE_INTEGER, commandId: anId(2000) },
    ]
    expect(carryOut(correct({ on: '2026-11-19' }), aWorld({ rows, changesSince })).outcome).toBe('merged')
    expect(carryOut(correct({ place: 'elsewhere' }), aWorld({ rows, changesSince })).outcome).toBe(
      'overridden',
    )
  })
})
