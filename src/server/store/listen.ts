// Servers that share one PostgreSQL hear each other over one channel. Listening has a connection of its own, which is
// opened again whenever it breaks; what was said meanwhile is not heard.
import { sql } from 'kysely'
import pg from 'pg'
import type { Database } from './database.ts'

export interface Ear {
  hear(message: string): void
  /** It listens from now on, for the first time or again. */
  onOpen(): void
  onBroken(error: unknown): void
}

export interface Listening {
  close(): Promise<void>
}

const channel = 'to_so_pokes'
const [firstRest, longestRest] = [500, 30_000]

export function listen(connectionString: string, { hear, onOpen, onBroken }: Ear): Listening {
  let client: pg.Client | undefined
  let timer: NodeJS.Timeout | undefined
  let failures = 0
  let isClosed = false

  async function open(): Promise<void> {
    const mine = new pg.Client({ connectionString, keepAlive: true })
    client = mine
    let isBroken = false
    const fail = (error: unknown) => {
      if (isBroken || isClosed) return
      isBroken = true
      onBroken(error)
      void end(mine)
      timer = setTimeout(() => void open(), restAfter(failures++)).unref()
    }
    mine.on('error', fail)
    mine.on('end', () => fail(new Error('the connection has ended')))
    mine.on('notification', ({ payload }) => hear(payload ?? ''))
    try {
      await mine.connect()
      await mine.query(`listen ${channel}`)
      failures = 0
      if (!isClosed) onOpen()
    } catch (error) {
      fail(error)
    }
  }

  void open()
  return {
    async close() {
      isClosed = true
      clearTimeout(timer)
      if (client) await end(client)
    },
  }
}

/** Heard by every server that listens, this one too. PostgreSQL takes messages below 8,000 bytes. */
export async function notify({ kysely }: Database, message: string): Promise<void> {
  await sql`select pg_notify(${channel}, ${message})`.execute(kysely)
}

/** One that never came about, or is gone already, refuses to be ended. */
async function end(client: pg.Client): Promise<void> {
  await client.end().catch(() => undefined)
}

/** Twice as long each time, and not all servers at the same moment. */
function restAfter(failures: number): number {
  return Math.min(longestRest, firstRest * 2 ** failures) * (0.5 + Math.random() / 2)
}
