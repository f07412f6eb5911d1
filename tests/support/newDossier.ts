// Of a visit as a form hands it over: a dossier that it makes, and an item that did not work.
import type { AssistItem } from '#domain/assistItem.ts'
import type { FailureReason, FailureSubject } from '#domain/failure.ts'
import { aDossier, anId } from './builders.ts'

export const aNewDossier = (fields: object = {}) => {
  const { id, teamId: _t, assistId: _a, state: _s, ...rest } = aDossier()
  return { dossierId: id, ...rest, ...fields }
}

export const failed = (subject: FailureSubject, reason: FailureReason): Record<string, AssistItem> => ({
  [anId(82)]: { kind: 'failure', subject, reason, remark: null },
})
