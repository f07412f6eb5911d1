// Which command made a row (`rows.maker`, written with the row itself), so that its history begins with who recorded it.
import type { RowRef } from '#domain/tables.ts'
import type { Database } from './database.ts'

/** Who it was, and when, milliseconds since 1970. */
export interface Maker {
  readonly memberId: string
  readonly at: number
}

/** The author of the command, whoever carried it in. */
export function findMaker(
  { kysely }: Database,
  wardId: string,
  { table, id }: RowRef,
): Promise<Maker | undefined> {
  return kysely
    .selectFrom('rows as r')
    .innerJoin('commands as c', (join) =>
      join.onRef('c.ward_id', '=', 'r.ward_id').onRef('c.command_id', '=', 'r.maker'),
    )
    .select(['c.member_id as memberId', 'c.at'])
    .where('r.ward_id', '=', wardId)
    .where('r.tbl', '=', table)
    .where('r.row_id', '=', id)
    .executeTakeFirst()
}
