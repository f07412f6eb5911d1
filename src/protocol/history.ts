// GET /api/history/:table/:id: who made a row, and who changed what in it when, also where a value gave way.
import * as v from 'valibot'
import { idSchema } from '#domain/schema.ts'

const author = { memberId: idSchema, memberName: v.string(), at: v.number() }

export const historySchema = v.object({
  /** Null when it came from the server itself. */
  made: v.nullable(v.object(author)),
  /** The newest first. */
  changes: v.array(
    v.object({
      ...author,
      ver: v.number(),
      /** A field, or `items/<id>` (domain/merge). */
      path: v.string(),
      value: v.unknown(),
      /** False where this value gave way to a later one. */
      stood: v.boolean(),
    }),
  ),
})
export type RowHistory = v.InferOutput<typeof historySchema>
