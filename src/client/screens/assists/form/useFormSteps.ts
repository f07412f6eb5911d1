// Where a person is in the form when it is asked one thing at a time. Each step is a place in the address, so that the
// browser's way back goes a step back; the form itself stays, with all that is in it.
import { computed, nextTick, watch, type Ref } from 'vue'
import { useI18n } from 'vue-i18n'
import { useRoute, useRouter } from 'vue-router'
import type { AssistForm } from './assistForm.ts'
import { stepAfter, stepNamed, stepsOf, type Step } from './formSteps.ts'

/** The place in the history at which the form was begun, and the one before it. */
interface Entrance {
  readonly began: number
  readonly cameFrom: string | null
}

export function useFormSteps(form: Ref<AssistForm>, isGuided: Ref<boolean>) {
  const { t } = useI18n()
  const route = useRoute()
  const router = useRouter()
  const steps = computed(() => stepsOf(form.value))
  /** Undefined while everything stands on one page. */
  const step = computed(() => (isGuided.value ? stepNamed(route.query['step'], steps.value) : undefined))
  const number = computed(() => (step.value ? steps.value.indexOf(step.value) + 1 : 0))
  /** The field that was to be changed. */
  let wanted: string | undefined

  const shows = (part: Step) => (step.value ? step.value === part : part !== 'details' && part !== 'check')

  function entrance(): Entrance {
    const { position = 0, back = null, began = position, cameFrom = back } = history.state ?? {}
    return { began, cameFrom }
  }

  async function go(to: Step, field?: string) {
    wanted = field
    await router.push({ query: { ...route.query, step: to }, state: { ...entrance() } })
  }

  async function goOn() {
    if (!step.value) return
    const back = new URL(String(history.state?.back ?? ''), location.origin)
    // Whoever came to change one answer goes straight back to where all stand together.
    if (back.searchParams.get('step') === 'check') router.back()
    else await go(stepAfter(step.value, steps.value))
  }

  /** To the place at which the form was begun: its steps are no places to come back to. */
  function toEntrance(): Promise<void> {
    const by = (history.state?.position ?? 0) - entrance().began
    if (by <= 0) return Promise.resolve()
    return new Promise((resolve) => {
      const stop = router.afterEach(() => {
        stop()
        resolve()
      })
      router.go(-by)
    })
  }

  /** Out of the form. The place before it, if it is where saving leads, is not to stand in the history twice. */
  async function leaveFor(place: string) {
    const { began, cameFrom } = entrance()
    if (cameFrom === place) return router.go(began - (history.state?.position ?? 0) - 1)
    await toEntrance()
    await router.replace(place)
  }

  watch(
    step,
    async (now, before) => {
      if (!now) return
      document.title = [
        t('visit.step', { number: number.value, count: steps.value.length }),
        t('app.name'),
      ].join(' – ')
      if (!before) return
      await nextTick()
      window.scrollTo({ top: 0 })
      // What is wrong there has taken the focus already.
      if (!document.querySelector('[role=alert]')) enterPart(now)
    },
    { immediate: true, flush: 'post' },
  )

  function enterPart(now: Step) {
    const field = wanted === undefined ? null : document.getElementById(wanted)
    wanted = undefined
    const target = field ?? document.getElementById(`${now}-title`)
    if (!target?.matches('input, textarea, button')) target?.setAttribute('tabindex', '-1')
    target?.scrollIntoView({ block: 'nearest' })
    target?.focus({ preventScroll: true })
  }

  return { steps, step, number, shows, go, goOn, toEntrance, leaveFor }
}
