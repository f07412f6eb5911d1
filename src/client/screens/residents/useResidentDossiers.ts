// A resident's dossiers in words, the newest first.
import { useI18n } from 'vue-i18n'
import { joined } from '../../composables/joined.ts'
import { useFormat } from '../../composables/useFormat.ts'
import { useLevelWords } from '../../composables/useLevelWords.ts'
import { useView } from '../../composables/useView.ts'
import { dossiersOfResident } from '../../view/assists.ts'

export function useResidentDossiers(residentId: () => string) {
  const { t } = useI18n()
  const { today } = useFormat()
  const levelWords = useLevelWords()
  return useView((view) =>
    dossiersOfResident(view, residentId()).map(({ id, assistId, procedureId, level, state, code }) => {
      const on = view.find('assists', assistId)?.on ?? today()
      const procedure = view.find('procedures', procedureId)
      return {
        id,
        title: procedure?.name ?? t('assists.dossier'),
        titleLang: procedure && ('vi' as const),
        detail: joined([t(`dossierState.${state}`), levelWords(level, on), code]),
      }
    }),
  )
}
