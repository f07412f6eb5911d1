// GET /api/events: server-sent pokes. They carry no data: whoever is poked asks by POST /api/sync.
import * as v from 'valibot'
import { scopeSchema } from './sync.ts'

export const pokeSchema = v.object({ scope: scopeSchema, head: v.number() })
export type Poke = v.InferOutput<typeof pokeSchema>
