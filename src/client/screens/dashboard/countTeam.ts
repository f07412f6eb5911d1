// A team's figures as this phone knows them: what the ward has, and what still waits here.
import type { Assist } from '#domain/assist.ts'
import { figures, splitFigure, type FigureRows, type Figures, type Indicator } from '#domain/figures.ts'
import { addDays, type Day, type Period } from '#domain/period.ts'
import type { View } from '../../view/view.ts'

export interface SplitCount {
  readonly confirmed: number
  readonly waiting: number
}

export function rowsOf(view: View): FigureRows {
  return { assists: view.all('assists'), findDossier: (id) => view.find('dossiers', id) }
}

export function countTeam(view: View, period: Period, only: (assist: Assist) => boolean): Figures {
  return figures(rowsOf(view), period, only)
}

export function split(view: View, counted: Figures, indicator: Indicator): SplitCount {
  return splitFigure(counted[indicator], (id) => view.isWaiting('assists', id))
}

/** Assists of each of the last days of a period that have come, at most `most` of them. */
export function countDays(
  view: View,
  period: Period,
  only: (assist: Assist) => boolean,
  today: Day,
  most = 7,
) {
  const last = period.to < today ? period.to : today
  const days: Day[] = []
  for (let day = last; day >= period.from && days.length < most; day = addDays(day, -1)) days.unshift(day)
  const count = new Map(days.map((day) => [day, { confirmed: 0, waiting: 0 }]))
  for (const assist of view.all('assists')) {
    const ofDay = assist.withdrawn === null && only(assist) ? count.get(assist.on) : undefined
    if (ofDay) ofDay[view.isWaiting('assists', assist.id) ? 'waiting' : 'confirmed']++
  }
  return days.map((day) => ({ day, ...(count.get(day) ?? { confirmed: 0, waiting: 0 }) }))
}
