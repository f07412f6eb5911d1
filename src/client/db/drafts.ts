// Forms that were begun and not saved, sealed like everything else.
import { seal, unseal } from '../vault/seal.ts'
import { connected } from './connection.ts'
import type { PhoneDatabase } from './database.ts'
import { toStorageProblem, withRoom } from './storageProblem.ts'

const placeOf = (key: string) => `drafts|${key}`

export async function saveDraft(
  database: PhoneDatabase,
  dataKey: CryptoKey,
  draft: { key: string; value: object; savedAt: number },
): Promise<void> {
  const { key, value, savedAt } = draft
  const sealed = await seal(dataKey, placeOf(key), value)
  try {
    const entry = { key, savedAt, sealed }
    await connected(database, () => withRoom(database, () => database.drafts.put(entry), savedAt))
  } catch (error) {
    throw toStorageProblem(error)
  }
}

/** Undefined also for one that cannot be read: it stays where it is, and nobody is kept from typing by it. */
export async function loadDraft(database: PhoneDatabase, dataKey: CryptoKey, key: string): Promise<unknown> {
  try {
    const entry = await connected(database, () => database.drafts.get(key))
    return entry && (await unseal(dataKey, placeOf(key), entry.sealed))
  } catch {
    return undefined
  }
}

export async function discardDraft(database: PhoneDatabase, key: string): Promise<void> {
  await connected(database, () => database.drafts.delete(key))
}

/** The newest first. */
export async function listDrafts(database: PhoneDatabase): Promise<{ key: string; savedAt: number }[]> {
  const entries = await connected(database, () => database.drafts.orderBy('savedAt').reverse().toArray())
  return entries.map(({ key, savedAt }) => ({ key, savedAt }))
}
