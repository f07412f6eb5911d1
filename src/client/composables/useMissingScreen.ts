// What happens while the code of a screen is on its way, and when it does not come: a tap is never without an answer.
import { useI18n } from 'vue-i18n'
import { useRouter, type RouteLocationNormalized } from 'vue-router'
import { useSessionStore } from '../stores/session.ts'
import { canLoadAnew } from './appOnPhone.ts'
import { useToast } from './useToast.ts'

const key = 'to-so.loaded-anew'
/** Milliseconds for which nobody wonders whether they were heard. */
const unnoticed = 1_000

/** `load` loads the page anew at a place. */
export function useMissingScreen(canLoad = canLoadAnew, load = loadAnew): void {
  const { t } = useI18n()
  const { toast, show, close } = useToast()
  const router = useRouter()
  const session = useSessionStore()

  let timer: ReturnType<typeof setTimeout> | undefined
  router.beforeEach(() => {
    clearTimeout(timer)
    timer = setTimeout(() => show({ text: t('app.screenComing') }), unnoticed)
  })
  router.afterEach(stopWaiting)
  router.onError(stopWaiting)

  function stopWaiting(): void {
    clearTimeout(timer)
    if (toast.text === t('app.screenComing')) close()
  }

  router.onError(async (_error: unknown, { fullPath }: RouteLocationNormalized) => {
    const isLoadedAnew = sessionStorage.getItem(key) === fullPath
    sessionStorage.removeItem(key)
    if (!(await canLoad())) return say('app.screenMissing', fullPath)
    // A page that was loaded anew for it has had its chance.
    if (isLoadedAnew) return say('app.screenBroken', fullPath)
    sessionStorage.setItem(key, fullPath)
    load(fullPath)
  })

  /** Who is in does not stay at the door, where the screen that they wanted would have come next. */
  async function say(text: string, wanted: string): Promise<void> {
    show({ text: t(text) })
    const isAtDoor = Boolean(router.currentRoute.value.meta.door)
    if (isAtDoor && session.isOpen && wanted !== '/') await router.replace('/')
  }
}

/** An address that differs in its last part alone, as an invite's, would load nothing by itself. */
function loadAnew(path: string): void {
  window.history.pushState(null, '', path)
  window.location.reload()
}
