// GET /api/snapshot/:scope?after=<cursor>&protocol=<number>: the first fill, page by page in the order of the scope's
// numbers. A row that changes meanwhile moves behind the cursor and comes again, so stopping and going on loses nothing.
import * as v from 'valibot'
import { removedSchema, scopeSchema, wireRowSchema } from './sync.ts'

export const snapshotPageSchema = v.object({
  epoch: v.string(),
  scope: scopeSchema,
  rows: v.array(wireRowSchema),
  /** Rows that went to another scope since this fill began; pages before this one may have brought them. */
  removed: v.optional(v.array(removedSchema), []),
  /** The number after which was asked is unknown here: these rows begin the scope from nothing. */
  replaces: v.optional(v.boolean(), false),
  /** Ask for the next page after this number. */
  to: v.number(),
  more: v.boolean(),
  /** Rows in the whole scope, for a progress bar. */
  count: v.number(),
  checksum: v.number(),
})
export type SnapshotPage = v.InferOutput<typeof snapshotPageSchema>
