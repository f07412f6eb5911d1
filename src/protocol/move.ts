// POST /api/teams/:teamId/move: a team's records go to another team, when teams are merged, split or mended.
import * as v from 'valibot'
import { idSchema } from '#domain/schema.ts'

export const moveSchema = v.object({
  toTeamId: idSchema,
  /** Only what this member recorded, and whom it was for; left out: everything. */
  memberId: v.optional(idSchema),
})
export type Move = v.InferOutput<typeof moveSchema>

export const movedSchema = v.object({ assists: v.number(), residents: v.number() })
export type Moved = v.InferOutput<typeof movedSchema>
