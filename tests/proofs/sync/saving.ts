// What a person does on a phone: the command that a form would make of it, from what the phone shows.
import type { AssistItem } from '#domain/assist.ts'
import { parseCommand, type Command, type CommandArgs, type CommandName } from '#domain/commands.ts'
import { dossierStates } from '#domain/dossier.ts'
import { addDays, dayAt } from '#domain/period.ts'
import { Problem } from '#domain/problem.ts'
import type { TableName, Tables } from '#domain/tables.ts'
import { isTeam } from '#domain/unit.ts'
import type { Step } from './plan.ts'
import type { Tab } from './tab.ts'
import { procedureIds } from './ward.ts'
import type { World } from './world.ts'

type StepOf<Name extends Step['do']> = Extract<Step, { do: Name }>

/** Keeps a command on the phone. What the phone's own rules refuse is not saved. */
export async function save<N extends CommandName>(
  world: World,
  tab: Tab,
  name: N,
  args: CommandArgs<N>,
  base = 0,
): Promise<void> {
  const command = parseCommand({ id: world.newId(), name, args, at: tab.clock(), base })
  try {
    await tab.phone.save(command)
  } catch (error) {
    if (tab.isDead) return
    if (!(error instanceof Problem) || error.code.startsWith('storage')) throw error
    return world.tally.count('refused on the phone')
  }
  noteSaved(world, tab, command)
}

/** From here on it must never be nowhere. */
export function noteSaved(world: World, { disk }: Tab, { id, name }: Command): void {
  world.tally.count('commands')
  world.saved.set(id, { name, memberId: disk.member.memberId, on: disk.name, disk, restores: world.restores })
}

export async function record(
  world: World,
  tab: Tab,
  step: Omit<StepOf<'record'>, 'do' | 'phone'>,
): Promise<void> {
  const { view } = tab.phone
  const mine = tab.disk.person.teamIds
  const teams = view
    .all('units')
    .filter((unit) => isTeam(unit) && (mine.length === 0 || mine.includes(unit.id)))
    .map(({ id }) => id)
  const teamId = choose(teams, step.team)
  if (!teamId) return
  const known = choose(
    all(tab, 'residents').filter((resident) => resident.teamId === teamId),
    step.team,
  )
  await save(world, tab, 'recordAssist', {
    assistId: world.newId(),
    teamId,
    on: dayAt(tab.clock()),
    place: 'home',
    helpMode: null,
    resident:
      step.resident === 'new'
        ? { kind: 'new', residentId: world.newId(), fields: aNewResident(tab) }
        : step.resident === 'known' && known
          ? { kind: 'known', residentId: known.id }
          : { kind: 'none' },
    ...(step.dossier ? withDossier(world) : { items: { [world.newId()]: anItem(0) }, dossiers: [] }),
    note: step.resident === 'known' ? 'gọi lại sau' : null,
  })
}

function aNewResident(tab: Tab) {
  const consent = {
    textVersion: '2026-1',
    on: dayAt(tab.clock()),
    method: 'spoken' as const,
    memberId: tab.disk.member.memberId,
  }
  return {
    name: 'Lê Thị Thử',
    birthYear: 1970,
    phone: null,
    idHash: null,
    idLastFour: null,
    consents: { keepRecord: consent },
  }
}

/** Now and then with a code, of so few that teams come to give the same one. */
function withDossier(world: World) {
  const { size } = world.saved
  const dossierId = world.newId()
  const item = { kind: 'dossier' as const, dossierId, act: 'new' as const }
  const dossier = {
    dossierId,
    procedureId: procedureIds[0] ?? '',
    level: 4 as const,
    code: size % 3 === 0 ? `H56.${size % 2}` : null,
    paidOnline: false,
    byPost: false,
    eCertified: false,
    dueOn: null,
  }
  return { items: { [world.newId()]: item }, dossiers: [dossier] }
}

function anItem(value: number): AssistItem {
  return { kind: 'skill', skill: value % 2 === 0 ? 'digitalSignature' : 'cashlessPayment' }
}

export async function correctAssist(
  world: World,
  tab: Tab,
  { pick, field, value }: StepOf<'correctAssist'>,
): Promise<void> {
  const assist = choose(all(tab, 'assists'), pick)
  if (!assist) return
  const { id: assistId } = assist
  const itemId = choose(Object.keys(assist.items), value) ?? world.newId()
  const dossier = withDossier(world)
  const changes = {
    place: { place: (['home', 'cultureHouse', 'oneStopDesk', 'elsewhere'] as const)[value % 4] ?? 'home' },
    on: { on: addDays(dayAt(tab.clock()), -value) },
    helpMode: { helpMode: value % 2 === 0 ? ('guided' as const) : ('filledIn' as const) },
    items: { items: { [value > 3 ? world.newId() : itemId]: value === 1 ? null : anItem(value) } },
    dossier: { items: dossier.items },
  }[field]
  const dossiers = field === 'dossier' ? dossier.dossiers : []
  await save(
    world,
    tab,
    'correctAssist',
    { assistId, changes, dossiers },
    tab.phone.view.verOf('assists', assistId),
  )
}

export async function correctResident(
  world: World,
  tab: Tab,
  { pick, field, value }: StepOf<'correctResident'>,
): Promise<void> {
  const resident = choose(all(tab, 'residents'), pick)
  if (!resident) return
  const changes = {
    name: { name: `Lê Thị Thử ${value}` },
    birthYear: { birthYear: 1950 + value },
    phone: { phone: `091234567${value}` },
  }[field]
  const base = tab.phone.view.verOf('residents', resident.id)
  await save(world, tab, 'correctResident', { residentId: resident.id, changes }, base)
}

export async function correctDossier(
  world: World,
  tab: Tab,
  { pick, field, value }: StepOf<'correctDossier'>,
): Promise<void> {
  const dossier = choose(all(tab, 'dossiers'), pick)
  if (!dossier) return
  const { id: dossierId, assistId } = dossier
  const changes = {
    code: { code: `H56.${value}` },
    state: { state: dossierStates[value] ?? 'registered' },
    byPost: { byPost: value % 2 === 0 },
    level: { level: value % 2 === 0 ? (3 as const) : (4 as const) },
  }[field]
  const base = tab.phone.view.verOf('dossiers', dossierId)
  await save(world, tab, 'correctDossier', { dossierId, assistId, changes }, base)
}

export async function withdraw(world: World, tab: Tab, pick: number): Promise<void> {
  const assist = choose(all(tab, 'assists'), pick)
  if (!assist) return
  const { id: assistId } = assist
  await save(
    world,
    tab,
    'withdrawAssist',
    { assistId, reason: 'ghi nhầm' },
    tab.phone.view.verOf('assists', assistId),
  )
}

export async function restoreAssist(world: World, tab: Tab, pick: number): Promise<void> {
  const assist = choose(
    all(tab, 'assists').filter(({ withdrawn }) => withdrawn),
    pick,
  )
  if (!assist) return
  const { id: assistId } = assist
  await save(world, tab, 'restoreAssist', { assistId }, tab.phone.view.verOf('assists', assistId))
}

/** What the phone shows of a table, always in the same order. */
function all<T extends TableName>(tab: Tab, table: T): Tables[T][] {
  return tab.phone.view.all(table).sort((a, b) => (a.id < b.id ? -1 : 1))
}

export function choose<T>(list: readonly T[], pick: number): T | undefined {
  return list[pick % Math.max(1, list.length)]
}
