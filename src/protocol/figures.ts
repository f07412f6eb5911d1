// GET /api/figures: every team's indicators for a period, counted by the domain's one function; and the records behind one.
import * as v from 'valibot'
import { accountKinds } from '#domain/account.ts'
import type { Assist } from '#domain/assist.ts'
import { lastDeed, type Counted, type Deed } from '#domain/counted.ts'
import type { Dossier } from '#domain/dossier.ts'
import { failureReasonCodes } from '#domain/failure.ts'
import { indicators, type Indicator } from '#domain/figures.ts'
import type { Member } from '#domain/member.ts'
import { onlineLevelSchema } from '#domain/procedure.ts'
import type { Resident } from '#domain/resident.ts'
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
  /** Only what this member recorded. */
  memberId: v.optional(idSchema),
  after: v.optional(v.pipe(v.string(), v.digits(), v.transform(Number))),
})

/** What was counted of a visit; a visit that counts itself has none. */
const whatSchema = v.variant('kind', [
  v.object({ kind: v.literal('account'), account: v.picklist(accountKinds) }),
  v.object({
    kind: v.literal('dossier'),
    level: onlineLevelSchema,
    /** Null where it is withheld: some procedures tell of a person's health, and a code leads to a name. */
    procedureId: v.nullable(idSchema),
    code: v.nullable(v.string()),
  }),
  v.object({ kind: v.literal('failure'), reason: v.picklist(failureReasonCodes) }),
])

const figureRecordSchema = v.object({
  key: v.string(),
  assistId: idSchema,
  teamId: idSchema,
  on: daySchema,
  memberName: v.string(),
  /** Somebody was only counted: there is no name that could be withheld. */
  isAnonymous: v.boolean(),
  /** Null where there is none, and where it is withheld. */
  residentName: v.nullable(v.string()),
  birthYear: v.nullable(v.number()),
  what: v.nullable(whatSchema),
})
export type FigureRecord = v.InferOutput<typeof figureRecordSchema>

export const figureRecordsSchema = v.object({
  total: v.number(),
  /** The newest first. */
  records: v.array(figureRecordSchema),
  /** Ask again with `after` this number for more; null at the end. */
  next: v.nullable(v.number()),
})
export type FigureRecords = v.InferOutput<typeof figureRecordsSchema>

/** The rows around a visit, as far as whoever asks may see them. */
export interface SeenRows {
  findMember(id: string): Pick<Member, 'name'> | undefined
  findResident(id: string): Pick<Resident, 'name' | 'birthYear'> | undefined
  findDossier(id: string): Dossier | undefined
  /** Whether they may see what the dossiers of a visit were about. */
  seesDossiers(assist: Assist): boolean
}

/** One counted thing as a list shows it, by the last deed behind it. */
export function toFigureRecord(counted: Counted, rows: SeenRows): FigureRecord {
  const deed = lastDeed(counted)
  const { id, teamId, on, memberId, residentId } = deed.assist
  const resident = residentId === null ? undefined : rows.findResident(residentId)
  return {
    key: counted.key,
    assistId: id,
    teamId,
    on,
    memberName: rows.findMember(memberId)?.name ?? '',
    isAnonymous: residentId === null,
    residentName: resident?.name ?? null,
    birthYear: resident?.birthYear ?? null,
    what: whatOf(deed, rows),
  }
}

function whatOf({ assist, item }: Deed, rows: SeenRows): FigureRecord['what'] {
  switch (item?.kind) {
    case 'account':
      return { kind: 'account', account: item.account }
    case 'failure':
      return { kind: 'failure', reason: item.reason }
    case 'dossier': {
      const dossier = rows.findDossier(item.dossierId)
      if (!dossier) return null
      const { level, procedureId, code } = dossier
      const isSeen = rows.seesDossiers(assist)
      return { kind: 'dossier', level, procedureId: isSeen ? procedureId : null, code: isSeen ? code : null }
    }
    default:
      return null
  }
}
