// The dossiers that need somebody, among those that this member sees.
import { computed, type ComputedRef } from 'vue'
import { addDays } from '#domain/period.ts'
import { listFollowUps, type FollowUp } from '#domain/followUp.ts'
import { openDossiers } from '../view/dossiers.ts'
import { useToday } from './useToday.ts'
import { useView } from './useView.ts'

export interface FollowUps {
  /** What hurts first comes first. */
  readonly followUps: ComputedRef<FollowUp[]>
  /** Promised for today, for tomorrow, and for a day that has passed. */
  readonly due: ComputedRef<{ today: number; tomorrow: number; overdue: number }>
  readonly dueCount: ComputedRef<number>
}

export function useFollowUps(): FollowUps {
  const today = useToday()
  const open = useView(openDossiers)
  const followUps = computed(() => listFollowUps(open.value, today.value))
  const due = computed(() => {
    const days = followUps.value
      .filter(({ reason }) => reason === 'overdue' || reason === 'dueSoon')
      .map(({ since }) => since)
    return {
      today: days.filter((day) => day === today.value).length,
      tomorrow: days.filter((day) => day === addDays(today.value, 1)).length,
      overdue: days.filter((day) => day < today.value).length,
    }
  })
  const dueCount = computed(() => due.value.today + due.value.tomorrow + due.value.overdue)
  return { followUps, due, dueCount }
}
