// Dossiers of the person of a form that were submitted before this visit: what can be supplemented, or whose result was
// handed over.
import type { Ref } from 'vue'
import { useI18n } from 'vue-i18n'
import { joined } from '../../../composables/joined.ts'
import { useView } from '../../../composables/useView.ts'
import { dossiersOfResident } from '../../../view/assists.ts'
import { personIdOf, type AssistForm } from './assistForm.ts'

export interface EarlierDossier {
  readonly value: string
  readonly label: string
  readonly hint: string
}

export function useEarlierDossiers(form: Ref<AssistForm>) {
  const { t } = useI18n()
  return useView((view): EarlierDossier[] => {
    const { assistId } = form.value
    const residentId = personIdOf(form.value)
    if (residentId === undefined) return []
    return dossiersOfResident(view, residentId)
      .filter((dossier, index, all) => dossier.assistId !== assistId && all.indexOf(dossier) === index)
      .map(({ id, procedureId, state, code }) => ({
        value: id,
        label: view.find('procedures', procedureId)?.name ?? t('assists.dossier'),
        hint: joined([code, t(`dossierState.${state}`)]),
      }))
  })
}
