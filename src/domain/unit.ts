// A unit is a ward or one of its teams. Names, codes and levels change; the id never does, and validity dates say when.
import * as v from 'valibot'
import { defineCommand, type Rows } from './command.ts'
import { Problem } from './problem.ts'
import { daySchema, idSchema, text } from './schema.ts'
import type { Day } from './period.ts'

export const unitKinds = ['ward', 'neighbourhood', 'desk'] as const
/** `neighbourhood` and `desk` are teams: of a khu phố, and the one-stop desk (Bộ phận Một cửa), which logs like a team. */
export type UnitKind = (typeof unitKinds)[number]

export interface Unit {
  id: string
  kind: UnitKind
  name: string
  /** Code of the General Statistics Office; may be reused by another unit, so never a key. */
  code: string | null
  parentId: string | null
  validFrom: Day
  validTo: Day | null
}

export function isTeam(unit: Unit): boolean {
  return unit.kind !== 'ward'
}

/** Throws unless it is a team: visits belong to one, never to the ward itself. */
export function checkTeam(rows: Rows, teamId: string): void {
  const unit = rows.find('units', teamId)
  if (!unit) throw new Problem('rowUnknown', { field: 'teamId' })
  if (!isTeam(unit)) throw new Problem('teamMissing', { field: 'teamId' })
}

const fields = {
  name: text(120),
  code: v.nullable(text(20)),
  validFrom: daySchema,
  validTo: v.nullable(daySchema),
}

export const addUnit = defineCommand({
  permission: 'manageUnits',
  scope: 'ward',
  args: v.object({
    unitId: idSchema,
    kind: v.picklist(unitKinds),
    parentId: v.nullable(idSchema),
    ...fields,
  }),
  needs: ({ unitId }) => [{ table: 'units', id: unitId }],
  decide({ unitId, ...unit }) {
    checkUnitName(unit.name)
    return [{ put: 'units', row: { id: unitId, ...unit } }]
  },
})

export const correctUnit = defineCommand({
  permission: 'manageUnits',
  scope: 'ward',
  args: v.object({ unitId: idSchema, changes: v.partial(v.object(fields)) }),
  needs: ({ unitId }) => [{ table: 'units', id: unitId }],
  decide({ unitId, changes }) {
    if (changes.name !== undefined) checkUnitName(changes.name)
    return [{ change: 'units', id: unitId, changes }]
  },
})

function checkUnitName(name: string): void {
  if (name.trim() === '') throw new Problem('unitNameMissing', { field: 'name' })
}
