import type { Transaction } from '../store/database.ts'
import { saveCodes } from '../store/dossierCodes.ts'
import { saveHistory } from '../store/history.ts'
import { saveNotices } from '../store/notices.ts'
import { saveRows, type WardKey } from '../store/rows.ts'
import { saveScopes } from '../store/scopes.ts'
import type { Batch } from './decide.ts'

/** Everything that a batch changes, but for the commands themselves. Who made a row is written with the row (rows.maker). */
export async function saveBatch(
  tx: Transaction,
  ward: WardKey,
  { written, numbered, history, notices, codes }: Batch,
  now: number,
): Promise<void> {
  await saveRows(tx, ward, written)
  await saveCodes(tx, ward.wardId, codes)
  await saveScopes(tx, ward.wardId, numbered.moved, numbered.rows)
  await saveHistory(tx, ward, history)
  await saveNotices(tx, ward, notices, now)
}
