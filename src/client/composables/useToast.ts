// What was just done, said once at the bottom of whatever screen comes next, with at most two ways on from there. Whoever
// then goes on to another screen leaves it behind.
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

/** Saving and going to the next screen are one step, as long as it takes. */
const oneStep = 1_000
let saidAt = 0

const toast = reactive<Toast>({ open: false, text: '', detail: undefined, actions: [] })

export function useToast() {
  return {
    toast: readonly(toast),
    show(next: { text: string; detail?: string; actions?: readonly ToastAction[] }) {
      saidAt = performance.now()
      Object.assign(toast, { open: true, detail: undefined, actions: [], ...next })
    },
    close() {
      toast.open = false
    },
    /** The person went to another screen. */
    leaveBehind() {
      if (performance.now() - saidAt > oneStep) toast.open = false
    },
    act(id: string) {
      toast.open = false
      toast.actions.find((action) => action.id === id)?.run()
    },
  }
}
