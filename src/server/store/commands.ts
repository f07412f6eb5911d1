// Every command that ever arrived, with its outcome. Its payload may hold personal data, so it is sealed.
import type { ProblemReport } from '#domain/problem.ts'
import type { RowRef } from '#domain/tables.ts'
import type { Outcome, WireCommand } from '#protocol/sync.ts'
import type { Transaction } from './database.ts'
import { chunks, type WardKey } from './rows.ts'
import { seal } from './sealing.ts'

export interface Decided {
  readonly id: string
  readonly seq: number
  readonly outcome: Outcome
  readonly problem?: ProblemReport
  readonly made: readonly RowRef[]
}

/** The outcome of a command, and by whom it was sent. */
export interface KeptCommand extends Decided {
  readonly memberId: string
}

/** Those of these commands that were decided, on whichever device they came. */
export async function findDecided(
  tx: Transaction,
  wardId: string,
  ids: readonly string[],
): Promise<KeptCommand[]> {
  const decided: KeptCommand[] = []
  for (const some of chunks(ids)) {
    const found = await tx
      .selectFrom('commands')
      .select(['command_id', 'seq', 'member_id', 'outcome', 'problem', 'made'])
      .where('ward_id', '=', wardId)
      .where('command_id', 'in', some)
      .execute()
    for (const { command_id, seq, member_id, outcome, problem, made } of found) {
      decided.push({
        id: command_id,
        seq,
        memberId: member_id,
        outcome,
        ...(problem === null ? {} : { problem: JSON.parse(problem) as ProblemReport }),
        made: JSON.parse(made) as RowRef[],
      })
    }
  }
  return decided
}

export async function saveCommands(
  tx: Transaction,
  ward: WardKey,
  from: { deviceId: string; memberId: string; receivedAt: number },
  commands: readonly { command: WireCommand; at: number; decided: Decided }[],
): Promise<void> {
  for (const some of chunks(commands)) {
    await tx
      .insertInto('commands')
      .values(
        some.map(({ command, at, decided }) => ({
          ward_id: ward.wardId,
          device_id: from.deviceId,
          seq: command.seq,
          command_id: command.id,
          member_id: from.memberId,
          name: command.name,
          sealed_payload: seal(ward.key, `commands/${command.id}`, JSON.stringify(command)),
          at,
          received_at: from.receivedAt,
          outcome: decided.outcome,
          problem: decided.problem ? JSON.stringify(decided.problem) : null,
          made: JSON.stringify(decided.made),
        })),
      )
      .execute()
  }
}
