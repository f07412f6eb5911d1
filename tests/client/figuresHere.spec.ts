// What this phone says is confirmed is what the ward has, whatever was done here since; and what is behind each figure.
import { describe, expect, it } from 'vitest'
import type { Command } from '#domain/commands.ts'
import type { Indicator } from '#domain/figures.ts'
import type { WireRow } from '#protocol/sync.ts'
import {
  countDays,
  countHere,
  groupHere,
  splitHere,
  toNumbers,
} from '../../src/client/screens/dashboard/countHere.ts'
import { recordsOf } from '../../src/client/screens/dashboard/recordsOf.ts'
import { createView } from '../../src/client/view/view.ts'
import {
  aCommand,
  aDossier,
  aProcedure,
  aResident,
  aTeam,
  aVolunteer,
  anAccountItem,
  anAssist,
  anAssistToRecord,
  anId,
  ids,
  noon,
} from '../support/builders.ts'

const november = { from: '2026-11-01', to: '2026-11-30' }
const filed = { kind: 'dossier' as const, dossierId: ids.dossier, act: 'new' as const }
const visit = anAssist({ on: '2026-11-10', items: { [anId(50)]: anAccountItem(), [anId(51)]: filed } })
const heard: Omit<WireRow, 'ver'>[] = [
  { table: 'units', id: ids.team, row: aTeam() },
  { table: 'procedures', id: ids.procedure, row: aProcedure() },
  { table: 'residents', id: ids.resident, row: aResident() },
  { table: 'dossiers', id: ids.dossier, row: aDossier() },
  { table: 'assists', id: ids.assist, row: visit },
]

/** A view that has heard of one visit, with these commands waiting on top. */
function aView(...commands: Command[]) {
  const view = createView(aVolunteer, () => noon)
  view.hear({
    rows: heard.map((row) => ({ ...row, ver: 1 }) as WireRow),
    pending: commands.map((command, index) => ({ seq: index + 1, command })),
  })
  return view
}

function numbers(view: ReturnType<typeof aView>, ...names: Indicator[]) {
  const counted = countHere(view, november)
  return Object.fromEntries(names.map((name) => [name, toNumbers(splitHere(counted, name))]))
}
const asConfirmed = (confirmed: number, waiting = 0) => ({ confirmed, waiting })

const newVisit = aCommand('recordAssist', anAssistToRecord({ assistId: anId(90) }), { id: anId(1001) })
const correctPlace = aCommand(
  'correctAssist',
  { assistId: ids.assist, changes: { place: 'elsewhere' }, dossiers: [] },
  { id: anId(1002), base: 1 },
)
const correctDay = aCommand(
  'correctAssist',
  { assistId: ids.assist, changes: { on: '2026-11-12' }, dossiers: [] },
  { id: anId(1003), base: 1 },
)
const withdraw = aCommand(
  'withdrawAssist',
  { assistId: ids.assist, reason: 'nhầm' },
  { id: anId(1004), base: 1 },
)
const tickPaid = aCommand(
  'correctDossier',
  { dossierId: ids.dossier, assistId: ids.assist, changes: { paidOnline: true } },
  { id: anId(1005), base: 1 },
)
const earlierAccount = aCommand(
  'recordAssist',
  anAssistToRecord({
    assistId: anId(91),
    on: '2026-11-02',
    resident: { kind: 'known', residentId: ids.resident },
    items: { [anId(52)]: anAccountItem() },
  }),
  { id: anId(1006) },
)

describe('what is confirmed', () => {
  it('is not changed by a place that is corrected offline', () => {
    expect(numbers(aView(correctPlace), 'assists', 'people', 'accounts', 'dossiers')).toEqual({
      assists: asConfirmed(1),
      people: asConfirmed(1),
      accounts: asConfirmed(1),
      dossiers: asConfirmed(1),
    })
  })

  it('keeps a visit that is withdrawn offline until the ward has heard of it', () => {
    expect(numbers(aView(withdraw), 'assists', 'people', 'dossiers')).toEqual({
      assists: asConfirmed(1),
      people: asConfirmed(1),
      dossiers: asConfirmed(1),
    })
  })

  it('is not what is ticked offline on a dossier: that waits', () => {
    expect(numbers(aView(tickPaid), 'dossiers', 'paidOnline')).toEqual({
      dossiers: asConfirmed(1),
      paidOnline: asConfirmed(0, 1),
    })
  })

  it('keeps an account though an earlier one of the same person is recorded offline', () => {
    expect(numbers(aView(earlierAccount), 'accounts', 'people', 'assists')).toEqual({
      accounts: asConfirmed(1),
      people: asConfirmed(1),
      assists: asConfirmed(1, 1),
    })
  })

  it('is counted once while nothing waits', () => {
    const { heard: ofWard, here } = countHere(aView(), november)
    expect(here).toBe(ofWard)
  })
})

describe('the days of a period', () => {
  it('say what each day alone would say, withdrawn and corrected ones too', () => {
    const days = (view: ReturnType<typeof aView>) =>
      countDays(countHere(view, november), november, '2026-11-12', 3).map(({ day, ...n }) => [day, n])
    expect(days(aView(withdraw))).toEqual([
      ['2026-11-10', asConfirmed(1)],
      ['2026-11-11', asConfirmed(0)],
      ['2026-11-12', asConfirmed(0)],
    ])
    expect(days(aView(correctDay))).toEqual([
      ['2026-11-10', asConfirmed(1)],
      ['2026-11-11', asConfirmed(0)],
      ['2026-11-12', asConfirmed(0, 1)],
    ])
  })
})

describe('the members', () => {
  it('are those of whom something was counted, by what the ward has and what waits', () => {
    const counted = countHere(aView(newVisit), november)
    const byMember = groupHere(counted, 'assists', ({ memberId }) => memberId)
    expect([...byMember].map(([id, one]) => [id, toNumbers(one)])).toEqual([
      [ids.volunteer, asConfirmed(1, 1)],
    ])
  })
})

describe('the records behind a figure', () => {
  const records = (view: ReturnType<typeof aView>, indicator: Indicator, more: { memberId?: string } = {}) =>
    recordsOf(view, { indicator, period: november, teamId: ids.team, memberId: undefined, ...more })

  it('are as many as it counts, the newest first, and say which of them wait', () => {
    expect(records(aView(newVisit, withdraw), 'assists').map((one) => [one.assistId, one.isWaiting])).toEqual(
      [
        [anId(90), true],
        [ids.assist, false],
      ],
    )
    expect(records(aView(tickPaid), 'paidOnline').map(({ isWaiting }) => isWaiting)).toEqual([true])
  })

  it('say what was counted, so that two dossiers of one person differ', () => {
    const second = aCommand(
      'correctAssist',
      {
        assistId: ids.assist,
        changes: { items: { [anId(53)]: { ...filed, dossierId: anId(40) } } },
        dossiers: [
          {
            dossierId: anId(40),
            procedureId: ids.procedure,
            level: 3,
            code: '000.37.28.H08-261110-0002',
            paidOnline: false,
            byPost: false,
            eCertified: false,
            dueOn: null,
          },
        ],
      },
      { id: anId(1007), base: 1 },
    )
    expect(records(aView(second), 'dossiers').map(({ what }) => what)).toEqual([
      { kind: 'dossier', procedureId: ids.procedure, level: 4, code: null },
      { kind: 'dossier', procedureId: ids.procedure, level: 3, code: '000.37.28.H08-261110-0002' },
    ])
    expect(records(aView(), 'accounts')[0]?.what).toEqual({ kind: 'account', account: 'nationalPortal' })
    expect(records(aView(), 'assists')[0]?.what).toBeNull()
  })

  it('tell somebody who is only counted from somebody whose name is not here', () => {
    const anonymous = aCommand(
      'recordAssist',
      anAssistToRecord({ assistId: anId(90), resident: { kind: 'none' } }),
    )
    expect(records(aView(anonymous), 'anonymousAssists')).toMatchObject([
      { isAnonymous: true, residentName: null },
    ])
    expect(records(aView(), 'assists')).toMatchObject([{ isAnonymous: false, residentName: 'Trần Văn Mẫu' }])
  })

  it('can be those of one member', () => {
    expect(records(aView(), 'assists', { memberId: ids.colleague })).toEqual([])
    expect(records(aView(), 'assists', { memberId: ids.volunteer })).toHaveLength(1)
  })
})
