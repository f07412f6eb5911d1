// What a seed is: a few phones and the list of what happens to them. All choices are small numbers that are taken modulo
// what there is to choose from at that moment, so that any part of a plan can be left out and the rest still means
// something: that is how a failing one shrinks.
import fc from 'fast-check'
import { faults, type Fault } from './faults.ts'

/** The phone dies around its nth write to the disk from now on; the disk keeps what was committed. */
export interface Crash {
  readonly write: number
  readonly when: 'before' | 'after'
}

export const assistFields = ['place', 'on', 'helpMode', 'items', 'dossier'] as const
export const residentFields = ['name', 'birthYear', 'phone'] as const
export const dossierFields = ['code', 'state', 'byPost', 'level'] as const

interface OfPhone {
  readonly phone: number
}
/** Something that a person saves. `send`: the phone has a network at that moment, with these faults. */
interface OfPerson extends OfPhone {
  readonly send?: readonly Fault[]
  readonly crash?: Crash
}

export type Step =
  | ({ do: 'record'; team: number; resident: 'none' | 'new' | 'known'; dossier: boolean } & OfPerson)
  | ({ do: 'recordMany'; team: number } & OfPhone)
  | ({ do: 'correctAssist'; pick: number; field: (typeof assistFields)[number]; value: number } & OfPerson)
  | ({ do: 'withdraw'; pick: number } & OfPerson)
  | ({ do: 'restoreAssist'; pick: number } & OfPerson)
  | ({
      do: 'correctResident'
      pick: number
      field: (typeof residentFields)[number]
      value: number
    } & OfPerson)
  | ({ do: 'correctDossier'; pick: number; field: (typeof dossierFields)[number]; value: number } & OfPerson)
  /** Two phones without a network give one field two values; the later one is heard first. */
  | { do: 'dispute'; phones: readonly number[]; pick: number; field: number; value: number }
  /** By a clock that runs ahead a visit of the day after tomorrow, which the ward refuses; and what its person does then. */
  | ({ do: 'stumble'; team: number; then: 'discard' | 'hand' | 'resend' | 'leave' } & OfPhone)
  /** On this phone, or the next one that has something to look at. */
  | ({ do: 'discard' | 'hand' | 'resend' | 'seen'; pick: number } & OfPerson)
  | { do: 'move'; from: number; to: number; member: number | null }
  | { do: 'revoke'; phone: number }
  | { do: 'settleStuck'; pick: number; as: 'take' | 'dismiss'; isLead: boolean }
  | ({ do: 'sync'; faults: readonly Fault[]; crash?: Crash } & OfPhone)
  | { do: 'together'; phones: readonly number[]; faults: readonly Fault[] }
  | ({ do: 'reopen' } & OfPhone)
  | ({ do: 'kill' } & OfPhone)
  | ({ do: 'secondTab' } & OfPhone)
  | ({ do: 'clone' } & OfPhone)
  | ({ do: 'clock'; days: number } & OfPhone)
  | { do: 'wait'; hours: number }
  | ({ do: 'teams'; member: number; teams: number } & OfPhone)
  | ({ do: 'leave'; member: number; days: number | null } & OfPhone)
  | ({ do: 'role'; member: number; role: 'volunteer' | 'lead' } & OfPhone)
  | { do: 'release' }
  | { do: 'deliver' }
  | { do: 'restartServer' }
  | { do: 'backUp' }
  | { do: 'restore'; isAnnounced: boolean }

export interface Plan {
  readonly teams: number
  /** For each phone which of the members uses it, and whether it runs last year's version. */
  readonly phones: readonly { member: number; isOld: boolean }[]
  /** Browsers without Web Locks exist; there two tabs speak at once. */
  readonly hasLocks: boolean
  readonly steps: readonly Step[]
}

/** Small, so that people meet in the same records. */
const pick = fc.nat({ max: 3 })
const phone = fc.nat({ max: 23 })
const someFaults = fc.array(fc.constantFrom(...faults), { maxLength: 3 })
const crash = fc.record({ write: fc.integer({ min: 1, max: 4 }), when: fc.constantFrom('before', 'after') })
/** Left out in most cases. */
const rarely = <T>(arbitrary: fc.Arbitrary<T>, weight: number) =>
  fc.oneof({ weight: 10 - weight, arbitrary: fc.constant(undefined) }, { weight, arbitrary })
const person = { phone, send: rarely(fc.oneof(fc.constant([]), someFaults), 3), crash: rarely(crash, 1) }

const steps: { weight: number; arbitrary: fc.Arbitrary<object> }[] = [
  {
    weight: 22,
    arbitrary: fc.record({
      do: fc.constant('record'),
      ...person,
      team: fc.nat({ max: 2 }),
      resident: fc.constantFrom('none', 'new', 'new', 'known'),
      dossier: fc.boolean(),
    }),
  },
  { weight: 1, arbitrary: fc.record({ do: fc.constant('recordMany'), phone, team: fc.nat({ max: 2 }) }) },
  { weight: 14, arbitrary: correction('correctAssist', assistFields) },
  { weight: 10, arbitrary: correction('correctResident', residentFields) },
  { weight: 8, arbitrary: correction('correctDossier', dossierFields) },
  { weight: 4, arbitrary: fc.record({ do: fc.constant('withdraw'), ...person, pick }) },
  { weight: 3, arbitrary: fc.record({ do: fc.constant('restoreAssist'), ...person, pick }) },
  {
    weight: 5,
    arbitrary: fc.record({
      do: fc.constant('dispute'),
      phones: fc.array(phone, { minLength: 2, maxLength: 2 }),
      pick,
      field: fc.nat({ max: 2 }),
      value: fc.nat({ max: 5 }),
    }),
  },
  {
    weight: 4,
    arbitrary: fc.record({
      do: fc.constant('stumble'),
      phone,
      team: fc.nat({ max: 2 }),
      then: fc.constantFrom('discard', 'hand', 'resend', 'leave'),
    }),
  },
  ...(['discard', 'hand', 'resend', 'seen'] as const).map((name) => ({
    weight: 3,
    arbitrary: fc.record({ do: fc.constant(name), ...person, pick }),
  })),
  {
    weight: 3,
    arbitrary: fc.record({
      do: fc.constant('settleStuck'),
      pick,
      as: fc.constantFrom('take', 'dismiss'),
      isLead: fc.boolean(),
    }),
  },
  {
    weight: 3,
    arbitrary: fc.record({
      do: fc.constant('move'),
      from: pick,
      to: pick,
      member: fc.oneof(fc.constant(null), pick),
    }),
  },
  { weight: 1, arbitrary: fc.record({ do: fc.constant('revoke'), phone }) },
  {
    weight: 30,
    arbitrary: fc.record({ do: fc.constant('sync'), phone, faults: someFaults, crash: rarely(crash, 2) }),
  },
  {
    weight: 8,
    arbitrary: fc.record({
      do: fc.constant('together'),
      phones: fc.array(phone, { minLength: 2, maxLength: 6 }),
      faults: someFaults,
    }),
  },
  ...(['reopen', 'kill', 'secondTab', 'clone'] as const).map((name) => ({
    weight: 2,
    arbitrary: fc.record({ do: fc.constant(name), phone }),
  })),
  {
    weight: 2,
    arbitrary: fc.record({ do: fc.constant('clock'), phone, days: fc.integer({ min: -3, max: 3 }) }),
  },
  {
    weight: 4,
    arbitrary: fc.record({ do: fc.constant('teams'), phone, member: pick, teams: fc.nat({ max: 7 }) }),
  },
  {
    weight: 2,
    arbitrary: fc.record({
      do: fc.constant('leave'),
      phone,
      member: pick,
      days: fc.oneof(fc.constant(null), fc.integer({ min: -2, max: 1 })),
    }),
  },
  {
    weight: 1,
    arbitrary: fc.record({
      do: fc.constant('role'),
      phone,
      member: pick,
      role: fc.constantFrom('volunteer', 'lead'),
    }),
  },
  { weight: 2, arbitrary: fc.record({ do: fc.constant('wait'), hours: fc.integer({ min: 1, max: 40 }) }) },
  ...(['release', 'deliver', 'restartServer', 'backUp'] as const).map((name) => ({
    weight: 2,
    arbitrary: fc.record({ do: fc.constant(name) }),
  })),
  { weight: 2, arbitrary: fc.record({ do: fc.constant('restore'), isAnnounced: fc.boolean() }) },
]

function correction(name: string, fields: readonly string[]): fc.Arbitrary<object> {
  return fc.record({
    do: fc.constant(name),
    ...person,
    pick,
    field: fc.constantFrom(...fields),
    value: fc.nat({ max: 5 }),
  })
}

const aPhone = fc.record({
  member: fc.nat({ max: 4 }),
  isOld: fc.constantFrom(false, false, false, false, true),
})

export const plans = fc.noBias(
  fc.record({
    teams: fc.constantFrom(1, 1, 2, 2, 3),
    phones: fc.oneof(
      { weight: 40, arbitrary: fc.array(aPhone, { minLength: 2, maxLength: 4 }) },
      { weight: 1, arbitrary: fc.array(aPhone, { minLength: 5, maxLength: 20, size: 'max' }) },
    ),
    hasLocks: fc.boolean(),
    steps: fc.array(fc.oneof(...steps), { minLength: 1, maxLength: 60, size: 'max' }),
  }),
) as fc.Arbitrary<Plan>

/** The plan in words, a step a line. */
export function tellPlan({ teams, phones, hasLocks, steps }: Plan): string {
  const users = phones
    .map(({ member, isOld }) => `member ${member}${isOld ? ' (old version)' : ''}`)
    .join(', ')
  return [
    `${teams} teams; phones of ${users}; ${hasLocks ? 'with' : 'without'} Web Locks`,
    ...steps.map((step, index) => `${String(index + 1).padStart(3)}. ${tellStep(step)}`),
  ].join('\n')
}

export function tellStep({ do: name, ...step }: Step): string {
  const parts = Object.entries(step).flatMap(([key, value]) =>
    value === undefined
      ? []
      : [`${key} ${typeof value === 'object' ? JSON.stringify(value) : String(value)}`],
  )
  return [name, ...parts].join(', ')
}
