// The number upon the app's icon, where the platform has one: what is unsent, what must be looked at, and whose dossier is
// due. It lives as long as the phone is open: on a locked one it is nobody's business.
import { onScopeDispose, watchEffect } from 'vue'
import { useSyncStatusStore } from '../stores/syncStatus.ts'

export function useAppBadge(dueCount: () => number): void {
  if (!('setAppBadge' in navigator)) return
  const status = useSyncStatusStore()
  // A browser may refuse where the app is not installed; then there is no icon to write on.
  const unlessRefused = () => undefined

  watchEffect(() => {
    const count = status.unsent + status.review + dueCount()
    void (count > 0 ? navigator.setAppBadge(count) : navigator.clearAppBadge()).catch(unlessRefused)
  })
  onScopeDispose(() => void navigator.clearAppBadge().catch(unlessRefused))
}
