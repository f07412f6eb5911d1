// What a person is typing, kept at every change so that a reload, a kill or a crash costs nothing: at once when the page goes,
// otherwise as soon as the letter is seen.
import { useEventListener } from '@vueuse/core'
import { onScopeDispose, ref, shallowRef, watch, type Ref, type ShallowRef } from 'vue'
import { Problem, type ProblemReport } from '#domain/problem.ts'
import { afterPaint } from './afterPaint.ts'
import { holdUpdates } from './useAppUpdate.ts'
import { useClient } from './useClient.ts'

export interface Draft<T> {
  value: Ref<T>
  /** Whether `value` came back from an earlier time. */
  restored: Ref<boolean>
  /** Why what is typed now cannot be kept. */
  problem: ShallowRef<ProblemReport | undefined>
  /** Resolves when an earlier draft, if there was one, is in `value`. */
  ready: Promise<void>
  /** Forgets it, once it is saved for good or given up; `value` stays as it is. */
  discard(): Promise<void>
  /** Keeps it under another key, for later; here it is over like one that is discarded. */
  setAside(otherKey: string): Promise<void>
  /** After it was discarded: gives it back to whoever opens the form next. */
  bringBack(): Promise<void>
}

/** What `isEmpty` holds nothing that was typed, and is not kept. */
export function useDraft<T extends object>(
  key: string,
  initial: () => T,
  isEmpty: (value: T) => boolean = () => false,
): Draft<T> {
  const { drafts, session } = useClient()
  holdUpdates()
  const value = ref(initial()) as Ref<T>
  const restored = ref(false)
  const problem = shallowRef<ProblemReport>()
  let isOver = false
  let isDirty = false
  let isDue = false
  let keeping: Promise<void> | undefined

  /** One write at a time: what is typed during one goes with the next. Resolves when all that was typed is kept. */
  function keep(): Promise<void> {
    if (isDirty && !isOver) keeping ??= keepAll()
    return keeping ?? Promise.resolve()
  }

  async function keepAll() {
    try {
      while (isDirty && !isOver) {
        isDirty = false
        await (isEmpty(value.value) ? drafts.discard(key) : drafts.save(key, value.value))
      }
      problem.value = undefined
    } catch (error) {
      if (!(error instanceof Problem)) throw error
      isDirty = true
      problem.value = error.toReport()
    } finally {
      keeping = undefined
    }
  }

  const ready = drafts.load<T>(key).then((found) => {
    if (found) {
      value.value = { ...initial(), ...found }
      restored.value = true
    }
    watch(
      value,
      () => {
        isDirty = true
        if (isDue) return
        isDue = true
        afterPaint(() => {
          isDue = false
          void keep()
        })
      },
      { deep: true, flush: 'sync' },
    )
  })

  useEventListener(window, 'pagehide', () => void keep())
  useEventListener(document, 'visibilitychange', () => void keep())
  const takeBack = session.beforeLock(keep)
  onScopeDispose(() => {
    void keep()
    takeBack()
  })

  async function discard() {
    isOver = true
    restored.value = false
    await keeping
    await drafts.discard(key)
  }

  return {
    value,
    restored,
    problem,
    ready,
    discard,
    async setAside(otherKey) {
      await drafts.save(otherKey, value.value)
      await discard()
    },
    bringBack: () => drafts.save(key, value.value),
  }
}
