// The rows of the list of dossiers: those that need somebody under a heading for each kind of need, all others in one run.
import { computed, type ComputedRef, type Ref } from 'vue'
import { isOver, listFollowUps, type FollowUp, type FollowUpReason } from '#domain/followUp.ts'
import type { Dossier } from '#domain/dossier.ts'
import { groupBy } from '#domain/groupBy.ts'
import { useToday } from '../../composables/useToday.ts'
import { useView } from '../../composables/useView.ts'
import { dossiersMeant, nearestDue, newestSubmitted, standingDossiers } from '../../view/dossiers.ts'
import { readQuery } from '../../view/typedQuery.ts'

export const shownKinds = ['followUp', 'open', 'over', 'all'] as const
export type ShownKind = (typeof shownKinds)[number]

export type DossierListRow =
  | { readonly key: string; readonly heading: FollowUpReason; readonly count: number }
  | { readonly key: string; readonly dossier: Dossier; readonly followUp?: FollowUp }

export function useDossierList(query: Ref<string>, kind: Ref<ShownKind>) {
  const today = useToday()
  const meant = useView((view) => {
    const found = new Set(dossiersMeant(view, readQuery(query.value)))
    return standingDossiers(view, (dossier) => found.has(dossier))
  })
  const needs = computed(() => listFollowUps(meant.value, today.value))

  const rows: ComputedRef<DossierListRow[]> = computed(() => {
    if (kind.value === 'followUp') return withHeadings(needs.value)
    const needOf = new Map(needs.value.map((need) => [need.dossier.id, need]))
    const shown = meant.value.filter(
      ({ dossier }) => kind.value === 'all' || isOver(dossier) === (kind.value === 'over'),
    )
    return shown.sort(kind.value === 'open' ? nearestDue : newestSubmitted).map(({ dossier }) => {
      const followUp = needOf.get(dossier.id)
      return { key: dossier.id, dossier, ...(followUp && { followUp }) }
    })
  })
  return { rows, found: computed(() => meant.value.length), needed: computed(() => needs.value.length) }
}

function withHeadings(needs: readonly FollowUp[]): DossierListRow[] {
  return [...groupBy(needs, ({ reason }) => reason)].flatMap(([heading, ofReason]) => [
    { key: heading, heading, count: ofReason.length },
    ...ofReason.map((followUp) => ({ key: followUp.dossier.id, dossier: followUp.dossier, followUp })),
  ])
}
