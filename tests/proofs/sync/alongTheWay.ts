// What must be so after every step, whatever the network does.
import { findForeign } from './holdings.ts'
import type { Tab } from './tab.ts'
import { until, type World } from './world.ts'

/** Throws a sentence for the first thing that is not so. */
export async function checkAlongTheWay(world: World): Promise<void> {
  if (world.server.errors.length > 0)
    throw new Error(`The server failed: ${JSON.stringify(world.server.errors[0])}`)
  for (const { tabs } of world.disks) {
    for (const tab of [...tabs]) {
      if (tab.isDead || tab.disk.isErased) continue
      await checkTab(world, tab).catch((error: unknown) => {
        // It may still die around a write that the step began.
        if (!tab.isDead) throw error
      })
    }
  }
}

async function checkTab(world: World, tab: Tab): Promise<void> {
  if (tab.disk.tabs.length > 1 && !tab.hasMissed) await seesTheOthers(tab)
  if (!tab.hasMissed) await checkWords(tab)
  await checkNumbers(tab)
  if (!tab.hasMissed) await checkSight(world, tab)
}

/** Another tab's save shows here a moment later. */
async function seesTheOthers({ phone, disk }: Tab): Promise<void> {
  await until(
    `a tab of ${disk.name} hears of the other`,
    async () => {
      const ids = await phone.database.outbox.toCollection().primaryKeys()
      return ids.join() === phone.view.pending.map(({ seq }) => seq).join()
    },
    2_000,
  )
}

/**
 * "All sent" is said exactly when the outbox is empty and the last exchange ended well. While the next one is under way what
 * was said before may stand, but never beside a full outbox.
 */
async function checkWords(tab: Tab): Promise<void> {
  const { phone, status, disk } = tab
  const unsent = () => phone.database.outbox.count()
  const isTrue = async () => {
    const isEmpty = (await unsent()) === 0
    if (status.state === 'sending') return isEmpty || !status.isAllSent
    return status.isAllSent === (isEmpty && tab.isHeard)
  }
  // A moment later: the counting comes after the exchange.
  await until(`the words of ${disk.name} are true`, isTrue, 2_000).catch(async () => {
    const said = `${status.isAllSent ? 'all' : 'not all'} is sent (${status.unsent} unsent, ${status.state})`
    const last = `the last exchange was ${tab.isHeard ? 'good' : 'not good'}`
    throw new Error(`${disk.name} says that ${said}; ${await unsent()} are in its outbox and ${last}`)
  })
}

/** Nothing is shown beyond what the phone holds; where another tab heard that it lost something, a moment later. */
async function checkSight(world: World, tab: Tab): Promise<void> {
  if (tab.disk.tabs.length > 1)
    await until(
      `${tab.disk.name} shows no more than it holds`,
      async () => !(await findForeign(world, tab)),
      2_000,
    )
  const foreign = await findForeign(world, tab)
  if (foreign) throw new Error(foreign)
}

/** The numbers of the outbox follow each other without a gap up to the last one given. */
async function checkNumbers({ phone, disk }: Tab): Promise<void> {
  const seqs = await phone.database.outbox.toCollection().primaryKeys()
  const last = Number((await phone.database.meta.get('lastSeq'))?.value ?? 0)
  const expected = seqs.map((_, index) => last - seqs.length + 1 + index)
  if (seqs.join() !== expected.join())
    throw new Error(`${disk.name} has the numbers ${seqs.join()} in its outbox, the last given is ${last}`)
}
