// Which dossiers need somebody, why, and in which order: what hurts the resident first.
import type { Dossier, DossierState } from './dossier.ts'
import { addDays, type Day } from './period.ts'

/** From the most pressing to the least. */
export const followUpReasons = [
  'refused',
  'morePapers',
  'payment',
  'overdue',
  'dueSoon',
  'resultReady',
  'codeMissing',
  'silent',
] as const
export type FollowUpReason = (typeof followUpReasons)[number]

export interface FollowUp {
  readonly dossier: Dossier
  readonly reason: FollowUpReason
  /** The day from which the need counts: the due date where there is one to keep, else that of submission. */
  readonly since: Day
}

/** A dossier and the day of the visit in which it was submitted. */
export interface SubmittedDossier {
  readonly dossier: Dossier
  readonly submittedOn: Day
}

const soonDays = 2
const daysForCode = 2
const daysOfSilence = 30

/** Nobody waits for anything any more. `notReceived` is not among them: there is something to mend and submit again. */
const endStates: readonly DossierState[] = ['withdrawalAsked', 'stopped', 'resultReturned']

export function isOver({ state }: Dossier): boolean {
  return endStates.includes(state)
}

/** Undefined while nothing is to be done but wait. */
export function followUpOf({ dossier, submittedOn }: SubmittedDossier, today: Day): FollowUp | undefined {
  const reason = reasonFor(dossier, submittedOn, today)
  if (!reason) return undefined
  const isDue = reason === 'overdue' || reason === 'dueSoon'
  return { dossier, reason, since: (isDue && dossier.dueOn) || submittedOn }
}

function reasonFor(dossier: Dossier, submittedOn: Day, today: Day): FollowUpReason | undefined {
  const { state, dueOn, code } = dossier
  if (isOver(dossier)) return undefined
  if (state === 'notReceived') return 'refused'
  if (state === 'morePapersAsked') return 'morePapers'
  if (state === 'paymentAsked') return 'payment'
  // What is resolved is not late, however long nobody fetches it.
  if (state === 'resolved') return 'resultReady'
  if (dueOn !== null && dueOn < today) return 'overdue'
  if (dueOn !== null && dueOn <= addDays(today, soonDays)) return 'dueSoon'
  if (code === null && submittedOn < addDays(today, -daysForCode)) return 'codeMissing'
  if (dueOn === null && submittedOn < addDays(today, -daysOfSilence)) return 'silent'
  return undefined
}

/** By what hurts first; of one kind the oldest first. */
export function listFollowUps(dossiers: Iterable<SubmittedDossier>, today: Day): FollowUp[] {
  const found: FollowUp[] = []
  for (const one of dossiers) {
    const followUp = followUpOf(one, today)
    if (followUp) found.push(followUp)
  }
  return found.sort(compare)
}

function compare(a: FollowUp, b: FollowUp): number {
  return (
    followUpReasons.indexOf(a.reason) - followUpReasons.indexOf(b.reason) ||
    (a.since < b.since ? -1 : a.since > b.since ? 1 : a.dossier.id < b.dossier.id ? -1 : 1)
  )
}

/** The states in the order in which one would look for the next one: those that mostly follow first. */
export const likelyNext: Readonly<Record<DossierState, readonly DossierState[]>> = {
  registered: ['received', 'notReceived', 'morePapersAsked'],
  received: ['inProgress', 'morePapersAsked', 'paymentAsked', 'resolved'],
  notReceived: ['registered', 'received'],
  inProgress: ['resolved', 'morePapersAsked', 'paymentAsked'],
  morePapersAsked: ['inProgress', 'received', 'stopped'],
  paymentAsked: ['inProgress', 'received', 'resolved'],
  withdrawalAsked: ['stopped'],
  stopped: ['registered'],
  resolved: ['resultReturned'],
  resultReturned: [],
}
