// What a person is typing, kept at every change so that a reload, a kill or a crash costs nothing.
import { useDebounceFn, useEventListener } from '@vueuse/core'
import { onScopeDispose, ref, watch, type Ref } from 'vue'
import { useClient } from './useClient.ts'

export interface Draft<T> {
  value: Ref<T>
  /** Whether `value` came back from an earlier time. */
  restored: Ref<boolean>
  /** Resolves when an earlier draft, if there was one, is in `value`. */
  ready: Promise<void>
  /** Forgets it, once it is saved for good or given up; `value` stays as it is. */
  discard(): Promise<void>
}

const delay = 250

export function useDraft<T extends object>(key: string, initial: () => T): Draft<T> {
  const { drafts, session } = useClient()
  const value = ref(initial()) as Ref<T>
  const restored = ref(false)
  let isOver = false
  let isDirty = false

  const keep = async () => {
    if (isOver || !isDirty) return
    isDirty = false
    await drafts.save(key, value.value)
  }
  const keepSoon = useDebounceFn(keep, delay, { maxWait: delay })

  const ready = drafts.load<T>(key).then((found) => {
    if (found && !isDirty) {
      value.value = { ...initial(), ...found }
      restored.value = true
    }
    watch(
      value,
      () => {
        isDirty = true
        void keepSoon()
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

  return {
    value,
    restored,
    ready,
    async discard() {
      isOver = true
      restored.value = false
      await drafts.discard(key)
    },
  }
}
