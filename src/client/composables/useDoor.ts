// Who stands at the door is led to the right step of it, and afterwards to the place they wanted in the first place.
import { watch } from 'vue'
import { loadRouteLocation, useRouter, type RouteLocationNormalized } from 'vue-router'
import { useSessionStore, type Phase } from '../stores/session.ts'
import { whenIdle } from '../sync/whenIdle.ts'
import { useWelcome } from './useWelcome.ts'
import { takeWantedPlace, wantPlace } from './wantedPlace.ts'

const steps: Record<Exclude<Phase, 'starting' | 'broken' | 'open'>, string> = {
  signedOut: '/sign-in',
  choosingPin: '/pin',
  filling: '/filling',
  locked: '/unlock',
}

export function useDoor(): void {
  const router = useRouter()
  const store = useSessionStore()
  const { isWelcomed } = useWelcome()

  /** Where somebody goes who asked for a place in this phase; true for the place itself. */
  function lead(to: RouteLocationNormalized): string | true {
    const { phase } = store
    if (phase === 'starting' || phase === 'broken' || to.meta.always) return true
    // Only the session at the server has ended: who signs in again stays where they are, with the phone open.
    if (phase === 'open' && to.path === steps.signedOut) return true
    if (phase === 'open') return isDoorStep(to.path) ? afterDoor(to.path) : true
    if (!to.meta.door) want(to)
    // A link that sets up or invites is followed as long as nobody has come further.
    const isLink = to.path === '/setup' || to.path === '/join'
    const mayFollow = phase === 'signedOut' || phase === 'locked'
    return to.path === steps[phase] || (isLink && mayFollow) ? true : steps[phase]
  }

  router.beforeEach(lead)
  watch(
    () => store.phase,
    async () => {
      // The first navigation may still be under way; a second one to the same place would be dropped.
      await router.isReady()
      const place = lead(router.currentRoute.value)
      if (place !== true) await router.replace(place)
    },
  )

  /** Its screen loads while the person is at the door, once the door is drawn. */
  function want(to: RouteLocationNormalized): void {
    wantPlace(to.fullPath)
    whenIdle(() => void loadRouteLocation(to).catch(() => undefined))
  }

  /** Who has just chosen a PIN is new here; what they wanted comes after the introduction. */
  function afterDoor(step: string): string {
    const isNew = step === steps.choosingPin || step === steps.filling
    return isNew && !isWelcomed.value ? '/welcome' : takeWantedPlace()
  }
}

function isDoorStep(path: string): boolean {
  return ['/setup', '/join', ...Object.values(steps)].includes(path)
}
