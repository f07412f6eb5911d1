// GET /api/events: server-sent pokes. They carry no data: whoever is poked asks by POST /api/sync. `ready` comes first:
// what moves from then on is told, and what came before is to be asked for. It comes again when there is something for
// this member that moves no scope: a notice, or an order for a phone of theirs. The stream ends with the session, or when its member leaves; who is moved to another
// team hears of that one's scope without asking anew.
import * as v from 'valibot'
import { idSchema } from '#domain/schema.ts'
import { scopeSchema } from './sync.ts'

/** `device`: leave out what this device's own commands moved, as the reply to them brings it. */
export const eventsQuerySchema = v.object({ device: v.optional(idSchema) })

export const pokeSchema = v.object({ scope: scopeSchema, head: v.number() })
export type Poke = v.InferOutput<typeof pokeSchema>
