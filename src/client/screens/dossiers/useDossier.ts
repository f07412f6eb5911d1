// All that a screen shows of one dossier: the row, its visit and resident, the visits that name it, and who may change it.
import { computed } from 'vue'
import { standsIn } from '#domain/dossierCodes.ts'
import { followUpOf } from '#domain/followUp.ts'
import { isAllowed } from '#domain/permissions.ts'
import { useToday } from '../../composables/useToday.ts'
import { useView } from '../../composables/useView.ts'
import { useSessionStore } from '../../stores/session.ts'
import { visitsOf } from '../../view/dossiers.ts'

export function useDossier(id: () => string) {
  const session = useSessionStore()
  const today = useToday()
  const shown = useView((view) => {
    const dossier = view.find('dossiers', id())
    if (!dossier) return undefined
    const assist = view.find('assists', dossier.assistId)
    const stands = assist !== undefined && standsIn(assist, dossier.id)
    return {
      dossier,
      submittedOn: assist?.on,
      stands,
      resident: assist?.residentId ? view.find('residents', assist.residentId) : undefined,
      visits: visitsOf(view, dossier.id),
      followUp: stands ? followUpOf({ dossier, submittedOn: assist.on }, today.value) : undefined,
    }
  })
  const mayCorrect = computed(() => {
    const me = session.member
    return (
      me &&
      shown.value?.stands &&
      isAllowed('correctDossier', { ...me, memberId: me.id }, shown.value.dossier)
    )
  })
  return { shown, mayCorrect }
}
