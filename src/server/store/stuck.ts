// Commands that were refused or parked and that nobody has settled.
import { sql } from 'kysely'
import type { ProblemReport } from '#domain/problem.ts'
import type { StuckCommand } from '#protocol/stuck.ts'
import type { WireCommand } from '#protocol/sync.ts'
import type { ServerContext } from '../context.ts'
import type { Database } from './database.ts'
import { unseal } from './sealing.ts'

export type KeptStuck = Omit<StuckCommand, 'memberName'>

/** What a screen can show; when some are settled, others follow. */
const mostListed = 500

/** Those that `isSeen` lets through: what was handed over first, then the newest. */
export async function findStuck(
  { db, keys }: Pick<ServerContext, 'db' | 'keys'>,
  wardId: string,
  isSeen: (author: string, at: number) => boolean,
): Promise<KeptStuck[]> {
  const all = await selectStuck(db, wardId)
  const seen = all.filter(({ member_id, at }) => isSeen(member_id, at)).slice(0, mostListed)
  if (seen.length === 0) return []
  const { key } = await keys.get(wardId)
  const payloads = await readPayloads(
    db,
    wardId,
    key,
    seen.map(({ command_id }) => command_id),
  )
  return seen.flatMap((kept) => {
    const payload = payloads.get(kept.command_id)
    if (!payload) return []
    const { name, args, base } = payload
    return {
      id: kept.command_id,
      memberId: kept.member_id,
      deviceId: kept.device_id,
      name,
      args,
      at: kept.at,
      receivedAt: kept.received_at,
      base,
      outcome: kept.outcome === 'parked' ? ('parked' as const) : ('refused' as const),
      ...(kept.problem === null ? {} : { problem: JSON.parse(kept.problem) as ProblemReport }),
      isHanded: kept.handed_at !== null,
    }
  })
}

/** Without what is sealed: they may be many. */
function selectStuck({ kysely }: Database, wardId: string) {
  return kysely
    .selectFrom('commands')
    .select(['command_id', 'member_id', 'device_id', 'at', 'received_at', 'outcome', 'problem', 'handed_at'])
    .where('ward_id', '=', wardId)
    .where('outcome', 'in', ['refused', 'parked'])
    .where('settled_at', 'is', null)
    .orderBy(sql`case when handed_at is null then 1 else 0 end`)
    .orderBy('received_at', 'desc')
    .orderBy('seq', 'desc')
    .execute()
}

async function readPayloads({ kysely }: Database, wardId: string, key: Buffer, ids: readonly string[]) {
  const found = await kysely
    .selectFrom('commands')
    .select(['command_id', 'sealed_payload'])
    .where('ward_id', '=', wardId)
    .where('command_id', 'in', ids)
    .execute()
  return new Map(
    found.map(({ command_id, sealed_payload }) => [
      command_id,
      JSON.parse(unseal(key, `commands/${command_id}`, sealed_payload)) as WireCommand,
    ]),
  )
}
