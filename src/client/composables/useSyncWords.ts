// What people should know of the line to the ward, and nothing that is not so: all of it follows from the ward's last answer.
import { computed } from 'vue'
import { useI18n } from 'vue-i18n'
import { useSyncStatusStore } from '../stores/syncStatus.ts'
import { useProblemText } from './useProblemText.ts'

export function useSyncWords() {
  const { t } = useI18n()
  const status = useSyncStatusStore()
  const problemText = useProblemText()

  /** Over, or another person's who signed in on this phone after this one. */
  const isSessionOver = computed(() => {
    const code = status.problem?.code
    return code === 'sessionExpired' || code === 'deviceUnknown'
  })
  const isUnreached = computed(() => status.problem?.code === 'serverUnreachable')
  const isOffline = computed(() => status.state === 'offline' && isUnreached.value)

  /** What a person should know beyond the line, or undefined. Without a network nothing is wrong. */
  const remark = computed(() => {
    if (isSessionOver.value) return t('sync.signInAgain')
    // What the last try met is no news while the next one is under way.
    if (isOffline.value || (status.state === 'sending' && isUnreached.value)) return undefined
    if (status.problem) return problemText(status.problem)
    return undefined
  })

  return { status, remark, isSessionOver, isOffline }
}
