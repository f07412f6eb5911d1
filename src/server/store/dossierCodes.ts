// The codes of dossiers, beside their rows: a unique index lets one dossier of a ward have a code, whatever teams write at
// the same moment. Written in the transaction that writes the rows.
import type { CodeChange } from '#domain/dossierCodes.ts'
import { isAmong, ofWard } from './bulk.ts'
import type { Transaction } from './database.ts'

/** Those of the dossiers submitted in these visits, and whoever has one of these codes or of theirs. */
export async function findCodes(
  tx: Transaction,
  wardId: string,
  { codes, assistIds }: { codes: readonly string[]; assistIds: readonly string[] },
): Promise<CodeChange[]> {
  const select = () =>
    tx
      .selectFrom('dossier_codes')
      .select(['dossier_id', 'assist_id', 'code', 'holds'])
      .where('ward_id', '=', wardId)
  const ofAssists =
    assistIds.length === 0
      ? []
      : await select()
          .where(isAmong(tx, 'assist_id', assistIds))
          .execute()
  const wanted = new Set([...codes, ...ofAssists.flatMap(({ code }) => code ?? [])])
  const held =
    wanted.size === 0
      ? []
      : await select()
          .where(isAmong(tx, 'code', [...wanted]))
          .where('holds', '=', 1)
          .execute()
  return [...ofAssists, ...held].map(({ dossier_id, assist_id, code, holds }) => {
    return { id: dossier_id, assistId: assist_id, code, holds: holds === 1 }
  })
}

const columns = { dossier_id: 'text', assist_id: 'text', code: 'text', holds: 'bigint' } as const

/**
 * All give back first what they had, so that codes can change places. Where another transaction gives one of these codes at
 * the same moment, one of them fails (`isClash`); they come in one order for everybody, so that no two wait for
 * each other.
 */
export async function saveCodes(
  tx: Transaction,
  wardId: string,
  changes: readonly CodeChange[],
): Promise<void> {
  if (changes.length === 0) return
  await tx
    .updateTable('dossier_codes')
    .set({ holds: 0 })
    .where('ward_id', '=', wardId)
    .where(
      isAmong(
        tx,
        'dossier_id',
        changes.map(({ id }) => id),
      ),
    )
    .execute()
  const sorted = [...changes].sort((a, b) => ((a.code ?? '') < (b.code ?? '') ? -1 : 1))
  const rows = sorted.map(({ id, assistId, code, holds }) => [id, assistId, code, holds ? 1 : 0])
  await tx
    .insertInto('dossier_codes')
    .columns(['ward_id', 'dossier_id', 'assist_id', 'code', 'holds'])
    .expression(ofWard(tx, wardId, columns, rows))
    .onConflict((conflict) =>
      conflict.columns(['ward_id', 'dossier_id']).doUpdateSet((eb) => ({
        code: eb.ref('excluded.code'),
        holds: eb.ref('excluded.holds'),
      })),
    )
    .execute()
}
