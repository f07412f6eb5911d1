// npm run proof:sync -- --seeds N [--from K] [--database sqlite|postgres|both] [--seed K | --plan JSON]
import 'fake-indexeddb/auto'
import { parseArgs } from 'node:util'
import { startPostgres } from '../../support/postgres.ts'
import { runPlan } from './runPlan.ts'
import { runSeed, tellFailure } from './seeds.ts'
import type { Plan } from './plan.ts'
import { startModelServer } from './server.ts'
import { createTally, tellTally } from './tally.ts'

const { values } = parseArgs({
  options: {
    seeds: { type: 'string', default: '1000' },
    database: { type: 'string', default: 'both' },
    from: { type: 'string', default: '1' },
    seed: { type: 'string' },
    plan: { type: 'string' },
  },
})
const { database } = values
if (!['sqlite', 'postgres', 'both'].includes(database))
  throw new Error('--database is sqlite, postgres or both')
const first = Number(values.seed ?? values.from)
const count = values.plan !== undefined ? 0 : values.seed !== undefined ? 1 : Number(values.seeds)
if (!Number.isSafeInteger(first) || !Number.isSafeInteger(count))
  throw new Error('--seeds, --from and --seed are numbers')

const databases = database === 'both' ? ['sqlite', 'postgres'] : [database]
let failures = 0
for (const kind of databases) failures += await prove(kind)
process.exit(failures > 0 ? 1 : 0)

async function prove(kind: string): Promise<number> {
  const postgres = kind === 'postgres' ? await startPostgres() : undefined
  const server = await startModelServer(await postgres?.createDatabase('model'))
  const tally = createTally()
  const begin = performance.now()
  let failed = 0
  if (values.plan !== undefined) await runPlan(server, JSON.parse(values.plan) as Plan, tally)
  for (let seed = first; seed < first + count; seed++) {
    const failure = await runSeed(server, seed, tally)
    if (!failure) continue
    failed += 1
    console.log(`${tellFailure(failure, kind)}\n`)
  }
  const seconds = (performance.now() - begin) / 1000
  console.log(`${kind}: ${count} seeds in ${seconds.toFixed(1)} s, ${failed} failed\n${tellTally(tally)}`)
  await server.close()
  await postgres?.stop()
  return failed
}
