// The records behind a figure, from what this phone has.
import { figures, type FigureRows, type Indicator } from '#domain/figures.ts'
import type { Period } from '#domain/period.ts'
import type { FigureRecords } from '#protocol/figures.ts'
import type { View } from '../../view/view.ts'

/** The newest first. */
export function recordsOf(
  view: View,
  rows: FigureRows,
  { indicator, period, teamId }: { indicator: Indicator; period: Period; teamId: string | undefined },
): FigureRecords['records'] {
  const counted = figures(rows, period, (assist) => teamId === undefined || assist.teamId === teamId)
  const records = counted[indicator].flatMap(({ key, assistIds }) => {
    const assist = view.find('assists', assistIds[0] ?? '')
    if (!assist) return []
    const resident = assist.residentId === null ? undefined : view.find('residents', assist.residentId)
    return [
      {
        key,
        assistId: assist.id,
        teamId: assist.teamId,
        on: assist.on,
        memberName: view.find('members', assist.memberId)?.name ?? '',
        residentName: resident?.name ?? null,
        birthYear: resident?.birthYear ?? null,
      },
    ]
  })
  return records.sort((a, b) => (a.on < b.on ? 1 : a.on > b.on ? -1 : 0))
}
