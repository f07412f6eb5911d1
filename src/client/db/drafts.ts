// Forms that were begun and not saved, sealed like everything else.
import { seal, unseal } from '../vault/seal.ts'
import type { PhoneDatabase } from './database.ts'
import { toStorageProblem } from './storageProblem.ts'

const placeOf = (key: string) => `drafts|${key}`

export async function saveDraft(
  database: PhoneDatabase,
  dataKey: CryptoKey,
  draft: { key: string; value: object; savedAt: number },
): Promise<void> {
  const { key, value, savedAt } = draft
  const sealed = await seal(dataKey, placeOf(key), value)
  try {
    await database.drafts.put({ key, savedAt, sealed })
  } catch (error) {
    throw toStorageProblem(error)
  }
}

export async function loadDraft(database: PhoneDatabase, dataKey: CryptoKey, key: string): Promise<unknown> {
  const entry = await database.drafts.get(key)
  return entry && unseal(dataKey, placeOf(key), entry.sealed)
}
