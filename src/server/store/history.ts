// What each command set in each field of a row, also where its value gave way: nothing that was typed is dropped.
import type { PastChange } from '#domain/merge.ts'
import { rowKey, type RowRef, type TableName } from '#domain/tables.ts'
import { isAmong, ofWard } from './bulk.ts'
import type { Transaction } from './database.ts'
import { fromDocument, toDocument, type WardKey } from './rows.ts'

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
    const wanted = [...new Set(rows.map((ref) => ref.id))]
    const found = await tx
      .selectFrom('history')
      .selectAll()
      .where('ward_id', '=', ward.wardId)
      .where('tbl', '=', table)
      .where(isAmong(tx, 'row_id', wanted))
      .orderBy('ver')
      .execute()
    for (const entry of found) entries.push(toEntry(ward, table, entry))
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

const columns = {
  tbl: 'text',
  row_id: 'text',
  ver: 'bigint',
  path: 'text',
  value: 'text',
  stood: 'bigint',
  at: 'bigint',
  command_id: 'text',
  device_id: 'text',
  member_id: 'text',
} as const

export async function saveHistory(
  tx: Transaction,
  ward: WardKey,
  entries: readonly HistoryEntry[],
): Promise<void> {
  if (entries.length === 0) return
  const rows = entries.map((entry) => [
    entry.table,
    entry.id,
    entry.ver,
    entry.path,
    toDocument(ward, entry.table, entry.id, JSON.stringify(entry.value)),
    entry.stood ? 1 : 0,
    entry.at,
    entry.commandId,
    entry.deviceId,
    entry.memberId,
  ])
  await tx
    .insertInto('history')
    .columns([
      'ward_id',
      'tbl',
      'row_id',
      'ver',
      'path',
      'value',
      'stood',
      'at',
      'command_id',
      'device_id',
      'member_id',
    ])
    .expression(ofWard(tx, ward.wardId, columns, rows))
    .execute()
}
