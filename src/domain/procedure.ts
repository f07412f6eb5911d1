// Administrative procedures (thủ tục hành chính). They are data with validity dates: names, levels, fees and times
// change, and a procedure that is repealed expires instead of being deleted.
import * as v from 'valibot'
import { defineCommand, type Rows } from './command.ts'
import { channels, guideFields, type Channel, type Guide } from './guide.ts'
import { Problem } from './problem.ts'
import { daySchema, idSchema, text } from './schema.ts'
import type { Day } from './period.ts'

/** Online service level; how it is called hangs on the day (`levelNaming`). */
export type OnlineLevel = 3 | 4
export const onlineLevelSchema = v.picklist([3, 4])

/** From this day (Decree 42/2022/NĐ-CP) level 3 is called "một phần" and level 4 "toàn trình". */
const namedByExtentFrom: Day = '2022-08-15'
export const levelNamings = ['number', 'extent', 'both'] as const
export type LevelNaming = (typeof levelNamings)[number]

/** How levels are called on a day, or in days from one to another: a time that spans the change needs both names. */
export function levelNaming(from: Day, to: Day = from): LevelNaming {
  if (to < namedByExtentFrom) return 'number'
  return from < namedByExtentFrom ? 'both' : 'extent'
}

export interface Procedure extends Guide {
  id: string
  /** National code, such as 1.001193. */
  code: string
  name: string
  /** Field of administration (lĩnh vực), as the national portal prints it. */
  field: string
  /** The level usually meant; the one a dossier had is kept with the dossier. */
  level: OnlineLevel | null
  /** Time to the result, as the portal prints it; null where it prints none. */
  time: string | null
  /** Fee as printed; a province may set its own, so 0 is not "free". */
  fee: string | null
  channels: Channel[]
  /** All in one line, as phones from before the guide know them. */
  papers: string
  validFrom: Day
  validTo: Day | null
}

const fields = {
  code: text(30),
  name: text(300),
  field: text(80),
  level: v.nullable(onlineLevelSchema),
  time: v.nullable(text(120)),
  fee: v.nullable(text(160)),
  channels: v.array(v.picklist(channels)),
  papers: text(1000),
  validFrom: daySchema,
  validTo: v.nullable(daySchema),
  ...guideFields,
}

/** Whether dossiers of this procedure could be submitted on a day. */
export function isInForce(procedure: Procedure, day: Day): boolean {
  return procedure.validFrom <= day && (procedure.validTo === null || day <= procedure.validTo)
}

/** Throws unless dossiers of this procedure could be submitted on a day. */
export function checkProcedure(rows: Rows, procedureId: string, on: Day, field: string): void {
  const procedure = rows.find('procedures', procedureId)
  if (!procedure) throw new Problem('procedureUnknown', { field })
  if (!isInForce(procedure, on)) throw new Problem('procedureNotInForce', { field })
}

export const addProcedure = defineCommand({
  permission: 'manageProcedures',
  scope: 'ward',
  args: v.object({ procedureId: idSchema, ...fields }),
  needs: ({ procedureId }) => [{ table: 'procedures', id: procedureId }],
  decide({ procedureId, ...procedure }) {
    checkName(procedure.name)
    return [{ put: 'procedures', row: { id: procedureId, ...procedure } }]
  },
})

export const correctProcedure = defineCommand({
  permission: 'manageProcedures',
  scope: 'ward',
  args: v.object({ procedureId: idSchema, changes: v.partial(v.object(fields)) }),
  needs: ({ procedureId }) => [{ table: 'procedures', id: procedureId }],
  decide({ procedureId, changes }) {
    if (changes.name !== undefined) checkName(changes.name)
    return [{ change: 'procedures', id: procedureId, changes }]
  },
})

function checkName(name: string): void {
  if (name.trim() === '') throw new Problem('nameMissing', { field: 'name' })
}
