// The small version of `npm run proof:load`, on both databases.
import { expect, it } from 'vitest'
import { bothDatabases, kinds } from '../../support/databases.ts'
import { load } from './load.ts'

const addressOf = bothDatabases()

it.each(kinds)(
  'sixty phones and a restart on %s: nothing is lost, nothing doubled',
  async (kind) => {
    const databaseUrl = kind === 'PostgreSQL' ? { databaseUrl: await addressOf(kind, 'load') } : {}
    const figures = await load({ phones: 60, seconds: 2, seed: 7, ...databaseUrl })
    expect(figures).toMatchObject({ commands: 360, lost: 0, doubled: 0, wrongs: [] })
    expect(figures.work.pokes).toBeGreaterThan(0)
    expect(figures.moved).toBeGreaterThan(0)
  },
  300_000,
)
