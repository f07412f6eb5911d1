// What each command set in each field of a row, also where its value gave way: nothing that was typed is dropped.
import type { PastChange } from '#domain/merge.ts'
import { rowKey, type RowRef, type TableName } from '#domain/tables.ts'
import type { Transaction } from './database.ts'
import { chunks, fromDocument, toDocument, type WardKey } from './rows.ts'

export interface HistoryEntry extends PastChange, RowRef {
  readonly ver: number
  readonly stood: boolean
  readonly deviceId: string
  readonly memberId: string
}

/** The history of some rows, by row key, oldest version first. */
export async function findHistory(
  tx: Transaction,
  ward: WardKey,
  refs: readonly RowRef[],
): Promise<Map<string, HistoryEntry[]>> {
  const entries: HistoryEntry[] = []
  for (const [table, rows] of Map.groupBy(refs, (ref) => ref.table)) {
    for (const some of chunks([...new Set(rows.map((ref) => ref.id))])) {
      const found = await tx
        .selectFrom('history')
        .selectAll()
        .where('ward_id', '=', ward.wardId)
        .where('tbl', '=', table)
        .where('row_id', 'in', some)
        .orderBy('ver')
        .execute()
      entries.push(...found.map((entry) => toEntry(ward, table, entry)))
    }
  }
  return Map.groupBy(entries, ({ table, id }) => rowKey(table, id))
}

interface KeptEntry {
  row_id: string
  ver: number
  path: string
  value: string
  stood: number
  at: number
  command_id: string
  device_id: string
  member_id: string
}

function toEntry(ward: WardKey, table: TableName, kept: KeptEntry): HistoryEntry {
  return {
    table,
    id: kept.row_id,
    ver: kept.ver,
    path: kept.path,
    value: JSON.parse(fromDocument(ward, table, kept.row_id, kept.value)) as unknown,
    stood: kept.stood === 1,
    at: kept.at,
    commandId: kept.command_id,
    deviceId: kept.device_id,
    memberId: kept.member_id,
  }
}

export async function saveHistory(
  tx: Transaction,
  ward: WardKey,
  entries: readonly HistoryEntry[],
): Promise<void> {
  for (const some of chunks(entries)) {
    await tx
      .insertInto('history')
      .values(
        some.map((entry) => ({
          ward_id: ward.wardId,
          tbl: entry.table,
          row_id: entry.id,
          ver: entry.ver,
          path: entry.path,
          value: toDocument(ward, entry.table, entry.id, JSON.stringify(entry.value)),
          stood: entry.stood ? 1 : 0,
          at: entry.at,
          command_id: entry.commandId,
          device_id: entry.deviceId,
          member_id: entry.memberId,
        })),
      )
      .execute()
  }
}
