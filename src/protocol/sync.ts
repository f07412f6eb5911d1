// POST /api/sync: what a phone has to say, and what the ward has to say to it, in one round trip.
import * as v from 'valibot'
import { idSchema } from '#domain/schema.ts'
import { tableNames, type Row, type Scope, type TableName } from '#domain/tables.ts'
import { plainText } from './plainText.ts'
import { problemSchema } from './problem.ts'

/** A push carries at most this many commands; a page of rows at most that many rows. */
export const maxCommandsPerPush = 1000
export const maxRowsPerPage = 2000

/** Arguments of a command nest a few levels; what is endlessly deep could not even be written down again. */
export const deepestArgs = 32

const count = v.pipe(v.number(), v.safeInteger(), v.minValue(0))
const instant = count

export const scopeSchema = v.custom<Scope>(
  (scope) => typeof scope === 'string' && /^(ward|team):[0-9a-f-]{36}$/.test(scope),
)

/** A command as it travels. Name and arguments are judged by the server one by one, so that one bad one stops no other. */
export const wireCommandSchema = v.object({
  id: idSchema,
  /** Counted by the phone from 1 without a gap. */
  seq: v.pipe(v.number(), v.safeInteger(), v.minValue(1)),
  name: plainText(60),
  args: v.pipe(
    v.unknown(),
    v.check((args) => isWithinDepth(args, deepestArgs)),
  ),
  at: instant,
  base: count,
})
export type WireCommand = v.InferOutput<typeof wireCommandSchema>

export const syncRequestSchema = v.object({
  protocol: v.pipe(v.number(), v.safeInteger(), v.minValue(1)),
  deviceId: idSchema,
  /** The epoch of the server store that the cursors belong to; null before the first answer. */
  epoch: v.nullable(v.pipe(v.string(), v.maxLength(60))),
  /** In order of seq, each id once. */
  commands: v.pipe(
    v.array(wireCommandSchema),
    v.maxLength(maxCommandsPerPush),
    v.check((commands) => new Set(commands.map(({ id }) => id)).size === commands.length),
  ),
  /** For each scope the phone holds, the number of the last row it has. A scope that is granted but not here is new. */
  cursors: v.record(scopeSchema, count),
  status: v.object({
    unsent: count,
    oldestUnsentAt: v.nullable(instant),
    appVersion: plainText(60),
    now: instant,
  }),
})
export type SyncRequest = v.InferOutput<typeof syncRequestSchema>

export const wireRowSchema = v.object({
  table: v.picklist(tableNames) as v.GenericSchema<unknown, TableName>,
  id: v.string(),
  /** Counted by the server from 1 for each row; the higher one wins wherever two meet. */
  ver: count,
  /** Null is a tombstone. */
  row: v.custom<Row | null>((row) => typeof row === 'object'),
})
export type WireRow = v.InferOutput<typeof wireRowSchema>

export const outcomes = ['applied', 'merged', 'overridden', 'refused', 'parked'] as const
export type Outcome = (typeof outcomes)[number]

export const wireOutcomeSchema = v.object({
  id: idSchema,
  seq: count,
  outcome: v.picklist(outcomes),
  problem: v.optional(problemSchema),
  /** The rows as they stand after it: those that this member may read and that no page of this reply brings. */
  rows: v.array(wireRowSchema),
})
export type WireOutcome = v.InferOutput<typeof wireOutcomeSchema>

export const scopeChangesSchema = v.object({
  scope: scopeSchema,
  /** The cursor after these rows. */
  to: count,
  /** Whether there are more after `to`. */
  more: v.boolean(),
  rows: v.array(wireRowSchema),
  /** Rows that stand in this scope no more though they still exist elsewhere. */
  removed: v.array(
    v.object({ table: v.picklist(tableNames) as v.GenericSchema<unknown, TableName>, id: v.string() }),
  ),
  /** Rows standing in the scope at its head, and the sum of their checks (checksum.ts). */
  count,
  checksum: count,
})
export type ScopeChanges = v.InferOutput<typeof scopeChangesSchema>

export const syncReplySchema = v.object({
  epoch: v.string(),
  serverTime: instant,
  /** The last seq of this device that the server has decided. */
  lastSeq: count,
  /** Another phone has used these numbers under this device id (a copied phone): take a new one and number anew. */
  fork: v.boolean(),
  outcomes: v.array(wireOutcomeSchema),
  /** Every scope the member holds now. One that is missing here has been revoked. */
  grants: v.array(scopeSchema),
  scopes: v.array(scopeChangesSchema),
})
export type SyncReply = v.InferOutput<typeof syncReplySchema>

function isWithinDepth(value: unknown, depth: number): boolean {
  if (typeof value !== 'object' || value === null) return true
  return depth > 0 && Object.values(value).every((part) => isWithinDepth(part, depth - 1))
}
