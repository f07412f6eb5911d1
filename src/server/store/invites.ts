// Invites: of the token only the hash is kept, and who uses it first has used it up.
import type { Role } from '#domain/member.ts'
import type { Database } from './database.ts'

export interface KeptInvite {
  readonly wardId: string
  readonly id: string
  readonly name: string
  readonly role: Role
  readonly teamIds: string[]
  /** The member who made it. */
  readonly createdBy: string
  readonly expiresAt: number
  readonly usedAt: number | null
  readonly withdrawnAt: number | null
}

export async function addInvite(
  db: Database,
  invite: Omit<KeptInvite, 'usedAt' | 'withdrawnAt'>,
  tokenHash: string,
): Promise<void> {
  await db.kysely
    .insertInto('invites')
    .values({
      ward_id: invite.wardId,
      invite_id: invite.id,
      token_hash: tokenHash,
      name: invite.name,
      role: invite.role,
      team_ids: JSON.stringify(invite.teamIds),
      created_by: invite.createdBy,
      expires_at: invite.expiresAt,
    })
    .execute()
}

/** Neither used nor withdrawn nor past their time, the newest first. */
export async function findOpenInvites(db: Database, wardId: string, now: number): Promise<KeptInvite[]> {
  const found = await db.kysely
    .selectFrom('invites')
    .selectAll()
    .where('ward_id', '=', wardId)
    .where('used_at', 'is', null)
    .where('withdrawn_at', 'is', null)
    .where('expires_at', '>', now)
    .orderBy('expires_at', 'desc')
    .execute()
  return found.map(toInvite)
}

export async function findInvite(
  db: Database,
  by: { tokenHash: string } | { wardId: string; id: string },
): Promise<KeptInvite | undefined> {
  const all = db.kysely.selectFrom('invites').selectAll()
  const found = await (
    'tokenHash' in by
      ? all.where('token_hash', '=', by.tokenHash)
      : all.where('ward_id', '=', by.wardId).where('invite_id', '=', by.id)
  ).executeTakeFirst()
  return found && toInvite(found)
}

export async function withdrawInvite(db: Database, { wardId, id }: KeptInvite, now: number): Promise<void> {
  await db.kysely
    .updateTable('invites')
    .set({ withdrawn_at: now })
    .where('ward_id', '=', wardId)
    .where('invite_id', '=', id)
    .where('used_at', 'is', null)
    .execute()
}

/** Whether this caller was the one who used it. */
export async function takeInvite(db: Database, { wardId, id }: KeptInvite, now: number): Promise<boolean> {
  const taken = await db.kysely
    .updateTable('invites')
    .set({ used_at: now })
    .where('ward_id', '=', wardId)
    .where('invite_id', '=', id)
    .where('used_at', 'is', null)
    .where('withdrawn_at', 'is', null)
    .where('expires_at', '>', now)
    .executeTakeFirst()
  return taken.numUpdatedRows === 1n
}

interface Row {
  ward_id: string
  invite_id: string
  name: string
  role: string
  team_ids: string
  created_by: string
  expires_at: number
  used_at: number | null
  withdrawn_at: number | null
}

function toInvite(row: Row): KeptInvite {
  return {
    wardId: row.ward_id,
    id: row.invite_id,
    name: row.name,
    role: row.role as Role,
    teamIds: JSON.parse(row.team_ids) as string[],
    createdBy: row.created_by,
    expiresAt: row.expires_at,
    usedAt: row.used_at,
    withdrawnAt: row.withdrawn_at,
  }
}
