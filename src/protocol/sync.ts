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

/**
 * What a person did about something that the ward told them: `seen` about a notice; about a command that was refused or
 * parked, that they gave it up, mended and sent it anew, or handed it to their lead.
 */
export const answerKinds = ['seen', 'discarded', 'resent', 'handed'] as const
export type AnswerKind = (typeof answerKinds)[number]

export const answerSchema = v.object({ id: idSchema, as: v.picklist(answerKinds) })
export type Answer = v.InferOutput<typeof answerSchema>

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
  /** May be said twice. Phones of protocol 1 say none. */
  answers: v.optional(v.pipe(v.array(answerSchema), v.maxLength(maxCommandsPerPush)), []),
  status: v.object({
    unsent: count,
    oldestUnsentAt: v.nullable(instant),
    appVersion: plainText(60),
    now: instant,
    /** Refused or parked commands that wait on this phone for their person. */
    review: v.optional(count, 0),
    /** How often the watchdog has begun the line anew since the last good reply. */
    restarts: v.optional(count, 0),
  }),
})
export type SyncRequest = v.InferInput<typeof syncRequestSchema>

export const wireRowSchema = v.object({
  table: v.picklist(tableNames) as v.GenericSchema<TableName>,
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

export const removedSchema = v.object({
  table: v.picklist(tableNames) as v.GenericSchema<TableName>,
  id: v.string(),
})

export const scopeChangesSchema = v.object({
  scope: scopeSchema,
  /** The cursor after these rows. */
  to: count,
  /** Whether there are more after `to`. */
  more: v.boolean(),
  rows: v.array(wireRowSchema),
  /** Rows that stand in this scope no more though they still exist elsewhere. */
  removed: v.array(removedSchema),
  /** The cursor was unknown here (a store that was restored): these rows begin the scope from nothing. */
  replaces: v.optional(v.boolean(), false),
  /** Rows standing in the scope at its head, and the sum of their checks (checksum.ts). */
  count,
  checksum: count,
})
export type ScopeChanges = v.InferInput<typeof scopeChangesSchema>

/** A value of this member that gave way to another's: both are told, so that one tap restores it. */
const overriddenSchema = v.object({
  id: idSchema,
  kind: v.literal('overridden'),
  commandId: idSchema,
  table: v.picklist(tableNames) as v.GenericSchema<TableName>,
  rowId: idSchema,
  /** A field, or `items/<id>` (domain/merge). */
  path: v.string(),
  value: v.unknown(),
  standing: v.unknown(),
  /** The member whose value stands, and when they gave it. */
  by: idSchema,
  at: instant,
})

/** What a lead did with a command that was handed to them. */
const settledSchema = v.object({
  id: idSchema,
  kind: v.literal('settled'),
  commandId: idSchema,
  as: v.picklist(['taken', 'dismissed']),
  by: idSchema,
  at: instant,
  /** What it was and when it was done, with the rows it names (`assistId` …): of them a phone shows what it may read. */
  work: v.optional(v.object({ name: v.string(), at: instant, ids: v.record(v.string(), idSchema) })),
})

/** Something this member should know; told until a phone of theirs answers that it was seen. */
export const noticeSchema = v.variant('kind', [overriddenSchema, settledSchema])
export type Notice = v.InferOutput<typeof noticeSchema>
export type Overridden = v.InferOutput<typeof overriddenSchema>
export type SettledNotice = v.InferOutput<typeof settledSchema>

export const syncReplySchema = v.object({
  epoch: v.string(),
  serverTime: instant,
  /** The last seq of this device that the server has decided. */
  lastSeq: count,
  /** Another phone has used these numbers under this device id (a copied phone): take a new one and number anew. */
  fork: v.boolean(),
  /** A number is missing between `lastSeq` and what was sent (a store that was restored): nothing was decided. */
  gap: v.optional(v.boolean(), false),
  /** This device was revoked: send what is left, then erase. Only this order erases. */
  erase: v.optional(v.boolean(), false),
  outcomes: v.array(wireOutcomeSchema),
  /** Every scope the member holds now. One that is missing here has been revoked. */
  grants: v.array(scopeSchema),
  scopes: v.array(scopeChangesSchema),
  notices: v.optional(v.array(noticeSchema), []),
})
export type SyncReply = v.InferOutput<typeof syncReplySchema>
/** As the server writes it: what is not so is left out. */
export type SyncReplyToSend = v.InferInput<typeof syncReplySchema>

function isWithinDepth(value: unknown, depth: number): boolean {
  if (typeof value !== 'object' || value === null) return true
  return depth > 0 && Object.values(value).every((part) => isWithinDepth(part, depth - 1))
}
