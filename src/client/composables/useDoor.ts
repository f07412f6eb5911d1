// Who stands at the door is led to the right step of it, and afterwards to the place they wanted in the first place.
import { watch } from 'vue'
import { useRouter } from 'vue-router'
import { useSessionStore, type Phase } from '../stores/session.ts'

const steps: Record<Exclude<Phase, 'starting' | 'open'>, string> = {
  signedOut: '/sign-in',
  choosingPin: '/pin',
  filling: '/filling',
  locked: '/unlock',
}

export function useDoor(): void {
  const router = useRouter()
  const store = useSessionStore()
  let wanted: string | undefined

  router.beforeEach((to) => {
    if (store.phase === 'starting') return true
    if (store.phase === 'open') return isDoorStep(to.path) ? (takeWanted() ?? '/') : true
    if (!to.meta.door) wanted = to.fullPath
    // A link that sets up or invites is followed as long as nobody has come further.
    const isLink = to.path === '/setup' || to.path === '/join'
    const mayFollow = store.phase === 'signedOut' || store.phase === 'locked'
    const step = steps[store.phase]
    return to.path === step || (isLink && mayFollow) ? true : step
  })

  watch(
    () => store.phase,
    (phase, before) => {
      if (phase === 'starting') return
      if (before === 'open' && phase === 'locked') wanted = router.currentRoute.value.fullPath
      void router.replace(phase === 'open' ? (takeWanted() ?? '/') : currentOr(steps[phase], before))
    },
  )

  /** At the start a link is kept; in every other change the step is shown. */
  function currentOr(step: string, before: Phase): string {
    return before === 'starting'
      ? window.location.pathname + window.location.search + window.location.hash
      : step
  }

  function takeWanted(): string | undefined {
    const place = wanted
    wanted = undefined
    return place
  }
}

function isDoorStep(path: string): boolean {
  return ['/setup', '/join', ...Object.values(steps)].includes(path)
}
