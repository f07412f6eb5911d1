// While a PIN is being checked the disk is read, which takes about as long; all of it is still sealed.
import { readSealedBase, type SealedBase } from '../db/base.ts'
import type { PhoneDatabase } from '../db/database.ts'

export interface Opening {
  readonly database: PhoneDatabase
  readonly sealed: Promise<SealedBase>
}

export function beginReading(database: PhoneDatabase): Opening {
  const sealed = readSealedBase(database)
  // Whoever awaits it hears of trouble; after a wrong PIN nobody does.
  sealed.catch(() => undefined)
  return { database, sealed }
}
