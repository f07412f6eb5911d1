// Parse at the door: the body of a request as its schema knows it, or `requestMalformed` naming the field.
import type { Context } from 'hono'
import * as v from 'valibot'
import { Problem } from '#domain/problem.ts'

export async function parseBody<Schema extends v.GenericSchema>(
  c: Context,
  schema: Schema,
): Promise<v.InferOutput<Schema>> {
  const body: unknown = await c.req.json().catch((error: unknown) => {
    if (error instanceof SyntaxError) throw new Problem('requestMalformed')
    throw error
  })
  const parsed = v.safeParse(schema, body, { abortEarly: true })
  if (parsed.success) return parsed.output
  const field = v.getDotPath(parsed.issues[0])
  throw new Problem('requestMalformed', field ? { field } : {})
}

/** The query as its schema knows it, or `requestMalformed` naming the part. */
export function parseQuery<Schema extends v.GenericSchema>(
  c: Context,
  schema: Schema,
): v.InferOutput<Schema> {
  const parsed = v.safeParse(schema, c.req.query())
  if (parsed.success) return parsed.output
  const field = v.getDotPath(parsed.issues[0])
  throw new Problem('requestMalformed', field ? { field } : {})
}

/** A part of the path that must fit a schema; one that does not is a thing that is not there. */
export function parseParam<Schema extends v.GenericSchema>(
  c: Context,
  name: string,
  schema: Schema,
): v.InferOutput<Schema> {
  const parsed = v.safeParse(schema, c.req.param(name))
  if (!parsed.success) throw new Problem('notFound')
  return parsed.output
}
