// What the list of visits can be narrowed by, as it stands in the address. Nothing chosen is everything.
import { periodOf, type Day } from '#domain/period.ts'
import type { Choices } from '../../composables/useQueryChoices.ts'
import { itemKinds, visitStates, type VisitsAsked } from '../../view/visits.ts'

export const visitChoices = {
  whose: ['mine'],
  when: ['day', 'week', 'month'],
  kind: itemKinds,
  state: visitStates,
} as const

export type VisitChoices = Choices<typeof visitChoices>

export function toAsked(
  { whose, when, kind, state }: VisitChoices,
  { today, memberId }: { today: Day; memberId: string },
): VisitsAsked {
  return {
    memberId: whose && memberId,
    period: when && periodOf(when, today),
    kind,
    state,
  }
}
