// Members as the ward knows them, and which account is whose.
import type { Member } from '#domain/member.ts'
import type { Unit } from '#domain/unit.ts'
import type { Database } from './database.ts'

export interface MemberPlace {
  readonly wardId: string
  readonly memberId: string
}

export function findMember(db: Database, wardId: string, memberId: string): Promise<Member | undefined> {
  return findDocument<Member>(db, wardId, 'members', memberId)
}

export function findUnit(db: Database, wardId: string, unitId: string): Promise<Unit | undefined> {
  return findDocument<Unit>(db, wardId, 'units', unitId)
}

export async function findMemberOfUser(db: Database, userId: string): Promise<MemberPlace | undefined> {
  const account = await db.kysely
    .selectFrom('member_accounts')
    .select(['ward_id', 'member_id'])
    .where('user_id', '=', userId)
    .executeTakeFirst()
  return account && { wardId: account.ward_id, memberId: account.member_id }
}

export async function linkMember(
  db: Database,
  { wardId, memberId }: MemberPlace,
  userId: string,
): Promise<void> {
  await db.kysely
    .insertInto('member_accounts')
    .values({ ward_id: wardId, member_id: memberId, user_id: userId })
    .execute()
}

export async function hasMembers(db: Database): Promise<boolean> {
  return (
    (await db.kysely.selectFrom('member_accounts').select('user_id').limit(1).executeTakeFirst()) !==
    undefined
  )
}

/** Neither table holds personal data of residents, so their documents are not sealed. */
async function findDocument<T>(
  db: Database,
  wardId: string,
  table: 'members' | 'units',
  id: string,
): Promise<T | undefined> {
  const found = await db.kysely
    .selectFrom('rows')
    .select('doc')
    .where('ward_id', '=', wardId)
    .where('tbl', '=', table)
    .where('row_id', '=', id)
    .executeTakeFirst()
  return found && (JSON.parse(found.doc) as T)
}
