// Who wants to hear that a scope has moved, or that there is something for one member alone. Neither carries any data:
// whoever hears it asks by a sync.
import type { Poke } from '#protocol/events.ts'

/** `by`: the device whose commands moved it; its own reply has told it already. */
export type PokeListener = (pokes: readonly Poke[], by: string | undefined) => void

export interface Pokes {
  publish(wardId: string, pokes: readonly Poke[], by?: string): void
  /** Returns the way to stop listening. */
  subscribe(wardId: string, listener: PokeListener): () => void
  /** There is something for this member that moves no scope: a notice, or an order for a phone of theirs. */
  wake(wardId: string, memberId: string): void
  /** Hears when this member is woken. Returns the way to stop listening. */
  onWake(memberId: string, listener: () => void): () => void
  /** Hears nothing of other servers any more. */
  close(): Promise<void>
}

/** Among those who listen to this very process. */
export function createPokes(): Pokes {
  const listeners = new Map<string, Set<PokeListener>>()
  const sleepers = new Map<string, Set<() => void>>()
  return {
    publish(wardId, pokes, by) {
      if (pokes.length === 0) return
      for (const listener of listeners.get(wardId) ?? []) listener(pokes, by)
    },
    subscribe: (wardId, listener) => addTo(listeners, wardId, listener),
    wake(_wardId, memberId) {
      for (const listener of sleepers.get(memberId) ?? []) listener()
    },
    onWake: (memberId, listener) => addTo(sleepers, memberId, listener),
    close: () => Promise.resolve(),
  }
}

/** Returns the way to take it out again. */
function addTo<T>(sets: Map<string, Set<T>>, key: string, one: T): () => void {
  const set = sets.get(key) ?? new Set<T>()
  sets.set(key, set.add(one))
  return () => {
    set.delete(one)
    if (set.size === 0 && sets.get(key) === set) sets.delete(key)
  }
}
