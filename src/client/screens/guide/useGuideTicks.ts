// Papers ticked off during a visit, kept sealed on this phone so that locking or a reload costs nothing. They are about one
// visit: after half a day they are forgotten by themselves.
import { onScopeDispose, readonly, ref } from 'vue'
import { Problem } from '#domain/problem.ts'
import { useClient } from '../../composables/useClient.ts'

const prefix = 'guide:'
const lasts = 12 * 3_600_000

export function useGuideTicks(procedureId: string) {
  const { drafts, clock, session } = useClient()
  const key = `${prefix}${procedureId}`
  const ticks = ref<string[]>([])
  let isTouched = false
  let keeping = recall()
  onScopeDispose(session.beforeLock(() => keeping))

  async function recall(): Promise<void> {
    for (const draft of await drafts.list()) {
      if (draft.key.startsWith(prefix) && clock() - draft.savedAt >= lasts) await drafts.discard(draft.key)
    }
    const kept = await drafts.load<{ ticks: string[] }>(key)
    if (kept && !isTouched) ticks.value = kept.ticks
  }

  /** A full phone keeps no ticks; they stay on the screen all the same. */
  async function keep(next: string[]): Promise<void> {
    try {
      await (next.length > 0 ? drafts.save(key, { ticks: next }) : drafts.discard(key))
    } catch (error) {
      if (!(error instanceof Problem)) throw error
    }
  }

  return {
    ticks: readonly(ticks),
    tick(next: string[]) {
      isTouched = true
      ticks.value = next
      keeping = keeping.then(() => keep(next))
    },
  }
}
