// Seeds, one after the other. A number makes a plan; the same number makes the same plan everywhere, and a plan that
// fails is made as small as it goes.
import { inspect } from 'node:util'
import fc from 'fast-check'
import { plans, tellPlan, type Plan } from './plan.ts'
import { runPlan } from './runPlan.ts'
import type { ModelServer } from './server.ts'
import { createTally, type Tally } from './tally.ts'

export interface Failure {
  readonly seed: number
  readonly plan: Plan
  readonly error: unknown
}

const msToShrink = 120_000

export async function runSeed(server: ModelServer, seed: number, tally: Tally): Promise<Failure | undefined> {
  let runs = 0
  const property = fc.asyncProperty(plans, async (plan) => {
    runs += 1
    if (runs > 1) return runPlan(server, plan, createTally())
    tally.count('seeds')
    tally.count('phones', plan.phones.length)
    await runPlan(server, plan, tally)
  })
  const result = await fc.check(property, {
    seed,
    numRuns: 1,
    interruptAfterTimeLimit: msToShrink,
    includeErrorInReport: false,
  })
  if (!result.failed) return undefined
  const [plan] = result.counterexample ?? []
  if (!plan) throw new Error(`Seed ${seed} was cut off before it ended`)
  tally.count('failures')
  return { seed, plan, error: result.errorInstance }
}

export function tellFailure({ seed, plan, error }: Failure, database: string): string {
  return [
    `Seed ${seed} on ${database}: ${inspect(error)}`,
    tellPlan(plan),
    `As a regression: ${JSON.stringify(plan)}`,
    `Again: npm run proof:sync -- --database ${database} --seed ${seed}`,
  ].join('\n')
}
