// Reading dossiers out of the view. One whose visit was withdrawn, or that was taken out of it, is on no list.
import { newestFirst, type Assist } from '#domain/assist.ts'
import type { Dossier } from '#domain/dossier.ts'
import { standsIn } from '#domain/dossierCodes.ts'
import { isOver, type SubmittedDossier } from '#domain/followUp.ts'
import { isMeantBy } from './assists.ts'
import type { View } from './view.ts'

export interface StandingDossier extends SubmittedDossier {
  /** The visit in which it was submitted. */
  readonly assist: Assist
}

export function standingDossiers(
  view: View,
  keep: (dossier: Dossier) => boolean = () => true,
): StandingDossier[] {
  return view.all('dossiers').flatMap((dossier) => {
    const assist = keep(dossier) ? view.find('assists', dossier.assistId) : undefined
    return assist && standsIn(assist, dossier.id) ? [{ dossier, assist, submittedOn: assist.on }] : []
  })
}

const open = new WeakMap<View, { version: number; dossiers: StandingDossier[] }>()

/** Those that are not over yet, gone through once for all who ask between two changes. */
export function openDossiers(view: View): readonly StandingDossier[] {
  const { version } = view
  const known = open.get(view)
  if (known?.version === version) return known.dossiers
  const dossiers = standingDossiers(view, (dossier) => !isOver(dossier))
  open.set(view, { version, dossiers })
  return dossiers
}

/** By the day of submission, the newest first. */
export function newestSubmitted(a: StandingDossier, b: StandingDossier): number {
  return newestFirst(a.assist, b.assist) || (a.dossier.id < b.dossier.id ? 1 : -1)
}

/** By the day on which an answer is promised, the nearest first; those without one after them, the longest waiting first. */
export function nearestDue(a: StandingDossier, b: StandingDossier): number {
  const [dueA, dueB] = [a.dossier.dueOn ?? '9', b.dossier.dueOn ?? '9']
  return dueA === dueB ? newestSubmitted(b, a) : dueA < dueB ? -1 : 1
}

/** Whether words of the resident's name, its procedure or its code mean a dossier: its visit, as if it were all of it. */
export function isDossierMeant(view: View, { assist, dossier }: StandingDossier, query: string): boolean {
  const alone = { [dossier.id]: { kind: 'dossier', dossierId: dossier.id, act: 'new' } as const }
  return isMeantBy(view, { ...assist, items: alone }, query)
}

/** The visits at which something was done about a dossier, the newest first. */
export function visitsOf(view: View, dossierId: string): Assist[] {
  return view
    .all('assists')
    .filter(({ items }) =>
      Object.values(items).some((item) => item.kind === 'dossier' && item.dossierId === dossierId),
    )
    .sort(newestFirst)
}
