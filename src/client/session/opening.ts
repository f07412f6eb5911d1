// While a person stands at the door their disk is read, so that nobody waits for it after the PIN; all of it is still
// sealed. What is written meanwhile, by another tab, is noticed when the phone opens (phone.ts).
import { readSealedBase, type SealedBase } from '../db/base.ts'
import { connected } from '../db/connection.ts'
import type { PhoneDatabase } from '../db/database.ts'

export interface Opening {
  readonly database: PhoneDatabase
  readonly sealed: Promise<SealedBase>
}

export function beginReading(database: PhoneDatabase): Opening {
  const sealed = connected(database, () => readSealedBase(database))
  // Whoever opens the phone hears of trouble; who walks away does not.
  sealed.catch(() => undefined)
  return { database, sealed }
}
