// Reading visits out of the view.
import type { AccountKind } from '#domain/account.ts'
import { newestFirst, type Assist } from '#domain/assist.ts'
import type { Dossier } from '#domain/dossier.ts'
import type { Day } from '#domain/period.ts'
import type { View } from './view.ts'

/** Visits, the newest first: by day, then by when they were recorded (their ids sort by time). */
export function newestAssists(view: View, keep: (assist: Assist) => boolean = () => true): Assist[] {
  return view.all('assists').filter(keep).sort(newestFirst)
}

/** The newest one alone: the others need no sorting. */
export function newestAssist(view: View, keep: (assist: Assist) => boolean): Assist | undefined {
  let newest: Assist | undefined
  for (const assist of view.all('assists')) {
    if (keep(assist) && (!newest || newestFirst(assist, newest) < 0)) newest = assist
  }
  return newest
}

export function residentOf(view: View, { residentId }: Assist) {
  return residentId === null ? undefined : view.find('residents', residentId)
}

/** The dossiers that the items of a visit name. */
export function dossiersOf(view: View, assist: Assist): Dossier[] {
  return dossierIdsOf(assist).flatMap((id) => view.find('dossiers', id) ?? [])
}

function dossierIdsOf({ items }: Assist): string[] {
  return Object.values(items).flatMap((item) => (item.kind === 'dossier' ? [item.dossierId] : []))
}

/** Whether anything about a visit waits for the ward: the visit itself, whom it was for, its dossiers or its note. */
export function isAssistWaiting(view: View, assist: Assist): boolean {
  return (
    view.isWaiting('assists', assist.id) ||
    view.isWaiting('notes', assist.id) ||
    (assist.residentId !== null && view.isWaiting('residents', assist.residentId)) ||
    dossierIdsOf(assist).some((id) => view.isWaiting('dossiers', id))
  )
}

/** Whether the ward did not take something about a visit, and a person must look at it. */
export function isInReview(view: View, { id }: Assist): boolean {
  return view.review.some(({ command: { args } }) => 'assistId' in args && args.assistId === id)
}

/** The kinds of account that a resident has by visits that stand, one left out, each with the day from which it counts. */
export function accountsOfResident(view: View, residentId: string, exceptId: string): Map<AccountKind, Day> {
  const days = new Map<AccountKind, Day>()
  for (const assist of view.all('assists')) {
    if (assist.residentId !== residentId || assist.withdrawn || assist.id === exceptId) continue
    for (const item of Object.values(assist.items)) {
      if (item.kind === 'account' && assist.on < (days.get(item.account) ?? '9'))
        days.set(item.account, assist.on)
    }
  }
  return days
}

/** The dossiers of a resident's visits that stand, the newest visit first. */
export function dossiersOfResident(view: View, residentId: string): Dossier[] {
  return newestAssists(view, (assist) => assist.residentId === residentId && !assist.withdrawn).flatMap(
    (assist) => dossiersOf(view, assist),
  )
}
