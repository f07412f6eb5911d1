// A form that is asked for somebody while the draft of another visit lies here.
import type { AssistForm } from './assistForm.ts'
import { hasItems } from './formItems.ts'

/** Whom or what a form was asked for. */
export interface Asked {
  readonly residentId?: string | undefined
  readonly procedureId?: string | undefined
}

export function isAbout({ countOnly, knownId, dossiers }: AssistForm, asked: Asked): boolean {
  const isTheirs = asked.residentId === undefined || (!countOnly && knownId === asked.residentId)
  const hasProcedure = dossiers.some(({ procedureId }) => procedureId === asked.procedureId)
  return isTheirs && (asked.procedureId === undefined || hasProcedure)
}

/** Of a visit whose form was only opened, and perhaps told where or when, nothing is lost. */
export function isUntold(form: AssistForm): boolean {
  const { countOnly, knownId, idHash } = form
  const typed = [form.name, form.birthYear, form.phone, form.idLastFour, form.note]
  const isSomebody =
    countOnly || knownId !== null || idHash !== null || typed.some((text) => text.trim() !== '')
  return !isSomebody && !hasItems(form)
}
