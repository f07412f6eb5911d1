// What was done at the visit before, done again for somebody else: the same kinds of things, procedures, place and way of
// helping. Never whose it was, nor codes, marks, reasons or words that were typed.
import type { Assist } from '#domain/assist.ts'
import type { Procedure } from '#domain/procedure.ts'
import type { Dossier } from '#domain/dossier.ts'
import type { AssistForm } from './assistForm.ts'
import { beginDossier } from './formItems.ts'

export interface Repeating {
  newId: () => string
  dossier: (id: string) => Dossier | undefined
  /** Only while dossiers of it can still be submitted. */
  procedure: (id: string) => Procedure | undefined
}

export function repeatAssist(
  form: AssistForm,
  before: Assist,
  { newId, dossier, procedure }: Repeating,
): void {
  for (const item of Object.values(before.items)) {
    if (item.kind === 'account') form.accounts[item.account] = newId()
    if (item.kind === 'skill') form.skills[item.skill] = newId()
    if (item.kind === 'dossier' && item.act === 'new') {
      const submitted = dossier(item.dossierId)
      form.dossiers.push(beginDossier(newId, submitted && procedure(submitted.procedureId)))
    }
  }
  form.place = before.place
  form.helpMode = before.helpMode
}

/** Whether there is anything in a visit that can be done again. */
export function isRepeatable({ items }: Assist): boolean {
  return Object.values(items).some(
    (item) =>
      item.kind === 'account' || item.kind === 'skill' || (item.kind === 'dossier' && item.act === 'new'),
  )
}
