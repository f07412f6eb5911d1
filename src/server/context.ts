// What every route and task of the server is given: nothing below it reads a clock, makes an id or opens a file itself.
import type { Logger } from 'pino'
import type { Config } from './config.ts'
import type { Database } from './store/database.ts'
import { createWardKeys, type WardKeys } from './store/wardKeys.ts'
import type { Pokes } from './sync/pokes.ts'

export interface ServerContext {
  readonly db: Database
  readonly config: Config
  /** Milliseconds since 1970. */
  readonly clock: () => number
  /** A new UUID version 7. */
  readonly newId: () => string
  readonly log: Logger
  readonly keys: WardKeys
  readonly pokes: Pokes
}

/**
 * All that `work` does with the context it is given stands together, or none of it, wherever the server is killed; phones
 * hear of it once it stands. `work` must use nothing but that context: on SQLite everybody else waits until it is done,
 * and so would it. It may run a second time.
 */
export async function asOne<T>(
  context: ServerContext,
  work: (inside: ServerContext) => Promise<T>,
): Promise<T> {
  const told: Parameters<Pokes['publish']>[] = []
  const result = await context.db.transact((tx) => {
    told.length = 0
    const db: Database = {
      ...context.db,
      kysely: tx,
      transact: (part) => part(tx),
      snapshot: (part) => part(tx),
    }
    return work({
      ...context,
      db,
      keys: createWardKeys(db, context.config.masterKey),
      pokes: { ...context.pokes, publish: (...poke) => void told.push(poke) },
    })
  })
  for (const poke of told) context.pokes.publish(...poke)
  return result
}
