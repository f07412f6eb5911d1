// A resident whom a team helped: the only room, with notes, where personal data of residents lives.
import * as v from 'valibot'
import { defineCommand, type Rows } from './command.ts'
import { checkPhone } from './identity.ts'
import { holdsNumber, toStoredName } from './names.ts'
import { Problem } from './problem.ts'
import { daySchema, idSchema, text } from './schema.ts'
import type { Day } from './period.ts'

export const consentPurposes = ['keepRecord', 'followUp'] as const
/** `keepRecord`: keep name and details for counting and finding again; `followUp`: call about an open dossier. */
export type ConsentPurpose = (typeof consentPurposes)[number]

export interface Consent {
  /** The version of the consent text that was shown. */
  textVersion: string
  on: Day
  method: 'spoken' | 'signed'
  /** The member who took it. */
  memberId: string
}

export interface Resident {
  id: string
  teamId: string
  name: string
  /** Null where the person does not know it. */
  birthYear: number | null
  /** Digits only, from 0; several residents may share one. */
  phone: string | null
  /** HMAC-SHA-256 of the ID number under the ward's key, hexadecimal; the number itself is kept nowhere. */
  idHash: string | null
  idLastFour: string | null
  /** Consents by purpose; a purpose that is not here was not agreed to. */
  consents: Partial<Record<ConsentPurpose, Consent>>
}

const oldestBirthYear = 1900

export const consentSchema = v.object({
  textVersion: text(40),
  on: daySchema,
  method: v.picklist(['spoken', 'signed']),
  memberId: idSchema,
})

export const residentFieldsSchema = v.object({
  name: text(120),
  birthYear: v.nullable(v.pipe(v.number(), v.integer())),
  phone: v.nullable(text(20)),
  idHash: v.nullable(v.pipe(v.string(), v.regex(/^[0-9a-f]{64}$/))),
  idLastFour: v.nullable(text(4)),
  consents: v.object({ keepRecord: v.optional(consentSchema), followUp: v.optional(consentSchema) }),
})

export type ResidentFields = v.InferOutput<typeof residentFieldsSchema>

/** Throws the first rule that these fields break; `field` paths begin with `resident.` as in the form. */
export function checkResidentFields(fields: Partial<ResidentFields>, today: Day): void {
  const { name, birthYear, phone, idLastFour, consents } = fields
  if (name !== undefined && toStoredName(name) === '')
    throw new Problem('nameMissing', { field: 'resident.name' })
  // An ID number is stored nowhere, also not where a name should stand.
  if (name !== undefined && holdsNumber(name)) throw new Problem('nameIsNumber', { field: 'resident.name' })
  if (birthYear != null) checkBirthYear(birthYear, today)
  if (phone != null) checkPhone(phone, 'resident.phone')
  if (idLastFour != null && !/^\d{4}$/.test(idLastFour)) {
    throw new Problem('idLastFourWrongLength', { field: 'resident.idLastFour' })
  }
  if (consents !== undefined && !consents.keepRecord) {
    throw new Problem('consentMissing', { field: 'resident.consents.keepRecord' })
  }
}

function checkBirthYear(year: number, today: Day): void {
  const latest = Number(today.slice(0, 4))
  if (year < oldestBirthYear || year > latest) {
    throw new Problem('birthYearImpossible', {
      field: 'resident.birthYear',
      details: { earliest: oldestBirthYear, latest },
    })
  }
}

export function getResident(rows: Rows, residentId: string, field = 'residentId'): Resident {
  const resident = rows.find('residents', residentId)
  if (!resident) throw new Problem('rowUnknown', { field })
  return resident
}

export const correctResident = defineCommand({
  permission: 'correctResident',
  scope: 'team',
  args: v.object({ residentId: idSchema, changes: v.partial(residentFieldsSchema) }),
  needs: ({ residentId }) => [{ table: 'residents', id: residentId }],
  about: ({ residentId }, rows) => ({ teamId: getResident(rows, residentId).teamId }),
  decide({ residentId, changes }, { today }) {
    checkResidentFields(changes, today)
    return [{ change: 'residents', id: residentId, changes }]
  },
})
