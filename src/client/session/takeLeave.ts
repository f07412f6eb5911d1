// Before a person signs out: everything is sent, nothing more is taken in, and the session at the server is ended.
import { Problem } from '#domain/problem.ts'
import type { PhoneDatabase } from '../db/database.ts'
import { closeOutbox, openOutbox } from '../db/outbox.ts'
import type { Api } from '../http/api.ts'
import type { Phone } from './phone.ts'

/** Throws `unsentLeft` or `reviewLeft` for what would be lost, or why the server was not reached; then nothing has changed. */
export async function takeLeave(phone: Phone, api: Api): Promise<void> {
  await phone.sendNow()
  await closeEmpty(phone.database)
  try {
    await endSession(api)
  } catch (error) {
    await openOutbox(phone.database)
    throw error
  }
  phone.tellGone('signedOut')
}

/** Throws `unsentLeft` or `reviewLeft`; then it stays open. */
export async function closeEmpty(database: PhoneDatabase): Promise<void> {
  const { unsent, review } = await closeOutbox(database)
  if (unsent > 0) throw new Problem('unsentLeft', { details: { count: unsent } })
  if (review > 0) throw new Problem('reviewLeft', { details: { count: review } })
}

/** One that is over already is no trouble. */
async function endSession(api: Api): Promise<void> {
  try {
    await api.signOut()
  } catch (error) {
    if (!(error instanceof Problem) || error.code !== 'sessionExpired') throw error
  }
}
