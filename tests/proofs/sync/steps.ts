// One step of a plan, carried out.
import type { CommandArgs } from '#domain/commands.ts'
import { addDays, dayAt } from '#domain/period.ts'
import { openPhoneDatabase } from '../../../src/client/db/database.ts'
import { runCommands } from '../../../src/server/sync/runCommands.ts'
import { copyDatabase } from '../../support/copyDatabase.ts'
import { putBack, takeBackup } from './backup.ts'
import type { Fault } from './faults.ts'
import type { Crash, Step } from './plan.ts'
import { Problem } from '#domain/problem.ts'
import {
  choose,
  noteSaved,
  correctAssist,
  correctDossier,
  correctResident,
  record,
  restoreAssist,
  save,
  withdraw,
} from './saving.ts'
import { openTab, type Tab } from './tab.ts'
import { move, revoke, settleStuck } from './management.ts'
import { diskOf, nextDiskName, tabOf, tick, until, type World } from './world.ts'

const mostDisks = 24
const secondsPerStep = 7
const msPerDay = 86_400_000

export async function takeStep(world: World, step: Step): Promise<void> {
  world.server.now += secondsPerStep * 1000
  switch (step.do) {
    case 'record':
      return withPerson(world, step, (tab) => record(world, tab, step))
    case 'recordMany':
      return withPerson(world, step, async (tab) => {
        for (let n = 0; n < 60; n++) await record(world, tab, { ...step, resident: 'new', dossier: false })
      })
    case 'correctAssist':
      return withPerson(world, step, (tab) => correctAssist(world, tab, step))
    case 'correctResident':
      return withPerson(world, step, (tab) => correctResident(world, tab, step))
    case 'correctDossier':
      return withPerson(world, step, (tab) => correctDossier(world, tab, step))
    case 'withdraw':
      return withPerson(world, step, (tab) => withdraw(world, tab, step.pick))
    case 'restoreAssist':
      return withPerson(world, step, (tab) => restoreAssist(world, tab, step.pick))
    case 'dispute':
      return dispute(world, step)
    case 'stumble':
      return stumble(world, step)
    case 'discard':
    case 'hand':
    case 'resend':
    case 'seen': {
      const phone = phoneWith(world, step)
      // Last year's version can only discard.
      if (diskOf(world, phone).isOld && step.do !== 'discard') return
      return withPerson(world, { ...step, phone }, (tab) => answer(world, tab, step))
    }
    case 'sync': {
      const tab = await tabOf(world, step.phone, step.faults)
      if (tab) await speak(world, tab, step.faults, step.crash)
      return
    }
    case 'together': {
      const tabs = new Set<Tab>()
      for (const phone of step.phones) {
        const tab = await tabOf(world, phone)
        if (tab && !tab.isDead) tabs.add(tab)
      }
      const faults = step.faults.map((fault) => (fault === 'held' ? 'none' : fault))
      await Promise.all([...tabs].map((tab, n) => speak(world, tab, faults.slice(n))))
      return
    }
    case 'reopen':
      for (const tab of [...diskOf(world, step.phone).tabs]) await closeTab(world, tab)
      return
    case 'kill':
      for (const tab of [...diskOf(world, step.phone).tabs]) tab.kill()
      return
    case 'secondTab': {
      const disk = diskOf(world, step.phone)
      if (disk.isFilled && !disk.isErased && disk.tabs.length < 3) await openTab(world, disk)
      return
    }
    case 'clone':
      return clone(world, step.phone)
    case 'clock':
      diskOf(world, step.phone).clockOffset = step.days * msPerDay
      return
    case 'wait':
      world.server.now += step.hours * 3_600_000
      return
    case 'teams': {
      const teamIds = world.ward.teamIds.filter((_, n) => (step.teams >> n) % 2 === 1)
      return correctMember(world, step, { teamIds })
    }
    case 'leave': {
      const leftOn = step.days === null ? null : addDays(dayAt(world.server.now), step.days)
      return correctMember(world, step, { leftOn })
    }
    case 'role':
      return correctMember(world, step, { role: step.role })
    case 'move':
      return move(world, step)
    case 'revoke':
      return revoke(world, step.phone)
    case 'settleStuck':
      return settleStuck(world, step)
    case 'release':
      return release(world)
    case 'deliver':
      return deliver(world)
    case 'restartServer':
      return world.server.restart()
    case 'backUp':
      await world.server.idle()
      world.backup = await takeBackup(world.server.context.db, world.ward.wardId)
      return
    case 'restore':
      return restore(world, step.isAnnounced)
  }
}

async function dispute(
  world: World,
  { phones: [first = 0, second = 0], pick, field, value }: Extract<Step, { do: 'dispute' }>,
): Promise<void> {
  const correction = [
    { do: 'correctAssist', pick, field: 'place', value } as const,
    { do: 'correctResident', pick, field: 'name', value } as const,
    { do: 'correctDossier', pick, field: 'state', value } as const,
  ][field]
  if (!correction) return
  await takeStep(world, { ...correction, phone: first })
  await takeStep(world, { ...correction, phone: second, value: (value + 1) % 6 })
  for (const phone of [second, first]) await takeStep(world, { do: 'sync', phone, faults: [] })
}

async function stumble(world: World, { phone, team, then }: Extract<Step, { do: 'stumble' }>): Promise<void> {
  const disk = diskOf(world, phone)
  const { clockOffset } = disk
  disk.clockOffset = 2 * msPerDay
  await takeStep(world, { do: 'record', phone, team, resident: 'none', dossier: false })
  disk.clockOffset = clockOffset
  await takeStep(world, { do: 'sync', phone, faults: [] })
  if (then !== 'leave') await takeStep(world, { do: then, phone, pick: 0 })
}

/** What there is to look at lies on few phones: this one, or the next one that has any. */
function phoneWith({ disks }: World, { phone, do: what }: { phone: number; do: string }): number {
  const has = (number: number) => {
    const view = disks[number % disks.length]?.tabs[0]?.phone.view
    return view && (what === 'seen' ? view.notices : view.review).length > 0
  }
  return disks.map((_, n) => phone + n).find(has) ?? phone
}

/** What a person does on a phone; with a network at that moment it is sent by itself. */
async function withPerson(
  world: World,
  { phone, send, crash }: { phone: number; send?: readonly Fault[]; crash?: Crash },
  act: (tab: Tab) => Promise<unknown>,
): Promise<void> {
  const tab = await tabOf(world, phone)
  if (!tab || tab.isDead) return
  letOthersGo(world, tab)
  tab.arm(crash)
  tab.faults = send && [...send]
  await act(tab)
  await rest(tab)
  tab.faults = undefined
  tab.arm(undefined)
}

/** Speaks with the ward; a reply that is held stays under way. */
async function speak(world: World, tab: Tab, faults: readonly Fault[], crash?: Crash): Promise<void> {
  if (tab.isDead) return
  letOthersGo(world, tab)
  tab.arm(crash)
  tab.faults = [...faults]
  const spoken = tab.phone.sendNow()
  world.endings.push(spoken)
  await Promise.race([spoken, isHolding(tab)])
  await rest(tab)
  tab.faults = undefined
  tab.arm(undefined)
}

/** With locks a tab would wait for the one whose reply is held. */
function letOthersGo({ plan }: World, tab: Tab): void {
  for (const other of tab.disk.tabs) if (other !== tab && plan.hasLocks) other.release()
}

async function isHolding(tab: Tab): Promise<void> {
  await until('a reply is held', () => tab.heldReplies > 0 || tab.isDead || tab.status.state !== 'sending')
}

/** Waits until the line of a tab is quiet, or waits for a held reply. */
async function rest(tab: Tab): Promise<void> {
  await tick()
  await until('the line is quiet', () => tab.isDead || tab.heldReplies > 0 || tab.status.state !== 'sending')
  await tab.erasing
}

export async function closeTab(world: World, tab: Tab): Promise<void> {
  tab.release()
  tab.disk.tabs.splice(tab.disk.tabs.indexOf(tab), 1)
  world.tally.count('phone closed')
  await tab.phone.close()
}

function answer(
  world: World,
  tab: Tab,
  { do: what, pick }: { do: 'discard' | 'hand' | 'resend' | 'seen'; pick: number },
): Promise<void> {
  if (what === 'hand' || what === 'discard')
    return settle(world, tab, pick, what === 'hand' ? 'handed' : 'discarded')
  return what === 'resend' ? resend(world, tab, pick) : seen(world, tab, pick)
}

async function settle(world: World, tab: Tab, pick: number, as: 'discarded' | 'handed'): Promise<void> {
  const reviewed = choose(tab.phone.view.review, pick)
  if (!reviewed) return
  const { id } = reviewed.command
  await unlessKilled(tab, () => tab.phone.settle(id, as))
  // A phone that dies around it has given it up or still shows it.
  if (as === 'discarded' && (!tab.isDead || (await isGone(tab, id)))) world.gaveUp.add(id)
  if (as === 'handed') world.handed.set(id, world.silentRestores)
  world.tally.count(as)
}

/** The page went away while it was doing this. */
async function unlessKilled(tab: Tab, work: () => Promise<void>): Promise<void> {
  try {
    await work()
  } catch (error) {
    if (!tab.isDead) throw error
  }
}

async function isGone({ disk }: Tab, id: string): Promise<boolean> {
  const database = openPhoneDatabase(disk.name)
  try {
    return (await database.review.get(id)) === undefined
  } finally {
    database.close()
  }
}

/** Mends a refused command, here by doing nothing but saying it anew, and sends it again. */
async function resend(world: World, tab: Tab, pick: number): Promise<void> {
  const reviewed = choose(tab.phone.view.review, pick)
  if (!reviewed) return
  const { command: refused } = reviewed
  const command = { ...refused, id: world.newId(), at: tab.clock() }
  try {
    await tab.phone.resend(refused.id, command)
  } catch (error) {
    if (!tab.isDead && !(error instanceof Problem)) throw error
    if (!tab.isDead || !(await isGone(tab, refused.id))) return
  }
  world.gaveUp.add(refused.id)
  world.tally.count('resent')
  noteSaved(world, tab, command)
}

async function seen(world: World, tab: Tab, pick: number): Promise<void> {
  const notice = choose(tab.phone.view.notices, pick)
  if (!notice) return
  await unlessKilled(tab, () => tab.phone.seen(notice.id))
  world.tally.count('notices seen')
}

async function clone(world: World, number: number): Promise<void> {
  const disk = diskOf(world, number)
  if (!disk.isFilled || disk.isErased || world.disks.length >= mostDisks) return
  const name = nextDiskName(world)
  await copyDatabase(disk.name, name)
  world.disks.push({ ...disk, name, isClone: true, person: { ...disk.person }, tabs: [] })
  world.tally.count('phone cloned')
}

/** By the manager's phone if that is the one in the plan, else by the server's own hand. */
async function correctMember(
  world: World,
  { member, phone }: { member: number; phone: number },
  changes: CommandArgs<'correctMember'>['changes'],
): Promise<void> {
  const { server, ward } = world
  const memberId = ward.members[member % (ward.members.length - 1)]?.memberId ?? ''
  world.tally.count('member changed')
  const { role } = diskOf(world, phone).member
  if (role === 'manager') {
    const tab = await tabOf(world, phone)
    if (tab && !tab.isDead)
      await save(
        world,
        tab,
        'correctMember',
        { memberId, changes },
        tab.phone.view.verOf('members', memberId),
      )
    return
  }
  await runCommands(server.context, ward.wardId, ward.manager, [
    { name: 'correctMember', args: { memberId, changes } },
  ])
}

/** What was held arrives. */
export async function release(world: World): Promise<void> {
  const tabs = world.disks.flatMap((disk) => disk.tabs)
  for (const tab of tabs) tab.release()
  await Promise.all(tabs.map(rest))
}

/** What was late reaches the server; nobody waits for its answer. */
export async function deliver({ late, server }: World): Promise<void> {
  for (const request of late.splice(0)) await server.handle(request)
}

async function restore(world: World, isAnnounced: boolean): Promise<void> {
  const { backup, server, ward, tally } = world
  if (!backup) return
  // As the command asks for: the server is stopped first.
  await server.idle()
  await putBack(server.context.db, ward.wardId, backup, isAnnounced)
  server.restart()
  world.restores += 1
  if (!isAnnounced) world.silentRestores += 1
  tally.count(isAnnounced ? 'restored, announced' : 'restored in silence')
}
