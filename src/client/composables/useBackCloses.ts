// The back button of a phone closes what stands open upon the page, before it leaves the page. Where the browser asks the
// dialog itself, nothing comes here.
import { useRouter } from 'vue-router'

export function useBackCloses(): void {
  const router = useRouter()
  let isBack = false
  // Only the buttons of the browser are told here, not what the app itself does.
  router.options.history.listen(() => {
    isBack = true
  })
  router.beforeEach(() => {
    const dialog = isBack
      ? [...document.querySelectorAll<HTMLDialogElement>('dialog[open]')].at(-1)
      : undefined
    isBack = false
    if (!dialog) return true
    // Whoever opened it may have something to do first, or cannot let it be closed just now.
    if (dialog.dispatchEvent(new Event('cancel', { cancelable: true }))) dialog.close()
    return false
  })
}
