// A screen's window on the rows: computed again whenever the view says that something changed.
import { computed, onScopeDispose, shallowRef, type ComputedRef } from 'vue'
import type { View } from '../view/view.ts'
import { useClient } from './useClient.ts'

/** Only for screens that stand behind the PIN: without an open view it throws. */
export function useView<T>(read: (view: View) => T): ComputedRef<T> {
  const view = useClient().view()
  const version = shallowRef(view.version)
  onScopeDispose(
    view.onChange(() => {
      version.value = view.version
    }),
  )
  return computed(() => {
    void version.value
    return read(view)
  })
}
