// What was done at a visit, between the form and the items that are kept.
import { accountKinds } from '#domain/account.ts'
import { skills, type AssistItem } from '#domain/assist.ts'
import type { Dossier } from '#domain/dossier.ts'
import type { Procedure } from '#domain/procedure.ts'
import type { AssistForm, DossierForm, FailureForm, LaterForm } from './assistForm.ts'

export function beginDossier(newId: () => string, procedure?: Procedure): DossierForm {
  return {
    itemId: newId(),
    dossierId: newId(),
    procedureId: procedure?.id ?? null,
    procedureText: procedure?.name ?? '',
    level: procedure?.level ?? null,
    code: '',
    paidOnline: false,
    byPost: false,
    eCertified: false,
    dueOn: null,
    ticks: [],
  }
}

export function beginLater(newId: () => string): LaterForm {
  return { itemId: newId(), dossierId: null, act: null }
}

export function beginFailure(newId: () => string): FailureForm {
  return { itemId: newId(), subject: null, reason: null, remark: '' }
}

/** What an open phone knows of the dossiers that items name. */
export interface FoundDossiers {
  dossier: (id: string) => Dossier | undefined
  procedureName: (id: string) => string
}

/** Puts one of its items into a form; a dossier that this phone does not know cannot be shown. */
export function addItem(form: AssistForm, itemId: string, item: AssistItem, found: FoundDossiers): void {
  switch (item.kind) {
    case 'account':
      form.accounts[item.account] = itemId
      break
    case 'skill':
      form.skills[item.skill] = itemId
      break
    case 'failure':
      form.failures.push({ itemId, subject: item.subject, reason: item.reason, remark: item.remark ?? '' })
      break
    case 'dossier': {
      const dossier = found.dossier(item.dossierId)
      if (!dossier) break
      if (item.act === 'new') form.dossiers.push(openDossier(itemId, dossier, found))
      else form.laters.push({ itemId, dossierId: item.dossierId, act: item.act })
    }
  }
}

function openDossier(itemId: string, dossier: Dossier, { procedureName }: FoundDossiers): DossierForm {
  const { id: dossierId, procedureId, level, code, paidOnline, byPost, eCertified, dueOn } = dossier
  const procedureText = procedureName(procedureId)
  const marks = { paidOnline, byPost, eCertified, dueOn, ticks: [] }
  return { itemId, dossierId, procedureId, procedureText, level, code: code ?? '', ...marks }
}

/** The items that a form now holds. */
export function itemsOf(form: AssistForm): Record<string, AssistItem> {
  const items: [string, AssistItem][] = []
  for (const account of accountKinds) {
    const itemId = form.accounts[account]
    if (itemId) items.push([itemId, { kind: 'account', account }])
  }
  for (const { itemId, dossierId } of form.dossiers)
    items.push([itemId, { kind: 'dossier', dossierId, act: 'new' }])
  for (const { itemId, dossierId, act } of form.laters)
    if (dossierId && act) items.push([itemId, { kind: 'dossier', dossierId, act }])
  for (const skill of skills) {
    const itemId = form.skills[skill]
    if (itemId) items.push([itemId, { kind: 'skill', skill }])
  }
  for (const { itemId, subject, reason, remark } of form.failures) {
    if (subject && reason)
      items.push([itemId, { kind: 'failure', subject, reason, remark: remark.trim() || null }])
  }
  return Object.fromEntries(items)
}

/** Whether anything was said of what was done, finished or not. */
export function hasItems({ accounts, skills: taught, dossiers, laters, failures }: AssistForm): boolean {
  const ticked = Object.keys(accounts).length + Object.keys(taught).length
  return ticked + dossiers.length + laters.length + failures.length > 0
}
