// What was just done, said once at the bottom of whatever screen comes next, with at most two ways on from there.
import { reactive, readonly } from 'vue'

export interface ToastAction {
  readonly id: string
  readonly label: string
  readonly run: () => void
}

interface Toast {
  open: boolean
  text: string
  detail: string | undefined
  actions: readonly ToastAction[]
}

const toast = reactive<Toast>({ open: false, text: '', detail: undefined, actions: [] })

export function useToast() {
  return {
    toast: readonly(toast),
    show(next: { text: string; detail?: string; actions?: readonly ToastAction[] }) {
      Object.assign(toast, { open: true, detail: undefined, actions: [], ...next })
    },
    close() {
      toast.open = false
    },
    act(id: string) {
      toast.open = false
      toast.actions.find((action) => action.id === id)?.run()
    },
  }
}
