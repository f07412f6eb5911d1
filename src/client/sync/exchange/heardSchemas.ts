// The server's answers as this phone reads them. The envelope is judged whole; of the rows, which are thousands, only what
// they are filed by. What is said in a word that this version does not know yet stops nothing.
import * as v from 'valibot'
import { tableNames } from '#domain/tables.ts'
import { problemSchema } from '#protocol/problem.ts'
import { snapshotPageSchema } from '#protocol/snapshot.ts'
import { noticeSchema, outcomes, scopeChangesSchema, syncReplySchema, type WireRow } from '#protocol/sync.ts'

const tables = new Set<unknown>(tableNames)

function isRow(value: unknown): value is WireRow {
  if (typeof value !== 'object' || value === null) return false
  const { table, id, ver, row } = value as Partial<Record<keyof WireRow, unknown>>
  return tables.has(table) && typeof id === 'string' && typeof ver === 'number' && typeof row === 'object'
}

const rows = v.custom<WireRow[]>((value) => Array.isArray(value) && value.every(isRow))

const heardOutcomeSchema = v.object({
  id: v.string(),
  seq: v.number(),
  outcome: v.picklist(outcomes),
  problem: v.fallback(v.optional(problemSchema), undefined),
  rows,
})

export const heardReplySchema = v.object({
  ...syncReplySchema.entries,
  outcomes: v.array(heardOutcomeSchema),
  notices: v.pipe(
    v.optional(v.array(v.unknown()), []),
    v.transform((told) => told.filter((notice) => v.is(noticeSchema, notice))),
  ),
  scopes: v.array(v.object({ ...scopeChangesSchema.entries, rows })),
})

export const heardPageSchema = v.object({ ...snapshotPageSchema.entries, rows })
