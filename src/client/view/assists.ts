// Reading visits out of the view.
import type { Assist } from '#domain/assist.ts'
import type { Dossier } from '#domain/dossier.ts'
import { fold, matchesWords } from '#domain/names.ts'
import type { View } from './view.ts'

/** Visits, the newest first: by day, then by when they were recorded (their ids sort by time). */
export function newestAssists(view: View, keep: (assist: Assist) => boolean = () => true): Assist[] {
  return view.all('assists').filter(keep).sort(newestFirst)
}

export function newestFirst(a: Assist, b: Assist): number {
  return a.on === b.on ? (a.id < b.id ? 1 : -1) : a.on < b.on ? 1 : -1
}

export function residentOf(view: View, { residentId }: Assist) {
  return residentId === null ? undefined : view.find('residents', residentId)
}

/** The dossiers that the items of a visit name. */
export function dossiersOf(view: View, assist: Assist): Dossier[] {
  return Object.values(assist.items).flatMap((item) => {
    const dossier = item.kind === 'dossier' ? view.find('dossiers', item.dossierId) : undefined
    return dossier ? [dossier] : []
  })
}

/** The dossiers of a resident's visits that stand, the newest visit first. */
export function dossiersOfResident(view: View, residentId: string): Dossier[] {
  return newestAssists(view, (assist) => assist.residentId === residentId && !assist.withdrawn).flatMap(
    (assist) => dossiersOf(view, assist),
  )
}

/** Whether a visit is meant by words of the resident's name, a procedure or a dossier code. */
export function isMeantBy(view: View, assist: Assist, query: string): boolean {
  const folded = fold(query)
  if (folded === '') return true
  const dossiers = dossiersOf(view, assist)
  const texts = [
    residentOf(view, assist)?.name ?? '',
    ...dossiers.map(({ procedureId }) => view.find('procedures', procedureId)?.name ?? ''),
  ]
  return (
    texts.some((text) => matchesWords(fold(text), folded)) ||
    dossiers.some(({ code }) => code !== null && fold(code).includes(folded))
  )
}
