// The demo ward: fictional people and their work, made by the real commands. The same seed makes the same ward; a second
// start finds it as it was left.
import type { Role } from '#domain/member.ts'
import type { Actor } from '#domain/permissions.ts'
import type { CommandArgs } from '#domain/commands.ts'
import type { Identity } from '../auth/identity.ts'
import type { ServerContext } from '../context.ts'
import { beginWard, type BegunWard } from '../starter/beginWard.ts'
import { wardTemplate } from '../starter/wardTemplate.ts'
import { readTables } from '../store/documents.ts'
import { hasMembers, linkMember } from '../store/members.ts'
import { chunks } from '../store/rows.ts'
import { runCommands, type OwnCommand } from '../sync/runCommands.ts'
import { aName } from './demo/people.ts'
import { planLastWeeks } from './demo/lastWeeks.ts'
import { createRandom, type Random } from './demo/random.ts'
import type { DemoTeam, DemoWorld, Planned } from './demo/visits.ts'
import { nineMonths, planYear2022, reportedTotals, totalsSource } from './demo/year2022.ts'

export interface DemoAccount {
  readonly phone: string
  readonly name: string
  readonly role: Role
  readonly team: string | null
}

export const demoPassword = 'toso-demo'
const seed = 690_2022
const volunteersPerTeam = 3
const volunteersAtDesk = 2
/** Fewer than year2022.ts leaves between two visits of one resident. */
const fewVisits = 25

/** A person of the demo: an account, and where in the ward it works. */
interface CastMember extends DemoAccount {
  readonly teamIndex: number | undefined
}

/** Gives the accounts, whether the ward was made now or before. */
export async function seedDemo(context: ServerContext, identity: Identity): Promise<DemoAccount[]> {
  const random = createRandom(seed)
  const cast = makeCast(random)
  if (!(await hasMembers(context.db))) await makeWard(context, identity, { random, cast })
  return cast.map(({ phone, name, role, team }) => ({ phone, name, role, team }))
}

function makeCast(random: Random): CastMember[] {
  const phone = (number: number) => `0912${String(number).padStart(6, '0')}`
  const at = (role: Role, number: number, teamIndex?: number): CastMember => ({
    phone: phone(number),
    name: aName(random),
    role,
    teamIndex,
    team: teamIndex === undefined ? null : (wardTemplate.teams[teamIndex]?.name ?? null),
  })
  let volunteer = 101
  return [
    at('manager', 1),
    at('viewer', 2),
    ...wardTemplate.teams.flatMap(({ kind }, index) =>
      kind === 'desk' ? [] : [at('lead', 11 + index, index)],
    ),
    ...wardTemplate.teams.flatMap(({ kind }, index) =>
      Array.from({ length: kind === 'desk' ? volunteersAtDesk : volunteersPerTeam }, () =>
        at('volunteer', volunteer++, index),
      ),
    ),
  ]
}

interface Placed extends CastMember {
  readonly actor: Actor
}

async function makeWard(
  context: ServerContext,
  identity: Identity,
  { random, cast }: { random: Random; cast: readonly CastMember[] },
): Promise<void> {
  const managerName = cast.find(({ role }) => role === 'manager')?.name ?? ''
  const ward = await beginWard(context, { ...wardTemplate, managerName, since: nineMonths.from })
  const people = cast.map((member) => place(context, ward, member))
  await addMembers(context, ward, people)
  await addWork(context, ward, random, people)
  await addAccounts(context, identity, ward, people)
}

function place({ newId }: ServerContext, ward: BegunWard, member: CastMember): Placed {
  const { role, teamIndex } = member
  const teamIds = teamIndex === undefined ? [] : [ward.teamIds[teamIndex] ?? '']
  return { ...member, actor: role === 'manager' ? ward.manager : { memberId: newId(), role, teamIds } }
}

async function addMembers(context: ServerContext, ward: BegunWard, people: readonly Placed[]): Promise<void> {
  const others = people.filter(({ role }) => role !== 'manager')
  const commands = others.map(({ name, role, actor: { memberId, teamIds } }): OwnCommand => {
    const joinedOn = nineMonths.from
    return {
      name: 'addMember',
      args: { memberId, name, role, teamIds: [...teamIds], joinedOn, leftOn: null },
    }
  })
  await runCommands(context, ward.wardId, ward.manager, commands)
}

async function addWork(
  context: ServerContext,
  ward: BegunWard,
  random: Random,
  people: readonly Placed[],
): Promise<void> {
  const { wardId, manager } = ward
  const { procedures } = await readTables(context, wardId, ['procedures'])
  const teams = ward.teamIds.map((id, index): DemoTeam => {
    const members = people.filter(({ teamIndex }) => teamIndex === index).map(({ actor }) => actor)
    return { id, isDesk: wardTemplate.teams[index]?.kind === 'desk', members }
  })
  const world: DemoWorld = {
    random,
    teams,
    procedures: procedures.sort((a, b) => (a.code < b.code ? -1 : 1)),
  }
  const { visits, changes } = planLastWeeks(world, context.clock())
  await runAll(context, wardId, 'recordAssist', planYear2022(world))
  await runAll(context, wardId, 'recordAssist', visits)
  await runAll(context, wardId, 'correctDossier', changes)
  const args = { wardTotalsId: context.newId(), ...nineMonths, totals: reportedTotals, source: totalsSource }
  await runCommands(context, wardId, manager, [{ name: 'recordWardTotals', args }])
}

/**
 * Team by team in the order given. A few visits at a time go member by member, which makes far fewer transactions; nobody
 * is met again within so few.
 */
async function runAll<N extends 'recordAssist' | 'correctDossier'>(
  context: ServerContext,
  wardId: string,
  name: N,
  planned: readonly Planned<CommandArgs<N>>[],
): Promise<void> {
  for (const ofTeam of Map.groupBy(planned, ({ actor }) => actor.teamIds[0]).values()) {
    for (const some of chunks(ofTeam, fewVisits)) {
      for (const [actor, own] of Map.groupBy(some, (one) => one.actor)) {
        const commands = own.map(({ args, at }) => ({ name, args, at }) as OwnCommand)
        await runCommands(context, wardId, actor, commands)
      }
    }
  }
}

/** The manager's comes last: until then the next start makes the ward anew. */
async function addAccounts(
  { db }: ServerContext,
  identity: Identity,
  { wardId }: BegunWard,
  people: readonly Placed[],
): Promise<void> {
  const give = async ({ phone, actor: { memberId } }: Placed) => {
    const userId = await identity.createUser(phone, demoPassword)
    await linkMember(db, { wardId, memberId }, userId)
  }
  await Promise.all(people.filter(({ role }) => role !== 'manager').map(give))
  for (const person of people.filter(({ role }) => role === 'manager')) await give(person)
}
