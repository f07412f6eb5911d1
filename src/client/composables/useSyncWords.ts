// Where the line to the ward stands, in words that people understand, and nothing that is not so.
import { computed } from 'vue'
import { useI18n } from 'vue-i18n'
import { useSyncStatusStore } from '../stores/syncStatus.ts'
import { useFormat } from './useFormat.ts'
import { useProblemText } from './useProblemText.ts'

export function useSyncWords() {
  const { t } = useI18n()
  const status = useSyncStatusStore()
  const format = useFormat()
  const problemText = useProblemText()

  /** "Đã gửi 12 · Chờ gửi 3 · Cần xem 1 · lần gửi cuối 14:05". */
  const summary = computed(() =>
    [
      t('sync.summary', { sent: status.sentToday, waiting: status.unsent }),
      ...(status.review > 0 ? [t('sync.summaryReview', { review: status.review })] : []),
      status.lastSentAt === undefined
        ? t('sync.neverSent')
        : t('sync.lastSent', { time: format.nearTime(status.lastSentAt) }),
    ].join(' · '),
  )

  /** Over, or another person's who signed in on this phone after this one. */
  const isSessionOver = computed(() => {
    const code = status.problem?.code
    return code === 'sessionExpired' || code === 'deviceUnknown'
  })

  /** What a person should know, or undefined while all is well. */
  const remark = computed(() => {
    if (isSessionOver.value) return t('sync.signInAgain')
    if (status.problem?.code === 'serverUnreachable') return t('sync.offline')
    if (status.problem) return problemText(status.problem)
    return undefined
  })

  return { status, summary, remark, isSessionOver }
}
