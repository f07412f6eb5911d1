// npm run proof:faults [-- --small]: every fault of the network against every kind of request, and every fault of the
// storage at every write of a phone. Prints tables and ends with 1 when anything was lost, doubled, erased or said falsely.
import { parseArgs } from 'node:util'
import { anyFaults, breakNetwork, type AnyFault, type Cell } from './network.ts'
import { scenarios, type ScenarioName } from './scenarios.ts'
import { breakEveryWrite, everyWrite, findWrites, type StorageRun } from './storage.ts'

const { values } = parseArgs({ options: { small: { type: 'boolean' } } })
/** Small, every so many faults of a kind of request and of the writes; sync meets all of them always. */
const [faultStep, writeStep] = values.small ? [8, 59] : [1, 1]

// Dexie warns each time that it opens a lost connection anew; here that is the point.
const { warn } = console
console.warn = (...words: unknown[]) => {
  if (words[0] !== 'Dexie: Need to reopen db') warn(...words)
}
/** What nobody caught, as a page's error handler sees it. */
const surfaced: unknown[] = []
for (const way of ['uncaughtException', 'unhandledRejection'] as const)
  process.on(way, (error: unknown) => surfaced.push(error))

const complaints: string[] = []
try {
  await proveNetwork()
  await proveStorage()
} catch (error) {
  complaints.push(`broke: ${error instanceof Error ? error.stack : String(error)}`)
}
for (const complaint of complaints) console.log(`  ${complaint}`)
process.exit(complaints.length > 0 ? 1 : 0)

async function proveNetwork(): Promise<void> {
  const table: Record<string, Partial<Record<ScenarioName, string>>> = {}
  const cells: Cell[] = []
  for (const [index, name] of (Object.keys(scenarios) as ScenarioName[]).entries()) {
    const some = anyFaults.filter((_, n) => name === 'sync' || (n + index) % faultStep === 0)
    const result = await breakNetwork(name, some)
    cells.push(...result.cells)
    complaints.push(...result.wrongs.map((wrong) => `${name}: ${wrong}`))
    for (const cell of result.cells) table[cell.fault] = { ...table[cell.fault], [name]: show(cell) }
    for (const error of surfaced.splice(0)) complaints.push(`${name}: surfaced ${String(error)}`)
  }
  console.log(
    '\nThe network: visits saved · requests that met the fault (· refused for their date, and shown)',
  )
  console.table(Object.fromEntries(anyFaults.map((fault: AnyFault) => [fault, table[fault] ?? {}])))
  const { saved, hits, lost, doubled } = sums(cells, ['saved', 'hits', 'lost', 'doubled'])
  const wrongs = cells.flatMap((cell) =>
    cell.wrongs.map((wrong) => `${cell.scenario}, ${cell.fault}: ${wrong}`),
  )
  console.log(`${cells.length} runs: ${saved} saved, ${hits} faults met, ${lost} lost, ${doubled} doubled`)
  console.log(`${wrongs.length} times said falsely, erased or stuck`)
  complaints.push(...wrongs)
  if (lost + doubled > 0) complaints.push(`the network: ${lost} lost, ${doubled} doubled`)
}

function show({ saved, hits, inReview, lost, doubled, wrongs }: Cell): string {
  const trouble =
    lost + doubled + wrongs.length > 0 ? ` ✗ ${lost} lost, ${doubled} doubled, ${wrongs.length} wrong` : ''
  return `${saved} · ${hits}${inReview > 0 ? ` · ${inReview}` : ''}${trouble}`
}

async function proveStorage(): Promise<void> {
  const writes = await findWrites()
  const some = everyWrite(writes.length).filter((_, index) => index % writeStep === 0)
  const result = await breakEveryWrite(some, () => surfaced.splice(0))
  console.log(`\nThe storage: ${writes.length} writes in a day, to ${new Set(writes).size} places`)
  const parts = ['saved', 'refused', 'lost', 'thereAllTheSame', 'draftsLost', 'withoutWords'] as const
  const byFault = Map.groupBy(result.runs, ({ fault }) => fault)
  const lines = [...byFault].map(
    ([fault, runs]) => [fault, { runs: runs.length, ...sums(runs, parts) }] as const,
  )
  console.table(Object.fromEntries(lines))
  const { lost, thereAllTheSame, draftsLost } = sums(result.runs, parts)
  const { met } = sums(result.runs, ['met'])
  if (met < result.runs.length * 0.9) complaints.push(`only ${met} of the faults of storage were met`)
  console.log(
    `${result.runs.length} runs: ${lost} lost, ${result.doubled} doubled, ${draftsLost} drafts lost`,
  )
  complaints.push(...result.wrongs, ...result.runs.flatMap(describe))
  if (lost + thereAllTheSame + draftsLost + result.doubled > 0) complaints.push('the storage lost or doubled')
}

function describe({ fault, write, site, wrongs }: StorageRun): string[] {
  return wrongs.map((wrong) => `${fault}, write ${write} (${site}): ${wrong}`)
}

function sums<Part extends string>(
  list: readonly Readonly<Record<Part, number>>[],
  parts: readonly Part[],
): Record<Part, number> {
  const entries = parts.map((part) => [part, list.reduce((sum, one) => sum + one[part], 0)])
  return Object.fromEntries(entries) as Record<Part, number>
}
