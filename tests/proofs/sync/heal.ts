// In the end the network is good, everything that was under way arrives, every phone is opened, and they speak until
// there is nothing to say any more.
import { readHeads } from '../../../src/server/store/heads.ts'
import { choose } from './saving.ts'
import { deliver, release } from './steps.ts'
import { openTab, type Disk } from './tab.ts'
import type { World } from './world.ts'

const mostRounds = 12

/** Throws when it never gets quiet. */
export async function heal(world: World): Promise<void> {
  await release(world)
  await deliver(world)
  for (let round = 1; ; round++) {
    const before = await stateOf(world)
    // The first time all at once, as after an hour without a network in the whole ward.
    if (round === 1) await Promise.all(world.disks.map((disk) => speak(world, disk)))
    else for (const disk of world.disks) await speak(world, disk)
    await Promise.all(world.endings.splice(0))
    const after = await stateOf(world)
    if (before === after && round > 1) return
    if (round === mostRounds) throw new Error(`Still not quiet after ${round} rounds: ${before} → ${after}`)
  }
}

async function speak(world: World, disk: Disk): Promise<void> {
  const tabs = disk.isErased ? [] : disk.tabs.length === 0 ? [await openTab(world, disk, [])] : [...disk.tabs]
  for (const tab of tabs) {
    if (!tab) continue
    tab.faults = []
    await tab.phone.sendNow()
  }
}

/** What moves as long as anybody has something to say. */
async function stateOf({ server, ward, disks }: World): Promise<string> {
  const unsent = await Promise.all(
    disks.map(async ({ tabs }) => (await choose(tabs, 0)?.phone.database.outbox.count()) ?? '-'),
  )
  return `${await readHeads(server.context.db, ward.wardId)} unsent ${unsent.join(' ')}`
}
