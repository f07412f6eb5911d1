import { describe, expect, it } from 'vitest'
import { dossierStates, type Dossier } from '#domain/dossier.ts'
import { followUpOf, likelyNext, listFollowUps, type SubmittedDossier } from '#domain/followUp.ts'
import { addDays, type Day } from '#domain/period.ts'
import { aDossier, anId, today } from '../support/builders.ts'

const ago = (days: number): Day => addDays(today, -days)
const submitted = (fields: Partial<Dossier>, submittedOn = today): SubmittedDossier => ({
  dossier: aDossier({ code: 'H08-261101-0001', ...fields }),
  submittedOn,
})
const reasonOf = (fields: Partial<Dossier>, submittedOn?: Day) =>
  followUpOf(submitted(fields, submittedOn), today)?.reason

describe('a dossier needs somebody', () => {
  it.each<[string, Partial<Dossier>, Day, string | undefined]>([
    ['not while it was only just submitted', {}, today, undefined],
    ['when it was not received', { state: 'notReceived' }, today, 'refused'],
    ['when more papers are asked', { state: 'morePapersAsked' }, today, 'morePapers'],
    ['when a payment is asked', { state: 'paymentAsked' }, today, 'payment'],
    ['when its day has passed', { state: 'inProgress', dueOn: ago(1) }, ago(9), 'overdue'],
    ['on its day', { state: 'inProgress', dueOn: today }, ago(9), 'dueSoon'],
    ['two days before its day', { dueOn: ago(-2) }, ago(9), 'dueSoon'],
    ['not three days before its day', { dueOn: ago(-3) }, ago(9), undefined],
    [
      'when its result can be fetched, also after its day',
      { state: 'resolved', dueOn: ago(5) },
      ago(9),
      'resultReady',
    ],
    ['when it has no code on the third day', { code: null }, ago(3), 'codeMissing'],
    ['not for a code on the second day', { code: null }, ago(2), undefined],
    ['when nothing was heard for more than 30 days', { state: 'inProgress' }, ago(31), 'silent'],
    ['not after 30 days', { state: 'inProgress' }, ago(30), undefined],
    ['not for silence while its day is still to come', { dueOn: ago(-9) }, ago(60), undefined],
    ['not once the result is returned', { state: 'resultReturned', dueOn: ago(5) }, ago(60), undefined],
    ['not once it was stopped', { state: 'stopped', code: null }, ago(60), undefined],
    ['not once the resident took it back', { state: 'withdrawalAsked', dueOn: ago(5) }, ago(60), undefined],
  ])('%s', (_title, fields, submittedOn, reason) => expect(reasonOf(fields, submittedOn)).toBe(reason))
})

describe('the list of follow-ups', () => {
  it('begins with what hurts first, and within one kind with the oldest', () => {
    const given = [
      submitted({ id: anId(10), state: 'resolved' }, ago(20)),
      submitted({ id: anId(11), state: 'inProgress', dueOn: ago(1) }, ago(30)),
      submitted({ id: anId(12), state: 'inProgress', dueOn: ago(4) }, ago(5)),
      submitted({ id: anId(13), code: null }, ago(4)),
      submitted({ id: anId(14), state: 'morePapersAsked' }, ago(1)),
      submitted({ id: anId(15), state: 'notReceived' }, today),
      submitted({ id: anId(16), state: 'paymentAsked' }, ago(9)),
      submitted({ id: anId(17), dueOn: today }, ago(9)),
      submitted({ id: anId(18) }, ago(40)),
      submitted({ id: anId(19) }, today),
    ]
    const list = listFollowUps(given, today)
    expect(list.map(({ reason }) => reason)).toEqual([
      'refused',
      'morePapers',
      'payment',
      'overdue',
      'overdue',
      'dueSoon',
      'resultReady',
      'codeMissing',
      'silent',
    ])
    expect(list.filter(({ reason }) => reason === 'overdue').map(({ since }) => since)).toEqual([
      ago(4),
      ago(1),
    ])
    expect(listFollowUps(given.toReversed(), today)).toEqual(list)
  })
})

describe('the states that mostly follow', () => {
  it('never hold the one that stands, nor one twice', () => {
    for (const state of dossierStates) {
      expect(likelyNext[state]).not.toContain(state)
      expect(new Set(likelyNext[state]).size).toBe(likelyNext[state].length)
    }
  })
})
