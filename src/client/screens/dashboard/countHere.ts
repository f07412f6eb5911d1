// Figures as this phone knows them, counted twice: over what the ward has said, and with what waits here on top.
import type { Assist } from '#domain/assist.ts'
import { groupFigure, splitFigure, type SplitFigure } from '#domain/counted.ts'
import { figures, type FigureRows, type Figures, type Indicator } from '#domain/figures.ts'
import { addDays, type Day, type Period } from '#domain/period.ts'
import type { View } from '../../view/view.ts'

export interface CountedHere {
  readonly heard: Figures
  /** The very same object while nothing waits. */
  readonly here: Figures
}

export function countHere(view: View, period: Period, only?: (assist: Assist) => boolean): CountedHere {
  const heard = figures(heardRows(view), period, only)
  return { heard, here: view.pending.length === 0 ? heard : figures(rowsHere(view), period, only) }
}

export function splitHere({ heard, here }: CountedHere, indicator: Indicator): SplitFigure {
  return splitFigure(heard[indicator], here[indicator])
}

/** A figure split within each group, as if the visits of the group were all there are. */
export function groupHere(
  { heard, here }: CountedHere,
  indicator: Indicator,
  groupOf: (assist: Assist) => string,
): Map<string, SplitFigure> {
  const ofWard = groupFigure(heard[indicator], groupOf)
  const ofPhone = heard === here ? ofWard : groupFigure(here[indicator], groupOf)
  return new Map(
    [...new Set([...ofWard.keys(), ...ofPhone.keys()])].map((group) => [
      group,
      splitFigure(ofWard.get(group) ?? [], ofPhone.get(group) ?? []),
    ]),
  )
}

/** The visits of each of the last days of a period that have come, at most `most` of them: what each day alone would say. */
export function countDays(counted: CountedHere, period: Period, today: Day, most = 7) {
  const byDay = groupHere(counted, 'assists', ({ on }) => on)
  const last = period.to < today ? period.to : today
  const days: Day[] = []
  for (let day = last; day >= period.from && days.length < most; day = addDays(day, -1)) days.unshift(day)
  return days.map((day) => ({ day, ...toNumbers(byDay.get(day)) }))
}

export interface SplitCount {
  readonly confirmed: number
  readonly waiting: number
}

/** The numbers alone; of a group in which nothing was counted there are none. */
export function toNumbers(split: SplitFigure | undefined): SplitCount {
  return { confirmed: split?.confirmed.length ?? 0, waiting: split?.waiting.length ?? 0 }
}

function rowsHere(view: View): FigureRows {
  return { assists: view.all('assists'), findDossier: (id) => view.find('dossiers', id) }
}

function heardRows(view: View): FigureRows {
  const dossiers = new Map(view.heard('dossiers').map((dossier) => [dossier.id, dossier]))
  return { assists: view.heard('assists'), findDossier: (id) => dossiers.get(id) }
}
