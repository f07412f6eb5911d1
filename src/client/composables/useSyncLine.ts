// Where the line to the ward stands, counted and in words. Only for screens that stand behind the PIN.
import { computed } from 'vue'
import { useI18n } from 'vue-i18n'
import { countDependents } from './reviewGroups.ts'
import { joined, whole } from './joined.ts'
import { useFormat } from './useFormat.ts'
import { useSyncWords } from './useSyncWords.ts'
import { useView } from './useView.ts'

/** `sent`: the ward has everything; `mend`: a person must look; `wait`: it will go; `away`: nobody answers. */
export type LineTone = 'sent' | 'mend' | 'wait' | 'away'

export function useSyncLine() {
  const { t } = useI18n()
  const format = useFormat()
  const { status, isOffline } = useSyncWords()
  const dependents = useView((view) => countDependents(view.review))
  /** What depends on something refused waits for it, and nobody need look at it. */
  const review = computed(() => Math.max(status.review - dependents.value, 0))
  const waiting = computed(() => status.unsent + status.review - review.value)

  /** The one line: what matters most, and what waits with it. */
  const line = computed<{ tone: LineTone; text: string; isSending?: boolean }>(() => {
    const { unsent, notices, state } = status
    const news = notices > 0 && t('sync.noticeCount', { count: notices })
    const rest = waiting.value > 0 && whole(t('sync.waitingCount', { count: waiting.value }))
    if (review.value > 0)
      return { tone: 'mend', text: joined([t('sync.reviewCount', { count: review.value }), rest]) }
    if (state === 'sending' && unsent > 0) return { tone: 'wait', text: t('sync.sending'), isSending: true }
    if (isOffline.value) return { tone: 'away', text: joined([t('sync.noNetwork'), rest]) }
    if (unsent > 0) return { tone: 'wait', text: t('sync.waitingCount', { count: unsent }) }
    if (!status.isAllSent) return { tone: 'away', text: t('sync.notHeard') }
    return { tone: 'sent', text: joined([t('sync.allSentShort'), lastContact(), news]) }
  })

  const lastContact = () => status.lastSentAt !== undefined && format.nearTime(status.lastSentAt)

  /** "Hôm nay đã gửi 12 · Chờ gửi 3 · Cần xem lại 1 · Liên lạc lần cuối 14:05", which breaks only between its parts. */
  const summary = computed(() =>
    joined(
      [
        t('sync.sentToday', { count: status.sentToday }),
        t('sync.waitingCount', { count: waiting.value }),
        ...(review.value > 0 ? [t('sync.reviewCount', { count: review.value })] : []),
        status.lastSentAt === undefined
          ? t('sync.neverSent')
          : t('sync.lastContact', { time: format.nearTime(status.lastSentAt) }),
      ].map(whole),
    ),
  )

  return { line, summary, review }
}
