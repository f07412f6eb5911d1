// Visits as a member records them, made up item by item.
import type { AssistItem, Place } from '#domain/assist.ts'
import type { CommandArgs } from '#domain/commands.ts'
import type { NewDossier } from '#domain/dossier.ts'
import { reasonsFor, type FailureSubject } from '#domain/failure.ts'
import { dayAt, startOfDay, type Day } from '#domain/period.ts'
import type { Actor } from '#domain/permissions.ts'
import { isInForce, type Procedure } from '#domain/procedure.ts'
import { aPerson } from './people.ts'
import type { Random } from './random.ts'

export type RecordArgs = CommandArgs<'recordAssist'>

/** A team with who records for it. */
export interface DemoTeam {
  readonly id: string
  readonly isDesk: boolean
  readonly members: readonly Actor[]
}

export interface DemoWorld {
  readonly random: Random
  readonly teams: readonly DemoTeam[]
  readonly procedures: readonly Procedure[]
  /** The one-stop system numbers a day's dossiers of the ward from 1. */
  readonly nextCode: (on: Day) => string
}

/** Codes as Bình Định's system gives them (TT 01/2018/TT-VPCP, Article 19); no two are the same. */
export function createDossierCodes(): DemoWorld['nextCode'] {
  const last = new Map<Day, number>()
  return (on) => {
    const number = (last.get(on) ?? 0) + 1
    last.set(on, number)
    return `000.37.28.H08-${on.slice(2).replaceAll('-', '')}-${String(number).padStart(4, '0')}`
  }
}

/** One command, by whom and when (milliseconds since 1970). */
export interface Planned<Args> {
  readonly actor: Actor
  readonly at: number
  readonly args: Args
}

export type PlannedVisit = Planned<RecordArgs>

export interface Deeds {
  readonly items: Record<string, AssistItem>
  readonly dossiers: NewDossier[]
}

const consentText = '2022-01'
const msPerHour = 3_600_000
const workBegins = 7.5
const workHours = 9

/** An instant within the working hours of a day, and not after `latest`. */
export function someTime(random: Random, on: Day, latest = Infinity): number {
  const begins = startOfDay(on) + workBegins * msPerHour
  const at = begins + random.next() * workHours * msPerHour
  if (at <= latest) return Math.floor(at)
  const midnight = startOfDay(on)
  return Math.floor(midnight + random.next() * (latest - midnight))
}

export function aVisit(
  { random }: DemoWorld,
  team: DemoTeam,
  at: number,
  { resident, deeds }: { resident: RecordArgs['resident']; deeds: Deeds },
): PlannedVisit {
  const places: readonly Place[] = team.isDesk
    ? ['oneStopDesk']
    : ['home', 'home', 'home', 'cultureHouse', 'cultureHouse', 'elsewhere']
  const actor = random.pick(team.members)
  return {
    actor,
    at,
    args: {
      assistId: random.id(at),
      teamId: team.id,
      on: dayAt(at),
      place: random.pick(places),
      helpMode: random.chance(0.6) ? 'guided' : 'filledIn',
      resident: resident.kind === 'new' ? signedBy(resident, actor) : resident,
      ...deeds,
      note: null,
    },
  }
}

/** Consent was taken by whoever recorded the visit. */
function signedBy(resident: Extract<RecordArgs['resident'], { kind: 'new' }>, { memberId }: Actor) {
  const { keepRecord, followUp } = resident.fields.consents
  const consents = {
    ...(keepRecord ? { keepRecord: { ...keepRecord, memberId } } : {}),
    ...(followUp ? { followUp: { ...followUp, memberId } } : {}),
  }
  return { ...resident, fields: { ...resident.fields, consents } }
}

export function aNewResident(
  { random }: DemoWorld,
  at: number,
): Extract<RecordArgs['resident'], { kind: 'new' }> {
  const on = dayAt(at)
  const consent = { textVersion: consentText, on, method: 'spoken' as const, memberId: '' }
  const followUp = random.chance(0.5) ? { followUp: consent } : {}
  return {
    kind: 'new',
    residentId: random.id(at),
    fields: {
      ...aPerson(random, Number(on.slice(0, 4))),
      idHash: null,
      idLastFour: random.chance(0.4) ? String(random.between(0, 9999)).padStart(4, '0') : null,
      consents: { keepRecord: consent, ...followUp },
    },
  }
}

export function anItem({ random }: DemoWorld, at: number, item: AssistItem): Record<string, AssistItem> {
  return { [random.id(at)]: item }
}

export function aFailure(world: DemoWorld, at: number, subject: FailureSubject): Deeds {
  const reason = world.random.pick(reasonsFor(subject).filter((code) => code !== 'KHAC'))
  return { items: anItem(world, at, { kind: 'failure', subject, reason, remark: null }), dossiers: [] }
}

export function aDossier(
  world: DemoWorld,
  at: number,
  { procedure, dueOn = null }: { procedure: Procedure; dueOn?: Day | null },
): Deeds {
  const { random } = world
  const dossierId = random.id(at)
  return {
    items: anItem(world, at, { kind: 'dossier', dossierId, act: 'new' }),
    dossiers: [
      {
        dossierId,
        procedureId: procedure.id,
        level: procedure.level ?? 4,
        code: world.nextCode(dayAt(at)),
        paidOnline: random.chance(0.78),
        byPost: random.chance(0.45),
        eCertified: procedure.code === eCopyCode && random.chance(0.2),
        dueOn,
      },
    ],
  }
}

export function together(...all: readonly Deeds[]): Deeds {
  return {
    items: Object.assign({}, ...all.map(({ items }) => items)) as Deeds['items'],
    dossiers: all.flatMap(({ dossiers }) => dossiers),
  }
}

/** For an order that does not hang on ids. */
export function byCode(a: Procedure, b: Procedure): number {
  return a.code < b.code ? -1 : 1
}

/** One that can be submitted online. Civil status first: what a ward's desk sees each day. */
export function aProcedureInForce({ random, procedures }: DemoWorld, on: Day): Procedure {
  const open = procedures.filter((one) => isInForce(one, on) && one.channels.includes('online'))
  const daily = open.filter(({ code }) => dailyCodes.includes(code))
  return random.chance(0.8) ? random.pick(daily) : random.pick(open)
}

const eCopyCode = '2.000815.02'
const dailyCodes = [
  '1.001193',
  '1.000656',
  '1.004873',
  '2.000635',
  eCopyCode,
  '1.000894',
  '1.004194',
  '1.010041',
]
