// Where the line to the ward stands, in words that people understand, and nothing that is not so: all of it follows from
// the outbox and the ward's last answer.
import { computed } from 'vue'
import { useI18n } from 'vue-i18n'
import { useSyncStatusStore } from '../stores/syncStatus.ts'
import { joined, whole } from './joined.ts'
import { useFormat } from './useFormat.ts'
import { useProblemText } from './useProblemText.ts'

/** `sent`: the ward has everything; `mend`: a person must look; `wait`: it will go; `away`: nobody answers. */
export type LineTone = 'sent' | 'mend' | 'wait' | 'away'

export function useSyncWords() {
  const { t } = useI18n()
  const status = useSyncStatusStore()
  const format = useFormat()
  const problemText = useProblemText()

  /** Over, or another person's who signed in on this phone after this one. */
  const isSessionOver = computed(() => {
    const code = status.problem?.code
    return code === 'sessionExpired' || code === 'deviceUnknown'
  })
  const isOffline = computed(() => status.state === 'offline' && status.problem?.code === 'serverUnreachable')

  /** The one line: what matters most, and what waits with it. */
  const line = computed<{ tone: LineTone; text: string; isSending?: boolean }>(() => {
    const { unsent, review, notices, state } = status
    const news = notices > 0 && t('sync.noticeCount', { count: notices })
    const waiting = unsent > 0 && whole(t('sync.waitingCount', { count: unsent }))
    if (review > 0) return { tone: 'mend', text: joined([t('sync.reviewCount', { count: review }), waiting]) }
    if (state === 'sending' && unsent > 0) return { tone: 'wait', text: t('sync.sending'), isSending: true }
    if (isOffline.value) return { tone: 'away', text: joined([t('sync.noNetwork'), waiting]) }
    if (unsent > 0) return { tone: 'wait', text: t('sync.waitingCount', { count: unsent }) }
    if (!status.isAllSent) return { tone: 'away', text: t('sync.notHeard') }
    return { tone: 'sent', text: joined([t('sync.allSentShort'), lastSent(), news]) }
  })

  const lastSent = () => status.lastSentAt !== undefined && format.nearTime(status.lastSentAt)

  /** "Hôm nay đã gửi 12 · Chờ gửi 3 · Cần xem lại 1 · Lần gửi cuối 14:05", which breaks only between its parts. */
  const summary = computed(() =>
    joined(
      [
        t('sync.sentToday', { count: status.sentToday }),
        t('sync.waitingCount', { count: status.unsent }),
        ...(status.review > 0 ? [t('sync.reviewCount', { count: status.review })] : []),
        status.lastSentAt === undefined
          ? t('sync.neverSent')
          : t('sync.lastSent', { time: format.nearTime(status.lastSentAt) }),
      ].map(whole),
    ),
  )

  /** What a person should know beyond the line, or undefined. Without a network nothing is wrong. */
  const remark = computed(() => {
    if (isSessionOver.value) return t('sync.signInAgain')
    if (status.problem && !isOffline.value) return problemText(status.problem)
    return undefined
  })

  return { status, line, summary, remark, isSessionOver, isOffline }
}
