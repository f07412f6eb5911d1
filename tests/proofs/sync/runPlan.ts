// One plan from its beginning to the quiet at its end.
import { checkAlongTheWay } from './alongTheWay.ts'
import { checkCodesOnce } from './codesOnce.ts'
import { checkCommands } from './commandsKept.ts'
import { heal } from './heal.ts'
import { checkHoldings, readServerSide } from './holdings.ts'
import { tellStep, type Plan } from './plan.ts'
import type { ModelServer } from './server.ts'
import { closeTab, takeStep } from './steps.ts'
import type { Tally } from './tally.ts'
import { beginWorld, type World } from './world.ts'

const patience = 15_000
const closingPatience = 1_000

/** Throws a sentence when something is not as it must be. */
export async function runPlan(server: ModelServer, plan: Plan, tally: Tally): Promise<void> {
  const bugs: unknown[] = []
  const note = (error: unknown) => void bugs.push(error)
  process.on('uncaughtException', note)
  process.on('unhandledRejection', note)
  const restoreLocks = plan.hasLocks ? () => undefined : withoutLocks()
  const world = await beginWorld(server, plan, tally)
  try {
    for (const step of plan.steps) {
      await inWords(tellStep(step), async () => {
        await takeStep(world, step)
        throwFirst(bugs)
        await checkAlongTheWay(world)
      })
    }
    await inWords('in the end', async () => {
      await heal(world)
      throwFirst(bugs)
      await checkAtTheEnd(world)
    })
  } finally {
    await closeAll(world)
    restoreLocks()
    process.off('uncaughtException', note)
    process.off('unhandledRejection', note)
  }
}

/** Nothing of this world should go on in the next one; what hangs is left alone. */
async function closeAll(world: World): Promise<void> {
  const tabs = world.disks.flatMap((disk) => disk.tabs)
  const closed = Promise.allSettled(tabs.map((tab) => closeTab(world, tab)))
  let timer: NodeJS.Timeout | undefined
  const patienceOver = new Promise((resolve) => {
    timer = setTimeout(resolve, closingPatience)
  })
  await Promise.race([closed, patienceOver])
  clearTimeout(timer)
}

async function checkAtTheEnd(world: World): Promise<void> {
  await checkAlongTheWay(world)
  const serverSide = await readServerSide(world)
  await checkCommands(world, serverSide)
  await checkCodesOnce(world, serverSide)
  for (const { tabs } of world.disks) {
    for (const tab of tabs) {
      if (tab.phone.view.pending.length > 0) throw new Error(`${tab.disk.name} still has something to say`)
      if (!tab.status.isAllSent) throw new Error(`${tab.disk.name} does not say that all is sent`)
      await checkHoldings(world, serverSide, tab)
    }
  }
}

async function inWords(when: string, work: () => Promise<void>): Promise<void> {
  try {
    await inTime(work())
  } catch (error) {
    throw new Error(`${when}: ${error instanceof Error ? error.message : String(error)}`, { cause: error })
  }
}

/** Whatever waits for something that never comes is as bad as whatever is wrong. */
async function inTime(work: Promise<void>): Promise<void> {
  let timer: NodeJS.Timeout | undefined
  const end = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new Error('it never comes to its end')), patience)
  })
  await Promise.race([work, end]).finally(() => clearTimeout(timer))
}

function throwFirst(bugs: readonly unknown[]): void {
  if (bugs.length > 0) throw bugs[0]
}

function withoutLocks(): () => void {
  Object.defineProperty(globalThis.navigator, 'locks', { value: undefined, configurable: true })
  return () => void Reflect.deleteProperty(globalThis.navigator, 'locks')
}
