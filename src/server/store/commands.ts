// Every command that ever arrived, with its outcome. Its payload may hold personal data, so it is sealed.
import type { ProblemReport } from '#domain/problem.ts'
import type { RowRef } from '#domain/tables.ts'
import type { Outcome, WireCommand } from '#protocol/sync.ts'
import type { Database, Transaction } from './database.ts'
import { chunks, type WardKey } from './rows.ts'
import { seal } from './sealing.ts'

export interface Decided {
  readonly id: string
  readonly seq: number
  readonly outcome: Outcome
  readonly problem?: ProblemReport
  readonly made: readonly RowRef[]
}

/** The last number of a device that was decided, its row locked until the transaction ends. */
export async function lockDevice(
  database: Database,
  tx: Transaction,
  wardId: string,
  deviceId: string,
): Promise<number | undefined> {
  const select = tx
    .selectFrom('devices')
    .select('last_seq')
    .where('ward_id', '=', wardId)
    .where('device_id', '=', deviceId)
  const device = await (database.dialect === 'postgres' ? select.forUpdate() : select).executeTakeFirst()
  return device?.last_seq
}

export async function setLastSeq(
  tx: Transaction,
  wardId: string,
  deviceId: string,
  lastSeq: number,
): Promise<void> {
  await tx
    .updateTable('devices')
    .set({ last_seq: lastSeq })
    .where('ward_id', '=', wardId)
    .where('device_id', '=', deviceId)
    .execute()
}

/** Commands already decided: of this device by their numbers, of any device by their ids. */
export async function findDecided(
  tx: Transaction,
  wardId: string,
  by: { deviceId: string; seqs: readonly number[] } | { ids: readonly string[] },
): Promise<Decided[]> {
  const decided: Decided[] = []
  const parts = 'ids' in by ? chunks(by.ids) : chunks(by.seqs)
  for (const some of parts) {
    const all = tx
      .selectFrom('commands')
      .select(['command_id', 'seq', 'outcome', 'problem', 'made'])
      .where('ward_id', '=', wardId)
    const narrowed =
      'ids' in by
        ? all.where('command_id', 'in', some as string[])
        : all.where('device_id', '=', by.deviceId).where('seq', 'in', some as number[])
    for (const { command_id, seq, outcome, problem, made } of await narrowed.execute()) {
      decided.push({
        id: command_id,
        seq,
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
