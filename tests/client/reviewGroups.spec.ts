// What was refused only because something before it was refused waits beside that one; what is about one record stands
// together.
import { describe, expect, it } from 'vitest'
import type { Command } from '#domain/commands.ts'
import { countDependents, groupReview } from '../../src/client/composables/reviewGroups.ts'
import type { ReviewedCommand } from '../../src/client/view/view.ts'
import { aCommand, anAssistToRecord, anId, ids } from '../support/builders.ts'

const refused = (command: Command): ReviewedCommand => ({
  seq: 1,
  command,
  outcome: 'refused',
  problem: { code: 'rowUnknown' },
})
const newResident = anId(70)
const visit = aCommand('recordAssist', anAssistToRecord(), { id: anId(1001) })
const itsPlace = aCommand(
  'correctAssist',
  { assistId: ids.assist, changes: { place: 'elsewhere' }, dossiers: [] },
  { id: anId(1002) },
)
const nextVisit = aCommand(
  'recordAssist',
  anAssistToRecord({ assistId: anId(90), resident: { kind: 'known', residentId: newResident } }),
  { id: anId(1003) },
)
const nextPlace = aCommand(
  'correctAssist',
  { assistId: anId(90), changes: { place: 'elsewhere' }, dossiers: [] },
  { id: anId(1004) },
)
const theirPhone = aCommand(
  'correctResident',
  { residentId: ids.resident, changes: { phone: '0912345679' } },
  { id: anId(1005) },
)

const shape = (commands: readonly Command[]) =>
  groupReview(commands.map(refused)).map(({ matters }) =>
    matters.map(({ reviewed, waiting }) => [
      reviewed.command.id,
      ...waiting.map(({ command }) => command.id),
    ]),
  )

describe('what the ward did not take', () => {
  it('waits beside what it depends on, over several steps and in the order in which it was done', () => {
    expect(shape([nextPlace, nextVisit, itsPlace, visit])).toEqual([
      [[visit.id, itsPlace.id, nextVisit.id, nextPlace.id]],
    ])
  })

  it('is counted apart from what a person must look at', () => {
    const count = (...commands: Command[]) => countDependents(commands.map(refused))
    expect([count(), count(visit), count(nextVisit, itsPlace, visit, theirPhone)]).toEqual([0, 0, 2])
  })

  it('stands for itself once what it depended on is gone', () => {
    expect(shape([nextPlace, itsPlace])).toEqual([[[nextPlace.id]], [[itsPlace.id]]])
  })

  it('stands together with what else is about the same record, and the newest record comes first', () => {
    const withdrawal = aCommand('withdrawAssist', { assistId: ids.assist, reason: 'x' }, { id: anId(1006) })
    expect(shape([withdrawal, theirPhone, itsPlace])).toEqual([
      [[theirPhone.id]],
      [[itsPlace.id], [withdrawal.id]],
    ])
  })
})
