// A phone that was put away or forgotten locks itself: after 5 minutes out of sight, or 15 without a touch. It does not
// while something is being entered that cannot be kept: locking would throw it away.
import { useDocumentVisibility, useIdle } from '@vueuse/core'
import { watch } from 'vue'
import { useSessionStore } from '../stores/session.ts'
import { useSyncStatusStore } from '../stores/syncStatus.ts'
import { useAppUpdate } from './useAppUpdate.ts'
import { useClient } from './useClient.ts'

const hiddenTime = 5 * 60_000
const idleTime = 15 * 60_000

export function useAutoLock(): void {
  const { session, clock } = useClient()
  const store = useSessionStore()
  const status = useSyncStatusStore()
  const { isEntering } = useAppUpdate()
  const { idle } = useIdle(idleTime)
  const visibility = useDocumentVisibility()
  let hiddenSince: number | undefined

  const lock = () => {
    const wouldLose = status.isStorageLost && isEntering.value
    if (store.isOpen && !wouldLose) void session.lock()
  }
  watch(idle, (isIdle) => {
    if (isIdle) lock()
  })
  // Timers sleep while the page is hidden, so the time away is looked at on coming back as well.
  watch(visibility, (now) => {
    if (now === 'hidden') {
      hiddenSince = clock()
      setTimeout(() => {
        if (isAwayTooLong()) lock()
      }, hiddenTime)
    } else {
      if (isAwayTooLong()) lock()
      hiddenSince = undefined
    }
  })

  function isAwayTooLong(): boolean {
    return hiddenSince !== undefined && clock() - hiddenSince >= hiddenTime
  }
}
