// Reading dossiers out of the view. One whose visit was withdrawn, or that was taken out of it, is on no list.
import { newestFirst, type Assist } from '#domain/assist.ts'
import type { Dossier } from '#domain/dossier.ts'
import { standsIn } from '#domain/dossierCodes.ts'
import { isOver, type SubmittedDossier } from '#domain/followUp.ts'
import { residentOf } from './assists.ts'
import { createRowTexts, type RowTexts, type TextSource } from './rowTexts.ts'
import type { TypedQuery } from './typedQuery.ts'
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

const texts = new WeakMap<View, RowTexts<Dossier>>()

/** Those that words of the resident's name and of the procedure mean, or a part of the code; in no order. */
export function dossiersMeant(view: View, query: TypedQuery): Dossier[] {
  if (query.words.length === 0) return view.all('dossiers')
  return dossierTextsOf(view).find(query)
}

export function dossierTextsOf(view: View): RowTexts<Dossier> {
  const known = texts.get(view) ?? createRowTexts(view, textsFrom(view))
  texts.set(view, known)
  return known
}

function textsFrom(view: View): TextSource<Dossier> {
  const resident = ({ assistId }: Dossier) => {
    const assist = view.find('assists', assistId)
    return assist && residentOf(view, assist)
  }
  const procedure = ({ procedureId }: Dossier) => view.find('procedures', procedureId)
  return {
    all: () => view.all('dossiers'),
    besides: (dossier) => [resident(dossier), procedure(dossier)],
    read: (dossier) => ({
      name: resident(dossier)?.name ?? '',
      written: [String(resident(dossier)?.birthYear ?? ''), procedure(dossier)?.name ?? ''],
      shown: [],
      codes: dossier.code === null ? [] : [dossier.code],
    }),
  }
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
