// Whose record was tapped in a list that the ward told: its rows are not on this phone, and only the list has the name. It
// lies in memory alone and goes with the rows when the phone is locked: no address names a resident.
import type { View } from '../view/view.ts'
import { useClient } from './useClient.ts'

const opened = new WeakMap<View, { id: string; title: string }>()

export function useOpenedRecord() {
  const view = useClient().view()
  return {
    remember: (id: string, title: string) => void opened.set(view, { id, title }),
    titleOf(id: string): string | undefined {
      const last = opened.get(view)
      return last?.id === id ? last.title : undefined
    },
  }
}
