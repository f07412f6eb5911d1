// Every command that ever arrived, with its outcome. Its payload may hold personal data, so it is sealed.
import type { ProblemReport } from '#domain/problem.ts'
import type { RowRef } from '#domain/tables.ts'
import type { Outcome, WireCommand } from '#protocol/sync.ts'
import { isAmong, ofWard } from './bulk.ts'
import type { Database, Transaction } from './database.ts'
import type { WardKey } from './rows.ts'
import { seal, unseal } from './sealing.ts'

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

/** A command as it arrived, with the version of the protocol in which it is written. */
export interface Payload extends WireCommand {
  readonly protocol: number
}

/** A command with all that was kept of it. */
export interface WholeCommand extends KeptCommand {
  readonly deviceId: string
  /** When the person did it, no later than it arrived. */
  readonly at: number
  readonly payload: Payload
  readonly settledAt: number | null
}

/** Those of these commands that were decided, on whichever device they came. */
export async function findDecided(
  tx: Transaction,
  wardId: string,
  ids: readonly string[],
): Promise<KeptCommand[]> {
  const found = await tx
    .selectFrom('commands')
    .select(['command_id', 'seq', 'member_id', 'outcome', 'problem', 'made'])
    .where('ward_id', '=', wardId)
    .where(isAmong(tx, 'command_id', ids))
    .execute()
  return found.map(toKept)
}

/** One command, held until the transaction ends. */
export async function lockCommand(
  { dialect }: Database,
  tx: Transaction,
  ward: WardKey,
  commandId: string,
): Promise<WholeCommand | undefined> {
  const select = tx
    .selectFrom('commands')
    .selectAll()
    .where('ward_id', '=', ward.wardId)
    .where('command_id', '=', commandId)
  const kept = await (dialect === 'postgres' ? select.forUpdate() : select).executeTakeFirst()
  if (!kept) return undefined
  const text = unseal(ward.key, payloadPlace(commandId), kept.sealed_payload)
  return {
    ...toKept(kept),
    deviceId: kept.device_id,
    at: kept.at,
    // What came before the version was written down was of the first.
    payload: { protocol: 1, ...(JSON.parse(text) as WireCommand) },
    settledAt: kept.settled_at,
  }
}

function toKept(kept: {
  command_id: string
  seq: number
  member_id: string
  outcome: Outcome
  problem: string | null
  made: string
}): KeptCommand {
  return {
    id: kept.command_id,
    seq: kept.seq,
    memberId: kept.member_id,
    outcome: kept.outcome,
    ...(kept.problem === null ? {} : { problem: JSON.parse(kept.problem) as ProblemReport }),
    made: JSON.parse(kept.made) as RowRef[],
  }
}

const columns = {
  device_id: 'text',
  seq: 'bigint',
  command_id: 'text',
  member_id: 'text',
  name: 'text',
  sealed_payload: 'text',
  at: 'bigint',
  received_at: 'bigint',
  outcome: 'text',
  problem: 'text',
  made: 'text',
} as const

export async function saveCommands(
  tx: Transaction,
  ward: WardKey,
  from: { deviceId: string; memberId: string; receivedAt: number; protocol: number },
  commands: readonly { command: WireCommand; at: number; decided: Decided }[],
): Promise<void> {
  if (commands.length === 0) return
  const rows = commands.map(({ command, at, decided }) => {
    const payload: Payload = { ...command, protocol: from.protocol }
    return [
      from.deviceId,
      command.seq,
      command.id,
      from.memberId,
      command.name,
      seal(ward.key, payloadPlace(command.id), JSON.stringify(payload)),
      at,
      from.receivedAt,
      decided.outcome,
      decided.problem ? JSON.stringify(decided.problem) : null,
      JSON.stringify(decided.made),
    ]
  })
  await tx
    .insertInto('commands')
    .columns([
      'ward_id',
      'device_id',
      'seq',
      'command_id',
      'member_id',
      'name',
      'sealed_payload',
      'at',
      'received_at',
      'outcome',
      'problem',
      'made',
    ])
    .expression(ofWard(tx, ward.wardId, columns, rows))
    .execute()
}

function payloadPlace(commandId: string): string {
  return `commands/${commandId}`
}
