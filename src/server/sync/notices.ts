// What a member is told of their own commands, until a phone of theirs says that it was seen. Of a row that they may not
// read today, or that their phone does not know, nothing is told.
import { rowKey, scopesOf, type Scope, type TableName } from '#domain/tables.ts'
import type { Notice, Overridden } from '#protocol/sync.ts'
import type { Database } from '../store/database.ts'
import { findUnseen } from '../store/notices.ts'
import { findRows, type WardKey } from '../store/rows.ts'

/** In one reply. */
const mostTold = 100
/** Read at once; those that may not be told must not hold back the others. */
const mostRead = 1000

export async function tellNotices(
  database: Database,
  ward: WardKey,
  memberId: string,
  { mayRead, hidden }: { mayRead: (scope: Scope) => boolean; hidden: readonly TableName[] },
): Promise<Notice[]> {
  const unseen = await findUnseen(database.kysely, ward, memberId, mostRead)
  const about = unseen.filter((notice): notice is Overridden => notice.kind === 'overridden')
  if (about.length === 0) return unseen.slice(0, mostTold)
  const known = about.filter(({ table }) => !hidden.includes(table))
  const refs = known.map(({ table, rowId }) => ({ table, id: rowId }))
  const rows = await database.snapshot((tx) => findRows(tx, ward, refs))
  const readable = new Set(
    rows
      .filter(({ row }) => scopesOf(ward.wardId, row).some(mayRead))
      .map(({ table, id }) => rowKey(table, id)),
  )
  return unseen
    .filter((notice) => notice.kind !== 'overridden' || readable.has(rowKey(notice.table, notice.rowId)))
    .slice(0, mostTold)
}
