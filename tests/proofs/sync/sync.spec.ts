// The model test of sync, a few hundred seeds of it: `npm run proof:sync` runs as many as one likes.
import 'fake-indexeddb/auto'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { bothDatabases, kinds } from '../../support/databases.ts'
import { regressions } from './regressions.ts'
import { runPlan } from './runPlan.ts'
import { runSeed, tellFailure } from './seeds.ts'
import { startModelServer, type ModelServer } from './server.ts'
import { createTally } from './tally.ts'

const addressOf = bothDatabases()
/** 300 in all, most where they are fast. */
const seedsOn = { SQLite: 200, PostgreSQL: 100 }
const perTest = 50

describe.each(kinds)('on %s', (kind) => {
  let server: ModelServer
  const tally = createTally()
  beforeAll(async () => {
    server = await startModelServer(await addressOf(kind, 'model'))
  })
  afterAll(() => server.close())

  it.each(regressions)('never again: $wrong', ({ plan }) => runPlan(server, plan, tally))

  it.each(Array.from({ length: seedsOn[kind] / perTest }, (_, n) => n * perTest + 1))(
    'nothing is lost, done twice or shown to others, whatever happens, from seed %i on',
    async (first) => {
      for (let seed = first; seed < first + perTest; seed++) {
        const failure = await runSeed(server, seed, tally)
        if (failure) expect.fail(tellFailure(failure, kind === 'SQLite' ? 'sqlite' : 'postgres'))
      }
    },
    300_000,
  )
})
