// The demo ward: fictional people and their work, made by the real commands. What it reported of 2022 is the same in
// every demo; at each start the days since the last one are added, and else it is found as it was left. The two steps are
// a transaction each, so that a start that was cut off is taken up by the next.
import { asOne, type ServerContext } from '../context.ts'
import type { Identity } from '../auth/identity.ts'
import { hasMembers } from '../store/members.ts'
import { makeCast, type DemoAccount } from './demo/cast.ts'
import { catchUp } from './demo/catchUp.ts'
import { makeWard } from './demo/makeWard.ts'

export type { DemoAccount }
export const demoPassword = 'toso-demo'

/** Gives the accounts, whether the ward was made now or before. */
export async function seedDemo(context: ServerContext, identity: Identity): Promise<DemoAccount[]> {
  const cast = makeCast()
  if (!(await hasMembers(context.db))) {
    const passwordHash = await identity.hashPassword(demoPassword)
    await asOne(context, (inside) => makeWard(inside, cast, passwordHash))
  }
  await asOne(context, catchUp)
  return cast.map(({ phone, name, role, team }) => ({ phone, name, role, team }))
}
