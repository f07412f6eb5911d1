// A resident's dossiers in words, the newest first.
import { useI18n } from 'vue-i18n'
import { useView } from '../../composables/useView.ts'
import { dossiersOfResident } from '../../view/assists.ts'

export function useResidentDossiers(residentId: () => string) {
  const { t } = useI18n()
  return useView((view) =>
    dossiersOfResident(view, residentId()).map(({ id, assistId, procedureId, level, state, code }) => ({
      id,
      assistId,
      title: view.find('procedures', procedureId)?.name ?? t('assists.dossier'),
      detail: [t(`dossierState.${state}`), t(`level.${level}`), code].filter(Boolean).join(' · '),
    })),
  )
}
