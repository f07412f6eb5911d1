// The small version of `npm run proof:kill`, on both databases.
import { expect, it } from 'vitest'
import { bothDatabases, kinds } from '../../support/databases.ts'
import { killServer } from './killServer.ts'

const addressOf = bothDatabases()

it.each(kinds)(
  'a server that is killed again and again on %s loses and doubles nothing',
  async (kind) => {
    const databaseUrl = kind === 'PostgreSQL' ? { databaseUrl: await addressOf(kind, 'kill') } : {}
    const figures = await killServer({ kills: 4, phones: 9, seed: 7, ...databaseUrl })
    expect(figures).toMatchObject({ kills: 4, lost: 0, doubled: 0, wrongs: [] })
    expect(figures.commands).toBeGreaterThan(100)
    expect(figures.cutOff).toBeGreaterThan(0)
  },
  300_000,
)
