// GET /api/stuck: commands that the server refused or parked and that nobody has dealt with, for the lead of their author.
import * as v from 'valibot'
import { idSchema } from '#domain/schema.ts'
import { problemSchema } from './problem.ts'
import { outcomes } from './sync.ts'

export const stuckCommandSchema = v.object({
  id: idSchema,
  memberId: idSchema,
  memberName: v.string(),
  deviceId: idSchema,
  name: v.string(),
  args: v.unknown(),
  /** When the author did it, and when it arrived, milliseconds since 1970. */
  at: v.number(),
  receivedAt: v.number(),
  base: v.number(),
  outcome: v.picklist(['refused', 'parked']),
  problem: v.optional(problemSchema),
  /** The author asked the lead for it. */
  isHanded: v.boolean(),
})
export type StuckCommand = v.InferOutput<typeof stuckCommandSchema>

export const stuckSchema = v.object({ commands: v.array(stuckCommandSchema) })

/** How it went when a lead took one: carried out with the lead's rights, while its author stays the author. */
export const takenSchema = v.object({ outcome: v.picklist(outcomes), problem: v.optional(problemSchema) })
export type Taken = v.InferOutput<typeof takenSchema>
