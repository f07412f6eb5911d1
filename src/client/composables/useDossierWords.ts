// A dossier in words: whose it is, what it is about, why it needs somebody, and how far it is on its way to the ward.
import { useI18n } from 'vue-i18n'
import type { Dossier } from '#domain/dossier.ts'
import type { FollowUp, FollowUpReason } from '#domain/followUp.ts'
import { addDays } from '#domain/period.ts'
import type { View } from '../view/view.ts'
import { useAssistWords } from './useAssistWords.ts'
import { useFormat } from './useFormat.ts'
import { useRecordState } from './useRecordState.ts'

export function useDossierWords() {
  const { t } = useI18n()
  const assists = useAssistWords()
  const format = useFormat()
  const { signOf, waiting } = useRecordState()

  /** 05/12/2026, and while it is near also how near. */
  function dueOn(day: string): string {
    const today = format.today()
    if (day === today) return t('day.today')
    if (day === addDays(today, 1)) return t('dossiers.tomorrow')
    return format.day(day)
  }

  return {
    dueOn,
    who(view: View, { assistId }: Dossier): string {
      const assist = view.find('assists', assistId)
      return assist ? assists.who(view, assist) : t('assists.someone')
    },
    whoLang(view: View, { assistId }: Dossier) {
      const assist = view.find('assists', assistId)
      return assist && assists.whoLang(view, assist)
    },
    what: (view: View, { procedureId }: Dossier) =>
      view.find('procedures', procedureId)?.name ?? t('assists.dossier'),
    /** What a procedure is called is Vietnamese in any language of the app. */
    whatLang: (view: View, { procedureId }: Dossier) =>
      view.find('procedures', procedureId) ? ('vi' as const) : undefined,
    state: ({ state }: Dossier) => t(`dossierState.${state}`),
    /** What is to be done about it now. */
    nextStep: ({ state, byPost }: Dossier) =>
      t(`dossiers.next.${state === 'resolved' && byPost ? 'resolvedByPost' : state}`),
    reason: ({ reason, since }: FollowUp) => t(`dossiers.reason.${reason}`, { day: dueOn(since) }),
    /** The same where a heading says why: from when on. */
    since: ({ reason, since }: FollowUp) =>
      t(reason === 'overdue' || reason === 'dueSoon' ? 'dossiers.reason.dueSoon' : 'dossiers.submitted', {
        day: dueOn(since),
      }),
    /** A person must mend the first three kinds; the others only wait for somebody. */
    tone: (reason: FollowUpReason) =>
      reason === 'refused' || reason === 'morePapers' || reason === 'payment'
        ? ('mend' as const)
        : ('wait' as const),
    sync: (view: View, { id }: Dossier) => (view.isWaiting('dossiers', id) ? waiting() : signOf('sent')),
  }
}
