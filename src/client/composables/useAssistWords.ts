// A visit in words: whom it was for, what was done, and how far it is on its way.
import { useI18n } from 'vue-i18n'
import type { Assist, AssistItem } from '#domain/assist.ts'
import { useSyncStatusStore } from '../stores/syncStatus.ts'
import { isAssistWaiting, isInReview, residentOf } from '../view/assists.ts'
import type { View } from '../view/view.ts'

export function useAssistWords() {
  const { t } = useI18n()
  const status = useSyncStatusStore()

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
        // "Other" says nothing; what was typed beside it does.
        return `${t('assists.notDone')}: ${(one.reason === 'KHAC' && one.remark) || t(`reason.${one.reason}`)}`
    }
  }

  return {
    item,
    who(view: View, assist: Assist): string {
      if (assist.residentId === null) return t('assists.countOnly')
      const resident = residentOf(view, assist)
      if (!resident) return t('assists.someone')
      return resident.birthYear === null ? resident.name : `${resident.name}, ${resident.birthYear}`
    },
    /** A name is Vietnamese in any language of the app. */
    whoLang: (view: View, assist: Assist) => (residentOf(view, assist) ? ('vi' as const) : undefined),
    what: (view: View, { items }: Assist) =>
      Object.values(items)
        .map((one) => item(view, one))
        .join(' · '),
    state(view: View, assist: Assist) {
      if (isInReview(view, assist)) {
        const label = t('sync.review')
        return { tone: 'mend' as const, label, short: label }
      }
      if (assist.withdrawn) {
        const label = t('assists.withdrawn')
        return { tone: 'neutral' as const, label, short: label }
      }
      if (!isAssistWaiting(view, assist))
        return { tone: 'sent' as const, label: t('sync.sent'), short: t('sync.sentShort') }
      const isSending = status.state === 'sending'
      return {
        tone: 'neutral' as const,
        label: t(isSending ? 'sync.sending' : 'sync.saved'),
        short: t(isSending ? 'sync.sending' : 'sync.savedShort'),
      }
    },
  }
}
