// Plans that once failed, each with a sentence of what was wrong. They run at every `npm test`.
import type { Plan } from './plan.ts'

export interface Regression {
  readonly wrong: string
  readonly plan: Plan
}

const [one, two] = [
  { member: 0, isOld: false },
  { member: 3, isOld: false },
]
const aVisit = { do: 'record', team: 0, resident: 'none', dossier: false } as const

export const regressions: readonly Regression[] = [
  {
    wrong: 'who had left still saw the ward’s rows until the phone was opened again',
    plan: {
      teams: 1,
      phones: [one, two],
      hasLocks: true,
      steps: [
        { do: 'sync', phone: 0, faults: [] },
        { do: 'leave', phone: 0, member: 0, days: -1 },
      ],
    },
  },
  {
    wrong:
      'a phone that joined after the backup was unknown to the restored server and never sent anything again',
    plan: {
      teams: 1,
      phones: [one, one],
      hasLocks: true,
      steps: [
        { do: 'backUp' },
        { ...aVisit, phone: 0, send: [] },
        { do: 'restore', isAnnounced: false },
        { ...aVisit, phone: 0 },
      ],
    },
  },
]
