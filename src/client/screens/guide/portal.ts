// Deep links into the national portal change; its first page does not, and there the code finds the procedure.
import type { Procedure } from '#domain/procedure.ts'

const nationalPortal = 'https://dichvucong.gov.vn'

export function portalOf({ portalUrl }: Pick<Procedure, 'portalUrl'>): string {
  return portalUrl || nationalPortal
}
