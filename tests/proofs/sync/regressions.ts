// Plans that once failed, each with a sentence of what was wrong. They run at every `npm test`.
import type { Plan } from './plan.ts'

export interface Regression {
  readonly wrong: string
  readonly plan: Plan
}

const of = (member: number) => ({ member, isOld: false })
const visit = { do: 'record', team: 0, resident: 'none', dossier: false } as const
const heard = { do: 'sync', faults: [] } as const
const plain = { teams: 1, phones: [of(0), of(1)], hasLocks: true } as const

export const regressions: readonly Regression[] = [
  {
    wrong: 'who had left still saw the ward’s rows until the phone was opened again',
    plan: {
      ...plain,
      steps: [
        { ...heard, phone: 0 },
        { do: 'leave', phone: 0, member: 0, days: -1 },
      ],
    },
  },
  {
    wrong: 'a second tab still showed the rows of a team that the first had heard it lost',
    plan: {
      ...plain,
      steps: [
        { ...visit, phone: 0, send: [] },
        { do: 'secondTab', phone: 0 },
        { do: 'teams', phone: 0, member: 0, teams: 0 },
        { ...heard, phone: 0 },
      ],
    },
  },
  {
    wrong:
      'a phone that joined after the backup was unknown to the restored server and never sent anything again',
    plan: {
      ...plain,
      steps: [
        { do: 'backUp' },
        { ...visit, phone: 0, send: [] },
        { do: 'restore', isAnnounced: false },
        { ...visit, phone: 0 },
      ],
    },
  },
  {
    wrong:
      'the copied phone of somebody who had left got no device id of its own and never sent what was on it',
    plan: {
      ...plain,
      steps: [
        { ...heard, phone: 0 },
        { do: 'clone', phone: 0 },
        { ...visit, phone: 0 },
        { do: 'leave', phone: 0, member: 0, days: -1 },
        { ...visit, phone: 2 },
      ],
    },
  },
  {
    wrong:
      'who had left could not open their phone again, and what was refused was behind a door that stayed shut',
    plan: {
      ...plain,
      steps: [
        { ...heard, phone: 0 },
        { do: 'leave', phone: 0, member: 0, days: -1 },
        { ...visit, phone: 0, send: [] },
        { do: 'kill', phone: 0 },
      ],
    },
  },
  {
    wrong: 'a store that was put back in silence got nothing again from a phone that only asked',
    plan: {
      ...plain,
      steps: [
        { ...visit, phone: 0, send: [] },
        { do: 'backUp' },
        { ...visit, phone: 0, send: [] },
        { do: 'restore', isAnnounced: false },
        { do: 'teams', phone: 0, member: 0, teams: 0 },
      ],
    },
  },
  {
    wrong:
      'rows that had moved away came back on a phone where one tab had heard of them and died before it could tell',
    plan: {
      teams: 2,
      phones: [of(0), of(3)],
      hasLocks: false,
      steps: [
        { ...heard, phone: 1 },
        { do: 'secondTab', phone: 1 },
        { do: 'recordMany', phone: 0, team: 0 },
        { ...heard, phone: 0 },
        { ...heard, phone: 1, crash: { write: 1, when: 'after' } },
        { do: 'move', from: 0, to: 1, member: null },
        { do: 'teams', phone: 0, member: 3, teams: 1 },
        { ...heard, phone: 1 },
      ],
    },
  },
  {
    wrong:
      'what was refused did not show where one tab had heard of it and died before it could tell the other',
    plan: {
      teams: 2,
      phones: [of(0), of(0)],
      hasLocks: false,
      steps: [
        { ...visit, phone: 0, resident: 'new' },
        { do: 'together', phones: [1, 0], faults: [] },
        { do: 'secondTab', phone: 1 },
        { do: 'together', phones: [1, 0], faults: [] },
        { do: 'move', from: 0, to: 1, member: null },
        { do: 'correctResident', phone: 1, pick: 0, field: 'name', value: 0 },
        { ...heard, phone: 1, crash: { write: 2, when: 'before' } },
        { do: 'correctResident', phone: 0, send: [], pick: 0, field: 'name', value: 0 },
      ],
    },
  },
  {
    wrong:
      'a tab that another one left in the dark showed old rows for ever: two checks cancelled each other out',
    plan: {
      teams: 1,
      phones: [of(0), of(0), of(4)],
      hasLocks: false,
      steps: [
        { ...visit, phone: 2 },
        { do: 'teams', phone: 1, member: 1, teams: 0 },
        { do: 'role', phone: 1, member: 2, role: 'lead' },
        { do: 'secondTab', phone: 2 },
        { ...heard, phone: 2, crash: { write: 2, when: 'after' } },
      ],
    },
  },
]
