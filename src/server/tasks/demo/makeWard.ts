// The demo ward as it was at the end of September 2022: its people with their accounts, nine months of work, and the
// totals of the report. Belongs into one transaction, so that a ward that is there is whole.
import type { Actor } from '#domain/permissions.ts'
import { createIdentity } from '../../auth/identity.ts'
import type { ServerContext } from '../../context.ts'
import { beginWard, type BegunWard } from '../../starter/beginWard.ts'
import { wardTemplate } from '../../starter/wardTemplate.ts'
import { readTables } from '../../store/documents.ts'
import { linkMember } from '../../store/members.ts'
import { runCommands, type OwnCommand } from '../../sync/runCommands.ts'
import type { CastMember } from './cast.ts'
import { chanceOf } from './random.ts'
import { runPlanned } from './runPlanned.ts'
import { byCode, createDossierCodes, type DemoTeam } from './visits.ts'
import { nineMonths, planYear2022, reportedTotals, totalsSource } from './year2022.ts'

interface Placed extends CastMember {
  readonly actor: Actor
}

/** `passwordHash`: of the password that all accounts have. */
export async function makeWard(
  inside: ServerContext,
  cast: readonly CastMember[],
  passwordHash: string,
): Promise<void> {
  const managerName = cast.find(({ role }) => role === 'manager')?.name ?? ''
  const ward = await beginWard(inside, { ...wardTemplate, managerName, since: nineMonths.from })
  const people = cast.map((member) => place(inside, ward, member))
  await addMembers(inside, ward, people)
  await addWork(inside, ward, people)
  await addAccounts(inside, ward, people, passwordHash)
}

function place({ newId }: ServerContext, ward: BegunWard, member: CastMember): Placed {
  const { role, teamIndex } = member
  const teamIds = teamIndex === undefined ? [] : [ward.teamIds[teamIndex] ?? '']
  return { ...member, actor: role === 'manager' ? ward.manager : { memberId: newId(), role, teamIds } }
}

async function addMembers(inside: ServerContext, ward: BegunWard, people: readonly Placed[]): Promise<void> {
  const others = people.filter(({ role }) => role !== 'manager')
  const commands = others.map(({ name, role, actor: { memberId, teamIds } }): OwnCommand => {
    const joinedOn = nineMonths.from
    return {
      name: 'addMember',
      args: { memberId, name, role, teamIds: [...teamIds], joinedOn, leftOn: null },
    }
  })
  await runCommands(inside, ward.wardId, ward.manager, commands)
}

async function addWork(inside: ServerContext, ward: BegunWard, people: readonly Placed[]): Promise<void> {
  const { wardId, manager } = ward
  const { procedures } = await readTables(inside, wardId, ['procedures'])
  const teams = ward.teamIds.map((id, index): DemoTeam => {
    const members = people.filter(({ teamIndex }) => teamIndex === index).map(({ actor }) => actor)
    return { id, isDesk: wardTemplate.teams[index]?.kind === 'desk', members }
  })
  const random = chanceOf('2022')
  const world = { random, teams, procedures: procedures.sort(byCode), nextCode: createDossierCodes() }
  await runPlanned(inside, wardId, 'recordAssist', planYear2022(world))
  const args = { wardTotalsId: inside.newId(), ...nineMonths, totals: reportedTotals, source: totalsSource }
  await runCommands(inside, wardId, manager, [{ name: 'recordWardTotals', args }])
}

async function addAccounts(
  inside: ServerContext,
  { wardId }: BegunWard,
  people: readonly Placed[],
  passwordHash: string,
): Promise<void> {
  const identity = createIdentity(inside)
  for (const { phone, actor } of people) {
    const userId = await identity.createUser(phone, { passwordHash })
    await linkMember(inside.db, { wardId, memberId: actor.memberId }, userId)
  }
}
