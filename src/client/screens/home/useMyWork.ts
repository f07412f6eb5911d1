// What this member and their teams did in a period, with what it is measured by. The ward's own count, and the lighter
// part that waits on this phone.
import { computed, type ComputedRef } from 'vue'
import type { Indicator } from '#domain/figures.ts'
import type { Period } from '#domain/period.ts'
import { targetFor, type Goal, type Target } from '#domain/target.ts'
import { useView } from '../../composables/useView.ts'
import { useSessionStore } from '../../stores/session.ts'
import { countHere, groupHere, splitHere, toNumbers, type SplitCount } from '../dashboard/countHere.ts'

export interface WorkFigure {
  readonly name: Indicator
  readonly mine: SplitCount
  readonly team: SplitCount
  /** Undefined where a team of theirs was given none. */
  readonly goal: Goal | undefined
}

const shown = ['people', 'assists', 'accounts', 'dossiers'] as const

export function useMyWork(period: () => Period): ComputedRef<WorkFigure[]> {
  const { member } = useSessionStore()
  const teamIds = member?.teamIds ?? []
  const counted = useView((view) => countHere(view, period()))
  const targets = useView((view) => view.all('targets'))

  return computed(() =>
    shown.map((name) => ({
      name,
      mine: toNumbers(groupHere(counted.value, name, ({ memberId }) => memberId).get(member?.id ?? '')),
      team: toNumbers(splitHere(counted.value, name)),
      goal: goalOf(targets.value, teamIds, name, period()),
    })),
  )
}

/** Who is in several teams works for what all of them are to reach. */
function goalOf(
  targets: readonly Target[],
  teamIds: readonly string[],
  name: Indicator,
  period: Period,
): Goal | undefined {
  const goals = teamIds.map((teamId) => targetFor(targets, teamId, name, period))
  const known = goals.filter((goal) => goal !== undefined)
  if (known.length === 0 || known.length < goals.length) return undefined
  return {
    value: known.reduce((sum, { value }) => sum + value, 0),
    isShare: known.some(({ isShare }) => isShare),
  }
}
