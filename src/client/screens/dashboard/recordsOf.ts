// The records behind a figure, from what this phone has: what the ward counts, and what waits, in one order.
import type { Assist } from '#domain/assist.ts'
import { listFigure } from '#domain/counted.ts'
import type { Indicator } from '#domain/figures.ts'
import type { Period } from '#domain/period.ts'
import { toFigureRecord, type FigureRecord } from '#protocol/figures.ts'
import type { View } from '../../view/view.ts'
import { countHere, splitHere } from './countHere.ts'

export interface RecordsAsked {
  readonly indicator: Indicator
  readonly period: Period
  readonly teamId: string | undefined
  readonly memberId: string | undefined
}

export interface HereRecord extends FigureRecord {
  readonly isWaiting: boolean
}

/** The newest first. */
export function recordsOf(view: View, { indicator, period, teamId, memberId }: RecordsAsked): HereRecord[] {
  const only = (assist: Assist) =>
    (teamId === undefined || assist.teamId === teamId) &&
    (memberId === undefined || assist.memberId === memberId)
  const { confirmed, waiting } = splitHere(countHere(view, period, only), indicator)
  const waits = new Set(waiting)
  const rows = {
    findMember: (id: string) => view.find('members', id),
    findResident: (id: string) => view.find('residents', id),
    findDossier: (id: string) => view.find('dossiers', id),
    seesDossiers: () => true,
  }
  return listFigure([...confirmed, ...waiting]).map((counted) => ({
    ...toFigureRecord(counted, rows),
    isWaiting: waits.has(counted),
  }))
}
