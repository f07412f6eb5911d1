// Wrong passwords, counted per account and kept, so that a restart forgives nothing. An attempt counts before its
// password is looked at: a hundred at once are a hundred, not one.
import { Problem } from '#domain/problem.ts'
import type { Database } from './database.ts'

const msPerMinute = 60_000
const free = 4
/** Minutes to wait after the fifth wrong one, the sixth, and each one after that. */
const waits = [1, 5, 20]
/** After so long without an attempt, counting begins anew. */
const memory = 24 * 60 * msPerMinute

/** Counts one more attempt. Throws `signInBlocked`, without counting, while the account has to wait. */
export function countAttempt(db: Database, key: string, now: number): Promise<void> {
  return db.transact(async (tx) => {
    const select = tx.selectFrom('sign_in_attempts').selectAll().where('key', '=', key)
    // The first attempts of all may race on PostgreSQL; making the row first gives them one to lock.
    await tx
      .insertInto('sign_in_attempts')
      .values({ key, failures: 0, blocked_until: now })
      .onConflict((conflict) => conflict.column('key').doNothing())
      .execute()
    const attempt = await (db.dialect === 'postgres' ? select.forUpdate() : select).executeTakeFirstOrThrow()
    if (attempt.blocked_until > now) {
      const minutes = Math.ceil((attempt.blocked_until - now) / msPerMinute)
      throw new Problem('signInBlocked', { details: { minutes } })
    }
    const failures = (now - attempt.blocked_until > memory ? 0 : attempt.failures) + 1
    const wait = failures > free ? (waits[failures - free - 1] ?? waits.at(-1) ?? 0) : 0
    await tx
      .updateTable('sign_in_attempts')
      .set({ failures, blocked_until: now + wait * msPerMinute })
      .where('key', '=', key)
      .execute()
  })
}

export async function forgetAttempts(db: Database, key: string): Promise<void> {
  await db.kysely.deleteFrom('sign_in_attempts').where('key', '=', key).execute()
}

/** Takes away what counting would begin anew after: strangers fill this table, and it must not grow for ever. */
export async function forgetOldAttempts(db: Database, now: number): Promise<void> {
  await db.kysely
    .deleteFrom('sign_in_attempts')
    .where('blocked_until', '<', now - memory)
    .execute()
}
