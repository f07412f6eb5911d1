// What becomes of refused and parked commands after they were decided.
import { isAmong } from './bulk.ts'
import type { Decided } from './commands.ts'
import type { Transaction } from './database.ts'

type Settlement = 'discarded' | 'resent' | 'taken' | 'dismissed'

/** The new outcome of a command that was refused or parked before. */
export async function saveOutcome(
  tx: Transaction,
  wardId: string,
  { id, outcome, problem, made }: Decided,
): Promise<void> {
  await tx
    .updateTable('commands')
    .set({ outcome, problem: problem ? JSON.stringify(problem) : null, made: JSON.stringify(made) })
    .where('ward_id', '=', wardId)
    .where('command_id', '=', id)
    .execute()
}

/** What became of refused or parked commands. Of those of `memberId` alone, where one is named; the first word stays. */
export async function settleCommands(
  tx: Transaction,
  { wardId, memberId, ids }: { wardId: string; memberId?: string; ids: readonly string[] },
  settled: { as: Settlement; by: string; at: number },
): Promise<void> {
  if (ids.length === 0) return
  const update = tx
    .updateTable('commands')
    .set({ settled_at: settled.at, settled_as: settled.as, settled_by: settled.by })
    .where('ward_id', '=', wardId)
    .where(isAmong(tx, 'command_id', ids))
    .where('outcome', 'in', ['refused', 'parked'])
    .where('settled_at', 'is', null)
  await (memberId === undefined ? update : update.where('member_id', '=', memberId)).execute()
}

/** Refused or parked commands of a member that they ask their lead for. */
export async function handCommands(
  tx: Transaction,
  { wardId, memberId, ids }: { wardId: string; memberId: string; ids: readonly string[] },
  at: number,
): Promise<void> {
  if (ids.length === 0) return
  await tx
    .updateTable('commands')
    .set({ handed_at: at })
    .where('ward_id', '=', wardId)
    .where('member_id', '=', memberId)
    .where(isAmong(tx, 'command_id', ids))
    .where('outcome', 'in', ['refused', 'parked'])
    .where('handed_at', 'is', null)
    .execute()
}
