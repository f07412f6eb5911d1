// What a procedure asks of people, as a guide tells it: papers, fees by channel and day, who may submit, steps. The guide
// came later than the procedures: rows and phones from before have none of it, so each part may be missing.
import * as v from 'valibot'
import { daySchema, text } from './schema.ts'
import type { Day } from './period.ts'
import type { Procedure } from './procedure.ts'

/** As the national portal tells them apart. */
export const channels = ['online', 'post', 'direct'] as const
export type Channel = (typeof channels)[number]

export interface Fee {
  channel: Channel
  /** As people say it, such as "8.000 đồng/bản". A portal prints 0 where it knows nothing: that is not "Không thu". */
  amount: string
  from: Day
  to: Day | null
  note?: string | undefined
}

export interface Guide {
  /** One paper each. */
  paperList?: string[] | undefined
  fees?: Fee[] | undefined
  /** When the time runs otherwise, or why none is said. */
  timeNote?: string | undefined
  /** Who may submit, and whether somebody may do it for them. */
  whoMay?: string | undefined
  /** Who takes it in over the counter. */
  office?: string | undefined
  /** What this procedure has besides the usual course of its channels, in order. */
  steps?: string[] | undefined
  /** Its own page, where it has one. */
  portalUrl?: string | undefined
  /** What people hold in the end. */
  resultText?: string | undefined
}

const feeSchema = v.object({
  channel: v.picklist(channels),
  amount: text(160),
  from: daySchema,
  to: v.nullable(daySchema),
  note: v.optional(text(300)),
})

/** An address that a browser may open, or none. */
const linkSchema = v.pipe(text(300), v.regex(/^(https:\/\/[^\s/]+(\/\S*)?)?$/))

export const guideFields = {
  paperList: v.optional(v.pipe(v.array(text(300)), v.maxLength(40))),
  fees: v.optional(v.pipe(v.array(feeSchema), v.maxLength(40))),
  timeNote: v.optional(text(300)),
  whoMay: v.optional(text(600)),
  office: v.optional(text(160)),
  steps: v.optional(v.pipe(v.array(text(400)), v.maxLength(20))),
  portalUrl: v.optional(linkSchema),
  resultText: v.optional(text(300)),
}

/** What is said of a fee, whatever it is for. */
export type SaidFee = Pick<Fee, 'amount' | 'note'>
type Priced = Pick<Procedure, 'fee' | 'fees' | 'channels'>

/** What a channel costs on a day; null where nothing is known of it. Of two fees in force the later one counts. */
export function feeOn({ fee, fees, channels: open }: Priced, channel: Channel, day: Day): SaidFee | null {
  if (!open.includes(channel)) return null
  if (!fees?.length) return fee === null ? null : { amount: fee }
  const inForce = fees.filter(
    (one) => one.channel === channel && one.from <= day && (one.to === null || day <= one.to),
  )
  return inForce.sort((a, b) => (a.from < b.from ? 1 : -1))[0] ?? null
}

/** The fees of a day, said once for all channels that cost the same. */
export function feesOn(procedure: Priced, day: Day): { channels: Channel[]; fee: SaidFee | null }[] {
  const groups = new Map<string, { channels: Channel[]; fee: SaidFee | null }>()
  for (const channel of procedure.channels) {
    const fee = feeOn(procedure, channel, day)
    const key = JSON.stringify([fee?.amount, fee?.note])
    const group = groups.get(key)
    if (group) group.channels.push(channel)
    else groups.set(key, { channels: [channel], fee })
  }
  return [...groups.values()]
}

/** The papers one by one; a row from before the guide has them in one line, of which only the first begins as a sentence. */
export function papersOf({ paperList, papers }: Pick<Procedure, 'paperList' | 'papers'>): string[] {
  const list = paperList?.length ? paperList : papers.split(';')
  return list.flatMap((paper) => {
    const [first, ...rest] = paper.trim()
    return first === undefined ? [] : first.toUpperCase() + rest.join('')
  })
}
