// GET /api/figures: every team's indicators for a period, counted by the domain's one function; and the records behind one.
import * as v from 'valibot'
import { indicators, type Indicator } from '#domain/figures.ts'
import { daySchema, idSchema } from '#domain/schema.ts'

export const figuresQuerySchema = v.object({ from: daySchema, to: daySchema })

const counts = v.custom<Record<Indicator, number>>((value) => typeof value === 'object' && value !== null)

export const figuresAnswerSchema = v.object({
  teams: v.array(v.object({ teamId: idSchema, counts })),
  /** Counted over all teams together: a person helped by two teams is one person. */
  total: counts,
})
export type FiguresAnswer = v.InferOutput<typeof figuresAnswerSchema>

export const figureRecordsQuerySchema = v.object({
  from: daySchema,
  to: daySchema,
  indicator: v.picklist(indicators),
  teamId: v.optional(idSchema),
  after: v.optional(v.pipe(v.string(), v.digits(), v.transform(Number))),
})

export const figureRecordsSchema = v.object({
  total: v.number(),
  records: v.array(
    v.object({
      key: v.string(),
      assistId: idSchema,
      teamId: idSchema,
      on: daySchema,
      memberName: v.string(),
      residentName: v.nullable(v.string()),
      birthYear: v.nullable(v.number()),
    }),
  ),
  /** Ask again with `after` this number for more; null at the end. */
  next: v.nullable(v.number()),
})
export type FigureRecords = v.InferOutput<typeof figureRecordsSchema>
