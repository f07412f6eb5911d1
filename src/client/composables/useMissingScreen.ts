// What happens when the code of a screen does not come: a tap is never without an answer.
import { useI18n } from 'vue-i18n'
import { useRouter, type RouteLocationNormalized } from 'vue-router'
import { useSessionStore } from '../stores/session.ts'
import { canLoadAnew } from './appOnPhone.ts'
import { useToast } from './useToast.ts'

const key = 'to-so.loaded-anew'

/** `load` loads the page anew at a place. */
export function useMissingScreen(
  canLoad = canLoadAnew,
  load = (path: string) => window.location.assign(path),
): void {
  const { t } = useI18n()
  const { show } = useToast()
  const router = useRouter()
  const session = useSessionStore()

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
