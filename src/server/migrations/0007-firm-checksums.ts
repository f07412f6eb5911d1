import { sql, type QueryExecutorProvider } from 'kysely'
import { addCheck, rowCheck } from '#protocol/checksum.ts'

interface Standing {
  ward_id: string
  scope: string
  tbl: string
  row_id: string
  ver: number
}

/**
 * The check of a row is mixed better than it was (checksum.ts), so every scope is summed up anew. A phone of an older
 * version finds its sums different and takes its scopes anew, once an hour, until it is brought up to date.
 */
export const firmChecksums = {
  name: '0007-firm-checksums',
  statements: () => [],
  async rework(tx: QueryExecutorProvider): Promise<void> {
    const { rows } = await sql<Standing>`
      select s.ward_id, s.scope, s.tbl, s.row_id, r.ver from row_scopes as s
      join rows as r on r.ward_id = s.ward_id and r.tbl = s.tbl and r.row_id = s.row_id
      where s.removed = 0`.execute(tx)
    const sums = new Map<string, { wardId: string; scope: string; checksum: number }>()
    for (const { ward_id: wardId, scope, tbl, row_id, ver } of rows) {
      const key = `${wardId} ${scope}`
      const checksum = addCheck(sums.get(key)?.checksum ?? 0, rowCheck(`${tbl}/${row_id}`, ver))
      sums.set(key, { wardId, scope, checksum })
    }
    for (const { wardId, scope, checksum } of sums.values())
      await sql`update scopes set checksum = ${checksum} where ward_id = ${wardId} and scope = ${scope}`.execute(
        tx,
      )
  },
}
