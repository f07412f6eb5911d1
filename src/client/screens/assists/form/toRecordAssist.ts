// A form that was checked, as the command that records its visit.
import type { CommandArgs } from '#domain/commands.ts'
import { toStoredDossierCode, type NewDossier } from '#domain/dossier.ts'
import { toStoredPhone } from '#domain/identity.ts'
import { toStoredName } from '#domain/names.ts'
import type { Day } from '#domain/period.ts'
import type { Consent } from '#domain/resident.ts'
import { newConsent } from '../../residents/newConsent.ts'
import type { AssistForm, DossierForm } from './assistForm.ts'
import { toBirthYear } from './checkAssistForm.ts'
import { itemsOf } from './formItems.ts'

export function toRecordAssist(
  form: AssistForm,
  by: { memberId: string; today: Day },
): CommandArgs<'recordAssist'> {
  const { assistId, teamId, on, place, helpMode, dossiers, note } = form
  if (!teamId || !on || !place) throw new Error('The form was not checked')
  return {
    assistId,
    teamId,
    on,
    place,
    helpMode,
    resident: toResident(form, newConsent(by)),
    items: itemsOf(form),
    dossiers: dossiers.map(toDossier),
    note: note.trim() || null,
  }
}

function toResident(form: AssistForm, consent: Consent): CommandArgs<'recordAssist'>['resident'] {
  if (form.countOnly) return { kind: 'none' }
  if (form.knownId !== null) return { kind: 'known', residentId: form.knownId }
  const given = form.said
  const consents = {
    ...(form.keepRecord ? { keepRecord: given?.keepRecord ?? consent } : {}),
    ...(form.followUp ? { followUp: given?.followUp ?? consent } : {}),
  }
  return { kind: 'new', residentId: form.newResidentId, fields: { ...toPerson(form), consents } }
}

export function toPerson({ name, birthYear, phone, idHash, idLastFour }: AssistForm) {
  return {
    name: toStoredName(name),
    birthYear: toBirthYear(birthYear),
    phone: phone.trim() === '' ? null : toStoredPhone(phone),
    idHash,
    idLastFour: idLastFour.trim() || null,
  }
}

export function toDossier({ dossierId, procedureId, level, code, ...form }: DossierForm): NewDossier {
  if (procedureId === null || level === null) throw new Error('The form was not checked')
  const { paidOnline, byPost, eCertified, dueOn } = form
  return {
    dossierId,
    procedureId,
    level,
    code: toStoredDossierCode(code),
    paidOnline,
    byPost,
    eCertified,
    dueOn,
  }
}
