// What a resident agreed to as it is kept: said, to whom, when, and to which wording.
import type { Day } from '#domain/period.ts'
import type { Consent } from '#domain/resident.ts'

/** The text that `consent` in the messages shows; a new wording is a new version. */
export const consentTextVersion = '2026-11-24'

export function newConsent({ memberId, today }: { memberId: string; today: Day }): Consent {
  return { textVersion: consentTextVersion, on: today, method: 'spoken', memberId }
}
