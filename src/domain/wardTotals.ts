// What the whole one-stop system of the ward did in a period, typed in by the manager with its source. It is shown
// beside what the teams did and never added to it.
import * as v from 'valibot'
import { defineCommand } from './command.ts'
import { Problem } from './problem.ts'
import { daySchema, idSchema, text } from './schema.ts'
import type { Day, Period } from './period.ts'

export const wardTotalNames = [
  'received',
  'resolved',
  'inProgress',
  'overdue',
  'paidOnline',
  'byPost',
  'eCertified',
] as const
export type WardTotalName = (typeof wardTotalNames)[number]

export interface WardTotals {
  id: string
  from: Day
  to: Day
  /** Counts of dossiers; null where the ward gave no value, which is not 0. */
  totals: Record<WardTotalName, number | null>
  source: string
}

const count = v.nullable(v.pipe(v.number(), v.integer()))

export const recordWardTotals = defineCommand({
  permission: 'manageWardTotals',
  scope: 'ward',
  args: v.object({
    wardTotalsId: idSchema,
    from: daySchema,
    to: daySchema,
    totals: v.object({
      received: count,
      resolved: count,
      inProgress: count,
      overdue: count,
      paidOnline: count,
      byPost: count,
      eCertified: count,
    }),
    source: text(300),
  }),
  needs: ({ wardTotalsId }) => [{ table: 'wardTotals', id: wardTotalsId }],
  decide({ wardTotalsId, ...entry }) {
    for (const name of wardTotalNames) {
      if ((entry.totals[name] ?? 0) < 0) throw new Problem('figureImpossible', { field: `totals.${name}` })
    }
    if (entry.from > entry.to) throw new Problem('dateImpossible', { field: 'to' })
    return [{ put: 'wardTotals', row: { id: wardTotalsId, ...entry } }]
  },
})

/** What was entered for exactly this period. Entered again it stands corrected: the newest counts, and ids sort by time. */
export function findWardTotals(all: readonly WardTotals[], { from, to }: Period): WardTotals | undefined {
  const ofPeriod = all.filter((entry) => entry.from === from && entry.to === to)
  return ofPeriod.reduce<WardTotals | undefined>(
    (newest, entry) => (newest && newest.id > entry.id ? newest : entry),
    undefined,
  )
}
