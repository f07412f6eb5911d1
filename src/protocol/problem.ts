// A Problem on the wire. `about` says which request of a form field it belongs to.
import * as v from 'valibot'
import { isProblemCode, type ProblemCode, type ProblemReport } from '#domain/problem.ts'

export const problemSchema: v.GenericSchema<unknown, ProblemReport> = v.object({
  code: v.custom<ProblemCode>((code) => typeof code === 'string' && isProblemCode(code)),
  field: v.optional(v.string()),
  details: v.optional(v.record(v.string(), v.union([v.string(), v.number()]))),
})

/** The body of every answer with status 4xx or 5xx. */
export const problemAnswerSchema = v.object({ problem: problemSchema })
export type ProblemAnswer = v.InferOutput<typeof problemAnswerSchema>
