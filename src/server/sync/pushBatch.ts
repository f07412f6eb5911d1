// What a phone sends is decided here, in its order, in one transaction: effects, history, notices, commands with their
// outcomes and what the device says of itself commit together or not at all. A command that was decided before, here or on
// an earlier device of the same member, gets its outcome again.
import { Problem } from '#domain/problem.ts'
import type { Actor } from '#domain/permissions.ts'
import type { Scope } from '#domain/tables.ts'
import type { Steps } from '#domain/upgrade.ts'
import type { WireCommand } from '#protocol/sync.ts'
import type { Poke } from '#protocol/events.ts'
import { protocolVersion } from '#protocol/version.ts'
import { findDecided, saveCommands, type Decided, type KeptCommand } from '../store/commands.ts'
import type { Database, Transaction } from '../store/database.ts'
import { findRevokedAt, lockDevice, saveDevice, type DeviceStatus } from '../store/devices.ts'
import type { WardKey, WrittenRow } from '../store/rows.ts'
import { lockScopes } from '../store/scopes.ts'
import { arrive, type Arrived } from './arrive.ts'
import { decideBatch, scopesAtFirst, type LogError } from './decide.ts'
import { saveBatch } from './saveBatch.ts'
import { withScopes } from './withScopes.ts'

export interface Push {
  readonly ward: WardKey
  readonly actor: Actor
  /** The device that numbers the commands. */
  readonly deviceId: string
  /** The phone on which they were made, where it is another. */
  readonly madeOn?: string
  /** Numbered without a gap, in order, each id once. */
  readonly commands: readonly WireCommand[]
  /** The version in which they are written; today's when left out. */
  readonly protocol?: number
  /** How older versions are brought up to today's; the server's own when left out. */
  readonly steps?: Steps
  /** Left out by the server's own device. */
  readonly status?: DeviceStatus
  /** Why none of them can be carried out, however right they are: they are kept, parked. */
  readonly failure?: unknown
  /** The server's time, milliseconds since 1970. */
  readonly now: number
  /** A new UUID version 7. */
  readonly newId: () => string
}

export interface PushReply {
  readonly lastSeq: number
  readonly fork: boolean
  /** Numbers are missing between `lastSeq` and these commands: nothing was decided. */
  readonly gap: boolean
  /** In order of seq, without the rows (outcomes.ts). */
  readonly outcomes: readonly Decided[]
  /** Those of them that were decided now, and not before. */
  readonly news: readonly Decided[]
  /** The rows as these commands left them. */
  readonly written: readonly WrittenRow[]
  /** The scopes whose heads moved. */
  readonly touched: readonly Poke[]
}

/** Throws `deviceUnknown`, or `requestMalformed` when a number is missing between two commands. */
export function pushBatch(database: Database, asked: Push, logError: LogError): Promise<PushReply> {
  const { ward, actor, commands, protocol = protocolVersion, steps, failure, now } = asked
  const came = commands.map((command) => arrive(command, { protocol, steps, now }))
  const arrived = failure === undefined ? came : came.map((one) => ({ ...one, ready: undefined, failure }))
  return withScopes(database, scopesAtFirst(ward.wardId, actor, arrived), (tx, scopes) =>
    pushIn(database, tx, { ...asked, protocol, arrived, scopes }, logError),
  )
}

async function pushIn(
  database: Database,
  tx: Transaction,
  asked: Push & {
    readonly protocol: number
    readonly arrived: readonly Arrived[]
    readonly scopes: readonly Scope[]
  },
  logError: LogError,
): Promise<PushReply> {
  const { ward, actor, deviceId, madeOn = deviceId, commands, protocol, status, now } = asked
  const { wardId } = ward
  const device = await lockDevice(database, tx, wardId, deviceId)
  if (device === undefined) throw new Problem('deviceUnknown')
  const { lastSeq } = device
  const nothing = { lastSeq, fork: false, gap: false, outcomes: [], news: [], written: [], touched: [] }
  const fresh = commands.filter(({ seq }) => seq > lastSeq)
  const first = fresh[0]?.seq ?? lastSeq + 1
  if (fresh.some(({ seq }, index) => seq !== first + index)) throw new Problem('requestMalformed')
  if (first !== lastSeq + 1) {
    if (fresh.length < commands.length) throw new Problem('requestMalformed')
    return { ...nothing, gap: true }
  }
  const locked = await lockScopes(database, tx, wardId, asked.scopes)
  // Only now: whoever carried one of these commands into the same scopes meanwhile has ended.
  const ids = commands.map(({ id }) => id)
  const known = new Map((await findDecided(tx, wardId, ids)).map((one) => [one.id, one]))
  // A number that was decided, with an id that never was: two phones count under one device id.
  if (commands.some(({ seq, id }) => seq <= lastSeq && !known.has(id))) return { ...nothing, fork: true }
  const news = asked.arrived.filter(({ command: { seq, id } }) => seq > lastSeq && !known.has(id))
  const revokedAt = madeOn === deviceId ? device.revokedAt : await findRevokedAt(tx, wardId, madeOn)
  const batch = await decideBatch(
    tx,
    { ...asked, arrived: news, madeOn, isInOrder: true, revokedAt },
    locked,
    logError,
  )

  await saveBatch(tx, ward, batch, now)
  const from = { deviceId, memberId: actor.memberId, receivedAt: now, protocol }
  await saveCommands(tx, ward, from, batch.commands)
  const newLast = fresh.at(-1)?.seq ?? lastSeq
  const heard = status && { status, at: now }
  await saveDevice(tx, { wardId, deviceId }, { lastSeq: newLast, heard })

  const decided = new Map(batch.commands.map((one) => [one.decided.id, one.decided]))
  return {
    ...nothing,
    lastSeq: newLast,
    outcomes: commands.flatMap(({ id, seq }) => {
      const kept = known.get(id)
      return kept ? tellAgain(kept, seq, actor) : (decided.get(id) ?? [])
    }),
    news: [...decided.values()],
    written: batch.written,
    touched: [...batch.numbered.moved].map(({ scope, head }) => ({ scope, head })),
  }
}

/** Under the number that it has here. To anybody but its author it is not told: they have no business with its id. */
function tellAgain({ memberId, ...kept }: KeptCommand, seq: number, actor: Actor): Decided {
  if (memberId === actor.memberId) return { ...kept, seq }
  return { id: kept.id, seq, outcome: 'refused', problem: new Problem('notAllowed').toReport(), made: [] }
}
