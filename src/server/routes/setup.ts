// The first ward of a server. Whoever started the server has the link with the token; it works once.
import { Hono, type Context } from 'hono'
import { toStoredPhone, checkPhone } from '#domain/identity.ts'
import { dayAt } from '#domain/period.ts'
import { Problem } from '#domain/problem.ts'
import { paths } from '#protocol/paths.ts'
import { setupQuerySchema, setupSchema, type Setup, type SetupState } from '#protocol/session.ts'
import { giveAccount } from '../auth/giveAccount.ts'
import { checkPassword, type FoundSession, type Identity } from '../auth/identity.ts'
import { hashToken, isTokenOf, newToken } from '../auth/tokens.ts'
import { asOne, type ServerContext } from '../context.ts'
import { parseBody, parseQuery } from '../middleware/body.ts'
import type { AppEnv } from '../middleware/session.ts'
import { beginWard } from '../starter/beginWard.ts'
import { wardTemplate } from '../starter/wardTemplate.ts'
import { hasMembers } from '../store/members.ts'
import { findSetupToken, replaceSetupToken, takeSetupToken } from '../store/wards.ts'
import { answerSignedIn } from './session.ts'

export function setupRoutes(context: ServerContext, identity: Identity) {
  return new Hono<AppEnv>()
    .get(paths.setup, async (c) => {
      const { token } = parseQuery(c, setupQuerySchema)
      const open = !(await hasMembers(context.db))
      if (open && token !== undefined) await checkToken(context, token)
      const state: SetupState = open ? { open, ...wardTemplate } : { open, wardName: '', teams: [] }
      return c.json(state)
    })
    .post(paths.setup, async (c: Context<AppEnv>) => {
      const asked = await parseBody(c, setupSchema)
      if (await hasMembers(context.db)) throw new Problem('setupClosed')
      const tokenHash = await checkToken(context, asked.token)
      const setup = { ...asked, phone: toStoredPhone(asked.phone) }
      checkSetup(setup)
      return answerSignedIn(context, c, await setUp(context, identity, setup, tokenHash))
    })
}

/** Its hash. Throws `setupTokenWrong`. */
async function checkToken({ db }: ServerContext, token: string): Promise<string> {
  const tokenHash = await findSetupToken(db)
  if (!tokenHash || !isTokenOf(token, tokenHash)) throw new Problem('setupTokenWrong')
  return tokenHash
}

/** The ward, its manager's account and the session begin together; when they do not, the link stays good. */
async function setUp(
  context: ServerContext,
  identity: Identity,
  setup: Setup,
  tokenHash: string,
): Promise<FoundSession> {
  const { phone, password } = setup
  const passwordHash = await identity.hashPassword(password)
  return asOne(context, async (inside) => {
    if (!(await takeSetupToken(inside.db, tokenHash))) throw new Problem('setupClosed')
    // Visits of the months before are typed in later, so units are valid from the year's first day.
    const since = `${dayAt(inside.clock()).slice(0, 4)}-01-01`
    const { wardId, manager } = await beginWard(inside, { ...setup, since })
    return giveAccount(inside, { wardId, memberId: manager.memberId }, { phone, passwordHash })
  })
}

/** A new link for setting up; undefined once there is a ward. Earlier links are void. */
export async function issueSetupLink(context: ServerContext): Promise<string | undefined> {
  if (await hasMembers(context.db)) return undefined
  const token = newToken()
  await replaceSetupToken(context.db, hashToken(token))
  return `${context.config.publicUrl}/setup#${token}`
}

function checkSetup({ wardName, teams, managerName, phone, password }: Setup): void {
  if (wardName.trim() === '') throw new Problem('unitNameMissing', { field: 'wardName' })
  for (const [index, team] of teams.entries()) {
    if (team.name.trim() === '') throw new Problem('unitNameMissing', { field: `teams.${index}.name` })
  }
  if (managerName.trim() === '') throw new Problem('nameMissing', { field: 'managerName' })
  checkPhone(phone, 'phone')
  checkPassword(password)
}
