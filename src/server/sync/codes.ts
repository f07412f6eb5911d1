// The codes of dossiers while a batch goes on: each command finds them as those before it left them. Which dossier has its
// code is the domain's to say (dossierCodes.ts); here it is only kept up.
import { codesGivenBy } from '#domain/commands.ts'
import type { CodeChange, DossierCodes } from '#domain/dossierCodes.ts'
import type { Transaction } from '../store/database.ts'
import { findCodes } from '../store/dossierCodes.ts'
import type { StoredRow } from '../store/rows.ts'
import type { Arrived } from './arrive.ts'

export interface BatchCodes extends DossierCodes {
  note(changes: readonly CodeChange[]): void
  /** What is to be written. */
  changed(): CodeChange[]
}

/** Most pushes give no code and touch no visit that is there: then the database is not asked. */
export async function findBatchCodes(
  tx: Transaction,
  wardId: string,
  arrived: readonly Arrived[],
  stored: readonly StoredRow[],
): Promise<BatchCodes> {
  const codes = arrived.flatMap(({ ready }) => (ready ? codesGivenBy(ready) : []))
  const assistIds = stored.flatMap(({ table, id }) => (table === 'assists' ? id : []))
  return createBatchCodes(await findCodes(tx, wardId, { codes, assistIds }))
}

function createBatchCodes(found: readonly CodeChange[]): BatchCodes {
  const known = new Map(found.map((one) => [one.id, one]))
  const holders = new Map<string, string>()
  for (const { id, code, holds } of found) if (holds && code !== null) holders.set(code, id)
  const changed = new Map<string, CodeChange>()

  return {
    holderOf: (code) => holders.get(code),
    ofAssist: (assistId) =>
      [...known.values()].flatMap(({ id, code, assistId: other }) =>
        other === assistId && code !== null ? [{ id, code }] : [],
      ),
    note(changes) {
      for (const { id } of changes) {
        const was = known.get(id)
        if (was?.holds && was.code !== null) holders.delete(was.code)
      }
      for (const change of changes) {
        if (change.holds && change.code !== null) holders.set(change.code, change.id)
        known.set(change.id, change)
        changed.set(change.id, change)
      }
    },
    changed: () => [...changed.values()],
  }
}
