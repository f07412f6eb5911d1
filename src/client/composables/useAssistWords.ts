// A visit in words: whom it was for, what was done, and how far it is on its way.
import { Undo2 } from '@lucide/vue'
import { useI18n } from 'vue-i18n'
import type { Assist, AssistItem } from '#domain/assist.ts'
import type { Resident } from '#domain/resident.ts'
import { isAssistWaiting, isInReview, residentOf } from '../view/assists.ts'
import type { View } from '../view/view.ts'
import { joined } from './joined.ts'
import { useRecordState, type RecordSign } from './useRecordState.ts'

function nameOf({ name, birthYear }: Pick<Resident, 'name' | 'birthYear'>): string {
  return birthYear === null ? name : `${name}, ${birthYear}`
}

export function useAssistWords() {
  const { t } = useI18n()
  const { signOf, waiting } = useRecordState()

  function item(view: View, one: AssistItem): string {
    switch (one.kind) {
      case 'account':
        return t(`account.${one.account}`)
      case 'dossier': {
        const dossier = view.find('dossiers', one.dossierId)
        const procedure = dossier && view.find('procedures', dossier.procedureId)
        const name = procedure?.name ?? t('assists.dossier')
        return one.act === 'new' ? name : `${t(`dossierAct.${one.act}`)}: ${name}`
      }
      case 'skill':
        return t(`skill.${one.skill}`)
      case 'failure':
        return `${t('assists.notDone')}: ${why(one)}`
    }
  }

  /** "Other" says nothing; what was typed beside it does. */
  const why = ({ reason, remark }: AssistItem & { kind: 'failure' }) =>
    (reason === 'KHAC' && remark) || t(`reason.${reason}`)

  /** Where there is one line for all that was done, what has a long name goes by a short one. */
  function itemInRow(view: View, one: AssistItem): string {
    if (one.kind === 'account') return t(`accountInRow.${one.account}`)
    return one.kind === 'skill' ? t(`skillInRow.${one.skill}`) : item(view, one)
  }

  return {
    item,
    who(view: View, assist: Assist): string {
      if (assist.residentId === null) return t('assists.countOnly')
      const resident = residentOf(view, assist)
      if (!resident) return t('assists.someone')
      return nameOf(resident)
    },
    nameOf,
    /** A name is Vietnamese in any language of the app. */
    whoLang: (view: View, assist: Assist) => (residentOf(view, assist) ? ('vi' as const) : undefined),
    what: (view: View, { items }: Assist) => joined(Object.values(items).map((one) => itemInRow(view, one))),
    state(view: View, assist: Assist): RecordSign {
      if (isInReview(view, assist)) return signOf('review')
      if (assist.withdrawn) {
        const label = t('assists.withdrawn')
        return { tone: 'neutral', icon: Undo2, label, short: label }
      }
      return isAssistWaiting(view, assist) ? waiting() : signOf('sent')
    },
  }
}
