// What nobody can use any more is taken away now and then: sessions past their time, and wrong passwords long forgiven.
import type { Identity } from '../auth/identity.ts'
import type { ServerContext } from '../context.ts'
import { forgetOldAttempts } from '../store/attempts.ts'

const everyHour = 3_600_000

export async function tidy({ db, clock }: ServerContext, identity: Identity): Promise<void> {
  await forgetOldAttempts(db, clock())
  await identity.forgetOldSessions()
}

/** Now, and every hour as long as the process lives; what fails is logged and tried again. */
export function keepTidy(context: ServerContext, identity: Identity): void {
  const once = () =>
    void tidy(context, identity).catch((err: unknown) => context.log.warn({ err }, 'tidying failed'))
  once()
  setInterval(once, everyHour).unref()
}
