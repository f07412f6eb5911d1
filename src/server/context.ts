// What every route and task of the server is given: nothing below it reads a clock, makes an id or opens a file itself.
import type { Logger } from 'pino'
import type { Config } from './config.ts'
import type { Database } from './store/database.ts'
import type { WardKeys } from './store/wardKeys.ts'
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
